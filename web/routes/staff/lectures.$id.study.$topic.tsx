import { createFileRoute } from '@tanstack/react-router';
import { TopicPanel } from '../../features/study/topic-panel.tsx';

export const Route = createFileRoute('/_app/staff/lectures/$id/study/$topic')({ component: Screen });

function Screen() {
  const { id, topic } = Route.useParams();
  return <TopicPanel key={topic} lecture_id={Number(id)} topic_id={Number(topic)} />;
}
