import { createFileRoute } from '@tanstack/react-router';
import { ClassSessionsPanel } from '../../features/classes/class-sessions-panel.tsx';

export const Route = createFileRoute('/_app/staff/lectures/$id/')({ component: Screen });

function Screen() {
  return <ClassSessionsPanel lecture_id={Number(Route.useParams().id)} />;
}
