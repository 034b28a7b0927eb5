import { createFileRoute } from '@tanstack/react-router';
import { StudentsPanel } from '../../features/classes/students-panel.tsx';

export const Route = createFileRoute('/_app/staff/lectures/$id/students')({ component: Screen });

function Screen() {
  return <StudentsPanel lecture_id={Number(Route.useParams().id)} />;
}
