import { createFileRoute } from '@tanstack/react-router';
import { MatrixScreen } from '../../features/progress/matrix-screen.tsx';

export const Route = createFileRoute('/_app/staff/lectures/$id_/progress')({ component: Screen });

function Screen() {
  return <MatrixScreen lectureId={Number(Route.useParams().id)} />;
}
