import { createFileRoute, redirect } from '@tanstack/react-router';
import { SignInScreen } from '../../features/identity/sign-in-screen.tsx';
import { homeOf } from '../../features/shell/homes.ts';

type Search = { next?: string; academy?: string };

/** Only addresses of this app: a link from elsewhere must not send people away after the sign-in. */
function ownPath(value: unknown): string | undefined {
  return typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : undefined;
}

export const Route = createFileRoute('/sign-in')({
  validateSearch: (search): Search => {
    const next = ownPath(search.next);
    return {
      ...(next && { next }),
      ...(typeof search.academy === 'string' && { academy: search.academy }),
    };
  },
  beforeLoad: ({ context: { login }, search }) => {
    if (login.status !== 'in') return;
    throw search.next ? redirect({ href: search.next }) : redirect({ to: homeOf(login.user.role) });
  },
  component: () => <SignInScreen academy={Route.useSearch().academy} />,
});
