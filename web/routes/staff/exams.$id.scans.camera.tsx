import { createFileRoute } from '@tanstack/react-router';
import { CameraScreen } from '../../features/scans/camera-screen.tsx';

export const Route = createFileRoute('/_app/staff/exams/$id/scans/camera')({ component: Screen });

function Screen() {
  return <CameraScreen exam_id={Number(Route.useParams().id)} />;
}
