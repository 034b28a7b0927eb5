import { createFileRoute } from '@tanstack/react-router';
import { MatrixPanel } from '../../features/progress/matrix-panel.tsx';

export const Route = createFileRoute('/_app/staff/lectures/$id/progress')({ component: Screen });

function Screen() {
  return <MatrixPanel lectureId={Number(Route.useParams().id)} />;
}
