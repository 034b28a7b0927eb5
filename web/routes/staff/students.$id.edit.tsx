import { createFileRoute } from '@tanstack/react-router';
import { EditStudentScreen } from '../../features/people/student-form-screens.tsx';

export const Route = createFileRoute('/_app/staff/students/$id/edit')({ component: Screen });

function Screen() {
  return <EditStudentScreen id={Number(Route.useParams().id)} />;
}
