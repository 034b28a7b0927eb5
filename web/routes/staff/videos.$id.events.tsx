import { createFileRoute } from '@tanstack/react-router';
import { VideoEventsScreen } from '../../features/video/events-screen.tsx';

export const Route = createFileRoute('/_app/staff/videos/$id/events')({ component: Screen });

function Screen() {
  return <VideoEventsScreen id={Number(Route.useParams().id)} />;
}
