import { useDates } from '../../lib/dates.ts';
import { useMe } from '../../lib/login.ts';
import { Page } from '../../ui/page.tsx';
import { TodayBoard } from '../attendance/today-board.tsx';
import { useHomeWords } from './words.ts';

/** The lessons of the day and what needs a look. */
export function StaffHome() {
  const { greeting, staff: words } = useHomeWords();
  const dates = useDates();
  const { user } = useMe();
  return (
    <Page title={words.title} lead={`${dates.fullDay(dates.today())} · ${greeting(user.name)}`} width="full">
      <TodayBoard />
    </Page>
  );
}
