import { createFileRoute } from '@tanstack/react-router';
import { HomeworkPanel } from '../../features/homework/homework-panel.tsx';

export const Route = createFileRoute('/_app/staff/lectures/$id/homework')({ component: Screen });

function Screen() {
  return <HomeworkPanel lecture_id={Number(Route.useParams().id)} />;
}
