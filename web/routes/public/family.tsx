import { createFileRoute, redirect } from '@tanstack/react-router';
import { FamilyScreen } from '../../features/parents/family-screen.tsx';
import { rememberLink } from '../../features/parents/parents.queries.ts';

export const Route = createFileRoute('/family')({
  beforeLoad: ({ location }) => {
    if (!location.hash) return;
    rememberLink(location.hash);
    throw redirect({ to: '/family', replace: true });
  },
  component: FamilyScreen,
});
