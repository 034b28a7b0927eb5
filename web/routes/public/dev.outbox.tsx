import { createFileRoute, redirect } from '@tanstack/react-router';

export const Route = createFileRoute('/dev/outbox')({
  beforeLoad: () => {
    throw redirect({ to: '/admin/outbox' });
  },
});
