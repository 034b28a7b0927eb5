import { createFileRoute } from '@tanstack/react-router';
import { RoundScreen } from '../../features/study/round-screen.tsx';

export const Route = createFileRoute('/_app/student/study/rounds/$uuid')({ component: Screen });

function Screen() {
  const { uuid } = Route.useParams();
  return <RoundScreen key={uuid} uuid={uuid} />;
}
