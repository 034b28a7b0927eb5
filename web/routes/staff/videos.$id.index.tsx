import { createFileRoute } from '@tanstack/react-router';
import { StaffVideoScreen } from '../../features/video/staff-video-screen.tsx';

export const Route = createFileRoute('/_app/staff/videos/$id/')({ component: Screen });

function Screen() {
  return <StaffVideoScreen id={Number(Route.useParams().id)} />;
}
