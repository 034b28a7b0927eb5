import { Paper } from '@mantine/core';
import { IconCalendarEvent } from '@tabler/icons-react';
import { useDates } from '../../lib/dates.ts';
import { useMe } from '../../lib/login.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { useHomeWords } from './words.ts';

/** The lessons of the day and what needs a look. */
export function StaffHome() {
  const { greeting, staff: words } = useHomeWords();
  const dates = useDates();
  const { user } = useMe();
  return (
    <Page title={words.title} lead={`${dates.fullDay(dates.today())} · ${greeting(user.name)}`}>
      <Paper>
        <EmptyState icon={IconCalendarEvent} title={words.empty} hint={words.hint} />
      </Paper>
    </Page>
  );
}
