import { createFileRoute } from '@tanstack/react-router';
import { CaseScreen } from '../../features/clinic/case-screen.tsx';

export const Route = createFileRoute('/_app/staff/clinic/cases/$id')({ component: Screen });

function Screen() {
  return <CaseScreen id={Number(Route.useParams().id)} />;
}
