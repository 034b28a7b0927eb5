import { createFileRoute } from '@tanstack/react-router';
import { QuestionsPanel } from '../../features/exams/questions-panel.tsx';

export const Route = createFileRoute('/_app/staff/exams/$id/')({ component: Screen });

function Screen() {
  return <QuestionsPanel exam_id={Number(Route.useParams().id)} />;
}
