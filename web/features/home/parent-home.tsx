import { Paper } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import { useDates } from '../../lib/dates.ts';
import { useMe } from '../../lib/login.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { useHomeWords } from './words.ts';

/** Each child of a parent at a glance. */
export function ParentHome() {
  const { greeting, parent: words } = useHomeWords();
  const dates = useDates();
  const { user } = useMe();
  return (
    <Page title={words.title} lead={`${dates.fullDay(dates.today())} · ${greeting(user.name)}`}>
      <Paper>
        <EmptyState icon={IconUsersGroup} title={words.empty} hint={words.hint} />
      </Paper>
    </Page>
  );
}
