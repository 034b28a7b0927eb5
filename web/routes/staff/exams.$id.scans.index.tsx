import { createFileRoute } from '@tanstack/react-router';
import { ScansPanel } from '../../features/scans/scans-panel.tsx';

export const Route = createFileRoute('/_app/staff/exams/$id/scans/')({ component: Screen });

function Screen() {
  return <ScansPanel exam_id={Number(Route.useParams().id)} />;
}
