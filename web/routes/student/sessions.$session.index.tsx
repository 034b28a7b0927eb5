import { createFileRoute } from '@tanstack/react-router';
import { StudentVideosScreen } from '../../features/video/student-videos-screen.tsx';

export const Route = createFileRoute('/_app/student/sessions/$session/')({ component: Screen });

function Screen() {
  return <StudentVideosScreen sessionId={Number(Route.useParams().session)} />;
}
