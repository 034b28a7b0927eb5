import { createFileRoute } from '@tanstack/react-router';
import { studentFilterOf } from '../../features/people/filter.rules.ts';
import { StudentsScreen } from '../../features/people/students-screen.tsx';

export const Route = createFileRoute('/_app/staff/students/')({
  validateSearch: studentFilterOf,
  component: Screen,
});

function Screen() {
  const navigate = Route.useNavigate();
  return (
    <StudentsScreen
      filter={Route.useSearch()}
      setFilter={(search) => void navigate({ search, replace: true })}
    />
  );
}
