import { createFileRoute } from '@tanstack/react-router';
import { StaffVideosScreen } from '../../features/video/staff-videos-screen.tsx';
import { type VideoPlace, videoKinds } from '../../features/video/video-place.ts';

const idOf = (value: unknown) => (Number(value) > 0 ? Number(value) : undefined);

export const Route = createFileRoute('/_app/staff/videos/')({
  validateSearch: ({ lecture, session, kind }: Record<string, unknown>): VideoPlace => ({
    ...(idOf(lecture) && { lecture: Number(lecture) }),
    ...(idOf(session) && { session: Number(session) }),
    ...(kind !== undefined && { kind: videoKinds.find((one) => one === kind) }),
  }),
  component: Screen,
});

function Screen() {
  return <StaffVideosScreen {...Route.useSearch()} />;
}
