import { createFileRoute, redirect } from '@tanstack/react-router';
import { rememberLink } from '../../features/parents/family-link.ts';
import { FamilyScreen } from '../../features/parents/family-screen.tsx';

export const Route = createFileRoute('/family')({
  beforeLoad: ({ location }) => {
    if (!location.hash) return;
    rememberLink(location.hash);
    throw redirect({ to: '/family', replace: true });
  },
  component: FamilyScreen,
});
