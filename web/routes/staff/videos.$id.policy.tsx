import { createFileRoute } from '@tanstack/react-router';
import { VideoPolicyScreen } from '../../features/video/policy-screen.tsx';

export const Route = createFileRoute('/_app/staff/videos/$id/policy')({ component: Screen });

function Screen() {
  return <VideoPolicyScreen id={Number(Route.useParams().id)} />;
}
