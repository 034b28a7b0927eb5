import { createFileRoute } from '@tanstack/react-router';
import { OwnResultScreen } from '../../features/results/own-result.tsx';

export const Route = createFileRoute('/_app/parent/exams/$id/results/$enrollment')({ component: Screen });

function Screen() {
  const { id, enrollment } = Route.useParams();
  return <OwnResultScreen exam_id={Number(id)} enrollment_id={Number(enrollment)} />;
}
