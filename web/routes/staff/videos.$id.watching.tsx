import { createFileRoute } from '@tanstack/react-router';
import { VideoWatchingScreen } from '../../features/video/watching-screen.tsx';

export const Route = createFileRoute('/_app/staff/videos/$id/watching')({ component: Screen });

function Screen() {
  return <VideoWatchingScreen id={Number(Route.useParams().id)} />;
}
