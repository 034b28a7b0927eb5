import { createFileRoute } from '@tanstack/react-router';
import { JobScreen } from '../../features/jobs/job-screen.tsx';

export const Route = createFileRoute('/_app/admin/jobs/$id')({ component: Screen });

function Screen() {
  return <JobScreen id={Number(Route.useParams().id)} />;
}
