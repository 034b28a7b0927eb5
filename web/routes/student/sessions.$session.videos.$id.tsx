import { createFileRoute } from '@tanstack/react-router';
import { WatchScreen } from '../../features/video/watch-screen.tsx';

export const Route = createFileRoute('/_app/student/sessions/$session/videos/$id')({ component: Screen });

function Screen() {
  const { session, id } = Route.useParams();
  return <WatchScreen sessionId={Number(session)} videoId={Number(id)} />;
}
