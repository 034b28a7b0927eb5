import { createFileRoute } from '@tanstack/react-router';
import { ClassPanel } from '../../features/study/class-panel.tsx';

export const Route = createFileRoute('/_app/staff/lectures/$id/study/')({ component: Screen });

function Screen() {
  return <ClassPanel lecture_id={Number(Route.useParams().id)} />;
}
