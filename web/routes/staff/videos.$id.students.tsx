import { createFileRoute } from '@tanstack/react-router';
import { VideoStudentsScreen } from '../../features/video/video-students-screen.tsx';

export const Route = createFileRoute('/_app/staff/videos/$id/students')({ component: Screen });

function Screen() {
  return <VideoStudentsScreen id={Number(Route.useParams().id)} />;
}
