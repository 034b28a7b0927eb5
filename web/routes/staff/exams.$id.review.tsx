import { createFileRoute } from '@tanstack/react-router';
import { ReviewScreen } from '../../features/scans/review-screen.tsx';

export const Route = createFileRoute('/_app/staff/exams/$id/review')({ component: Screen });

function Screen() {
  return <ReviewScreen exam_id={Number(Route.useParams().id)} />;
}
