import { Paper, Stack, Text, Title } from '@mantine/core';
import { IconChecklist } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDates } from '../../lib/dates.ts';
import { useMe } from '../../lib/login.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { CellBadge } from '../video/cell-badge.tsx';
import { LectureCard } from '../video/lecture-card.tsx';
import styles from '../video/student.module.css';
import { myProgressQuery, type OwnLecture } from '../video/student.queries.ts';
import { useVideoWords } from '../video/words.ts';
import { useHomeWords } from './words.ts';

/** What a student has to do this week, and where each lecture stands. */
export function StudentHome() {
  const { greeting } = useHomeWords();
  const { todo } = useVideoWords();
  const dates = useDates();
  const { user } = useMe();
  const lectures = useQuery(myProgressQuery);
  return (
    <Page title={todo.title} lead={`${dates.fullDay(dates.today())} · ${greeting(user.name)}`}>
      <QueryView query={lectures}>
        {(own) => (
          <Stack>
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

/** Sessions with something left to watch, the oldest first. */
function todoOf(lectures: readonly OwnLecture[]) {
  return lectures
    .flatMap(({ lecture_title, sessions, rows }) =>
      rows.flatMap(({ cells }) =>
        sessions.map((session, index) => ({ lecture_title, session, cell: cells[index] })),
      ),
    )
    .filter(
      ({ session, cell }) =>
        cell && session.video_count > 0 && ['video_left', 'several_left'].includes(cell.state),
    )
    .sort((a, b) => (a.session.date ?? '').localeCompare(b.session.date ?? ''));
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
        {left.map(({ lecture_title, session, cell }) => (
          <li key={session.id}>
            <Link
              to="/student/sessions/$session"
              params={{ session: String(session.id) }}
              className={styles.session}
            >
              <span className={styles.title}>
                {session.title}{' '}
                <Text span size="sm" c="dimmed">
                  {lecture_title}
                </Text>
              </span>
              {cell && <CellBadge state={cell.state} rate={cell.video_progress_rate} />}
            </Link>
          </li>
        ))}
      </ul>
    </Paper>
  );
}
