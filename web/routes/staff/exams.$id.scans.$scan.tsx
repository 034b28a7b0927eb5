import { createFileRoute } from '@tanstack/react-router';
import { ScanScreen } from '../../features/scans/scan-screen.tsx';

export const Route = createFileRoute('/_app/staff/exams/$id/scans/$scan')({ component: Screen });

function Screen() {
  const { id, scan } = Route.useParams();
  return <ScanScreen exam_id={Number(id)} id={Number(scan)} />;
}
