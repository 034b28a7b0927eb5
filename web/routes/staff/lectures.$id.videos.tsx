import { createFileRoute } from '@tanstack/react-router';
import { VideoGridPanel } from '../../features/video/grid-panel.tsx';

export const Route = createFileRoute('/_app/staff/lectures/$id/videos')({ component: Screen });

function Screen() {
  return <VideoGridPanel lectureId={Number(Route.useParams().id)} />;
}
