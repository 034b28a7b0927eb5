import { createFileRoute, Outlet, redirect } from '@tanstack/react-router';
import { AppFrame } from '../features/shell/app-frame.tsx';
import { homeOf, mayEnter } from '../features/shell/homes.ts';

export const Route = createFileRoute('/_app')({
  beforeLoad: ({ context: { login }, location }) => {
    if (login.status !== 'in') {
      // Whoever signed out on purpose starts afresh: the next user of this browser may be another.
      const leftOnPurpose = login.status === 'out' && login.why === 'signed_out';
      throw redirect({ to: '/sign-in', search: leftOnPurpose ? {} : { next: location.href } });
    }
    if (login.user.must_change_password) throw redirect({ to: '/password' });
    if (!mayEnter(login.user.role, location.pathname)) throw redirect({ to: homeOf(login.user.role) });
  },
  component: () => (
    <AppFrame>
      <Outlet />
    </AppFrame>
  ),
});
