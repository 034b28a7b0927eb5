import { createFileRoute } from '@tanstack/react-router';
import { AccountsScreen } from '../../features/people/accounts-screen.tsx';
import { accountsFilterOf } from '../../features/people/filter.rules.ts';

export const Route = createFileRoute('/_app/admin/accounts')({
  validateSearch: accountsFilterOf,
  component: Screen,
});

function Screen() {
  return <AccountsScreen filter={Route.useSearch()} />;
}
