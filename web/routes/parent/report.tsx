import { createFileRoute } from '@tanstack/react-router';
import { weekOf } from '../../features/parents/choice.ts';
import { ReportScreen } from '../../features/parents/report-screen.tsx';

export const Route = createFileRoute('/_app/parent/report')({ validateSearch: weekOf, component: Screen });

function Screen() {
  const navigate = Route.useNavigate();
  const { child, week } = Route.useSearch();
  return <ReportScreen {...{ child, week }} show={(search) => void navigate({ search, replace: true })} />;
}
