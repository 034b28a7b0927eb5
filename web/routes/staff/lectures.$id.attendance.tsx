import { createFileRoute } from '@tanstack/react-router';
import { AttendanceGrid } from '../../features/attendance/attendance-grid.tsx';

export const Route = createFileRoute('/_app/staff/lectures/$id/attendance')({ component: Screen });

function Screen() {
  return <AttendanceGrid lecture_id={Number(Route.useParams().id)} />;
}
