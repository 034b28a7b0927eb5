import { createFileRoute, redirect } from '@tanstack/react-router';
import { PasswordScreen } from '../../features/identity/password-screen.tsx';

export const Route = createFileRoute('/password')({
  beforeLoad: ({ context: { login } }) => {
    if (login.status !== 'in') throw redirect({ to: '/sign-in' });
  },
  component: PasswordScreen,
});
