import { createFileRoute, redirect } from '@tanstack/react-router';
import { OpenAcademyScreen } from '../../features/identity/open-academy-screen.tsx';

export const Route = createFileRoute('/open')({
  beforeLoad: ({ context: { login } }) => {
    if (login.status === 'in') throw redirect({ to: '/admin/readiness' });
  },
  component: OpenAcademyScreen,
});
