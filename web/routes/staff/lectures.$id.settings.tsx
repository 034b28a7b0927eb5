import { createFileRoute } from '@tanstack/react-router';
import { LectureSettings } from '../../features/classes/lecture-settings.tsx';

export const Route = createFileRoute('/_app/staff/lectures/$id/settings')({ component: Screen });

function Screen() {
  return <LectureSettings lecture_id={Number(Route.useParams().id)} />;
}
