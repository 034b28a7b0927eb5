import { createFileRoute } from '@tanstack/react-router';
import { childOf } from '../../features/parents/choice.ts';
import { ParentHome } from '../../features/parents/parent-home.tsx';

export const Route = createFileRoute('/_app/parent/')({ validateSearch: childOf, component: Screen });

function Screen() {
  const navigate = Route.useNavigate();
  const { child } = Route.useSearch();
  return (
    <ParentHome child={child} choose={(next) => void navigate({ search: { child: next }, replace: true })} />
  );
}
