import { createFileRoute } from '@tanstack/react-router';
import { SubmissionsPanel } from '../../features/exams/submissions-panel.tsx';

export const Route = createFileRoute('/_app/staff/exams/$id/submissions')({ component: Screen });

function Screen() {
  return <SubmissionsPanel exam_id={Number(Route.useParams().id)} />;
}
