import { createFileRoute, redirect } from '@tanstack/react-router';
import { homeOf } from '../../features/shell/homes.ts';

export const Route = createFileRoute('/')({
  beforeLoad: ({ context: { login } }) => {
    throw redirect({ to: login.status === 'in' ? homeOf(login.user.role) : '/sign-in' });
  },
});
