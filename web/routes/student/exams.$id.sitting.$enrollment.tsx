import { createFileRoute } from '@tanstack/react-router';
import { SittingScreen } from '../../features/exams/sitting-screen.tsx';

export const Route = createFileRoute('/_app/student/exams/$id/sitting/$enrollment')({ component: Screen });

function Screen() {
  const { id, enrollment } = Route.useParams();
  return <SittingScreen exam_id={Number(id)} enrollment_id={Number(enrollment)} />;
}
