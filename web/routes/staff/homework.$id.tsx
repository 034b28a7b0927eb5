import { createFileRoute } from '@tanstack/react-router';
import { HomeworkDesk } from '../../features/homework/homework-desk.tsx';

export const Route = createFileRoute('/_app/staff/homework/$id')({ component: Screen });

function Screen() {
  return <HomeworkDesk id={Number(Route.useParams().id)} />;
}
