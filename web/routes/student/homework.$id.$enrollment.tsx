import { createFileRoute } from '@tanstack/react-router';
import { HomeworkScreen } from '../../features/homework/homework-screen.tsx';

export const Route = createFileRoute('/_app/student/homework/$id/$enrollment')({ component: Screen });

function Screen() {
  const { id, enrollment } = Route.useParams();
  return <HomeworkScreen homework_id={Number(id)} enrollment_id={Number(enrollment)} />;
}
