import { createFileRoute } from '@tanstack/react-router';
import { ResultsPanel } from '../../features/results/results-panel.tsx';

export const Route = createFileRoute('/_app/staff/exams/$id/results')({ component: Screen });

function Screen() {
  return <ResultsPanel exam_id={Number(Route.useParams().id)} />;
}
