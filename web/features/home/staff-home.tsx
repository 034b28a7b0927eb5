import { useDates } from '../../lib/dates.ts';
import { useMe } from '../../lib/login.ts';
import { Page } from '../../ui/page.tsx';
import { TodayBoard } from '../attendance/today-board.tsx';
import { AtRisk } from './at-risk.tsx';
import styles from './home.module.css';
import { ToLookAt } from './to-look-at.tsx';
import { useHomeWords } from './words.ts';

/** What needs a look, the lessons of the day, and who falls behind. */
export function StaffHome() {
  const { greeting, staff: words } = useHomeWords();
  const dates = useDates();
  const { user } = useMe();
  return (
    <Page title={words.title} lead={`${dates.fullDay(dates.today())} · ${greeting(user.name)}`} width="full">
      <ToLookAt />
      <div className={styles.desk}>
        <div className={styles.board}>
          <TodayBoard />
        </div>
        <AtRisk />
      </div>
    </Page>
  );
}
