import { createFileRoute } from '@tanstack/react-router';
import { StudentScreen } from '../../features/people/student-screen.tsx';

export const Route = createFileRoute('/_app/staff/students/$id/')({ component: Screen });

function Screen() {
  return <StudentScreen id={Number(Route.useParams().id)} />;
}
