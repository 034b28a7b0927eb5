import { createFileRoute } from '@tanstack/react-router';
import { StaffCaseScreen } from '../../features/video/staff-case-screen.tsx';

export const Route = createFileRoute('/_app/staff/cases/$id')({ component: Screen });

function Screen() {
  return <StaffCaseScreen id={Number(Route.useParams().id)} />;
}
