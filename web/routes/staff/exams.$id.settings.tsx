import { createFileRoute } from '@tanstack/react-router';
import { ExamSettings } from '../../features/exams/exam-settings.tsx';

export const Route = createFileRoute('/_app/staff/exams/$id/settings')({ component: Screen });

function Screen() {
  return <ExamSettings exam_id={Number(Route.useParams().id)} />;
}
