import { createFileRoute, Outlet } from '@tanstack/react-router';
import { LectureFrame } from '../../features/classes/lecture-frame.tsx';

export const Route = createFileRoute('/_app/staff/lectures/$id')({ component: Screen });

function Screen() {
  return (
    <LectureFrame lecture_id={Number(Route.useParams().id)}>
      <Outlet />
    </LectureFrame>
  );
}
