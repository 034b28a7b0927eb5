import { createFileRoute, Outlet } from '@tanstack/react-router';
import { StaffVideoFrame } from '../../features/video/staff-video-screen.tsx';

export const Route = createFileRoute('/_app/staff/videos/$id')({ component: Screen });

function Screen() {
  return (
    <StaffVideoFrame id={Number(Route.useParams().id)}>
      <Outlet />
    </StaffVideoFrame>
  );
}
