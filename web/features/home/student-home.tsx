import { Paper, Stack, Text, Title } from '@mantine/core';
import { IconChecklist } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, Suspense } from 'react';
import { useDates } from '../../lib/dates.ts';
import { useMe } from '../../lib/login.ts';
import { later } from '../../lib/patiently.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { HomeworkToDo } from '../homework/own-homework.tsx';
import { CellBadge } from '../video/cell-badge.tsx';
import { LectureCard } from '../video/lecture-card.tsx';
import styles from '../video/student.module.css';
import { myProgressQuery, type OwnLecture } from '../video/student.queries.ts';
import { useVideoWords } from '../video/words.ts';
import { useHomeWords } from './words.ts';

/** What knows memory comes after what the screen is for. */
const TodayCard = later(async () => (await import('../study/today-card.tsx')).TodayCard);

/** What a student has to do this week, and where each lecture stands. */
export function StudentHome() {
  const { greeting } = useHomeWords();
  const { todo } = useVideoWords();
  const dates = useDates();
  const { user } = useMe();
  const lectures = useQuery(myProgressQuery);
  return (
    <Page title={todo.title} lead={`${dates.fullDay(dates.today())} · ${greeting(user.name)}`}>
      <Suspense fallback={null}>
        <TodayCard />
      </Suspense>
      <QueryView query={lectures}>
        {(own) => (
          <Stack>
            <HomeworkToDo />
            <Todo lectures={own} />
            {own.flatMap((lecture) =>
              lecture.rows.map((row) => (
                <LectureCard key={row.enrollment_id} lecture={lecture} row={row} linked />
              )),
            )}
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}

type Cell = OwnLecture['rows'][number]['cells'][number];
type Left = {
  lecture_title: string;
  enrollment_id: number;
  session: OwnLecture['sessions'][number];
  cell: Cell;
};

const isLeft = ({ state }: Cell) =>
  state === 'several_left' || state === 'video_left' || state === 'exam_left' || state === 'homework_left';

/** Sessions with something left to do, the oldest first. */
function todoOf(lectures: readonly OwnLecture[]): Left[] {
  return lectures
    .flatMap(({ lecture_title, sessions, rows }) =>
      rows.flatMap(({ enrollment_id, cells }) =>
        sessions.flatMap((session, index) => {
          const cell = cells[index];
          return cell && isLeft(cell) ? [{ lecture_title, enrollment_id, session, cell }] : [];
        }),
      ),
    )
    .sort((a, b) => (a.session.date ?? '').localeCompare(b.session.date ?? ''));
}

/** Leads to what is left first: the videos, else the exams. */
function TodoLink({ left: { session, cell }, children }: { left: Left; children: ReactNode }) {
  if (cell.state === 'homework_left')
    return (
      <Link to="/student/homework" className={styles.session}>
        {children}
      </Link>
    );
  if (cell.state === 'exam_left' || session.video_count === 0)
    return (
      <Link to="/student/exams" className={styles.session}>
        {children}
      </Link>
    );
  return (
    <Link to="/student/sessions/$session" params={{ session: String(session.id) }} className={styles.session}>
      {children}
    </Link>
  );
}

function Todo({ lectures }: { lectures: readonly OwnLecture[] }) {
  const { todo } = useVideoWords();
  const left = todoOf(lectures);
  if (left.length === 0) {
    return (
      <Paper>
        <EmptyState icon={IconChecklist} title={todo.empty} hint={todo.hint} />
      </Paper>
    );
  }
  return (
    <Paper p="md">
      <Title order={2} size="h4" mb="xs">
        {todo.count(left.length)}
      </Title>
      <ul className={styles.sessions}>
        {left.map((one) => (
          <li key={`${one.enrollment_id} ${one.session.id}`}>
            <TodoLink left={one}>
              <span className={styles.title}>
                {one.session.title}{' '}
                <Text span size="sm" c="dimmed">
                  {one.lecture_title}
                </Text>
              </span>
              <CellBadge state={one.cell.state} rate={one.cell.video_progress_rate} />
            </TodoLink>
          </li>
        ))}
      </ul>
    </Paper>
  );
}
