import { createFileRoute } from '@tanstack/react-router';
import { StaffVideosScreen, type VideoPlace } from '../../features/video/staff-videos-screen.tsx';

const idOf = (value: unknown) => (Number(value) > 0 ? Number(value) : undefined);

export const Route = createFileRoute('/_app/staff/videos/')({
  validateSearch: ({ lecture, session }: Record<string, unknown>): VideoPlace => ({
    ...(idOf(lecture) && { lecture: Number(lecture) }),
    ...(idOf(session) && { session: Number(session) }),
  }),
  component: Screen,
});

function Screen() {
  const { lecture, session } = Route.useSearch();
  return <StaffVideosScreen lecture={lecture} session={session} />;
}
