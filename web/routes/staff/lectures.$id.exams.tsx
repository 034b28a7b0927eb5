import { createFileRoute } from '@tanstack/react-router';
import { ExamsPanel } from '../../features/exams/exams-panel.tsx';

export const Route = createFileRoute('/_app/staff/lectures/$id/exams')({ component: Screen });

function Screen() {
  return <ExamsPanel lecture_id={Number(Route.useParams().id)} />;
}
