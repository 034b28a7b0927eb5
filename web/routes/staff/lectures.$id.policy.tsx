import { createFileRoute } from '@tanstack/react-router';
import { PolicyScreen } from '../../features/progress/policy-screen.tsx';

export const Route = createFileRoute('/_app/staff/lectures/$id/policy')({ component: Screen });

function Screen() {
  return <PolicyScreen lectureId={Number(Route.useParams().id)} />;
}
