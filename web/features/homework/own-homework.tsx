import { Paper, Stack, Text, Title } from '@mantine/core';
import { IconNotebook } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMe } from '../../lib/login.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { whyRefused } from './film.rules.ts';
import { useFilmWords } from './film.words.ts';
import styles from './homework.module.css';
import { ownStandingsQuery, type Standing } from './homework.queries.ts';
import { isRefusedFilm, isToDo } from './standing.rules.ts';
import { DueText, StandingBadge } from './standing-badge.tsx';
import { useHomeworkWords } from './words.ts';

function Line({ standing }: { standing: Standing }) {
  const words = useHomeworkWords();
  const film = useFilmWords();
  const isStudent = useMe().user.role === 'student';
  const { homework_id, enrollment_id, title, lecture_title, submission, max_score } = standing;
  return (
    <Link
      to={isStudent ? '/student/homework/$id/$enrollment' : '/parent/homework/$id/$enrollment'}
      params={{ id: String(homework_id), enrollment: String(enrollment_id) }}
      className={styles.line ?? ''}
    >
      <span className={styles.what}>
        <Text span fw={600} className={styles.title}>
          {title}
        </Text>
        <Text span size="sm" c="dimmed" className={styles.facts}>
          {lecture_title} · <DueText standing={standing} />
          {submission?.score != null && ` · ${words.score(submission.score, max_score)}`}
        </Text>
        {isRefusedFilm(standing) && (
          <Text span size="sm" c="cinnabar" className={styles.facts}>
            {whyRefused(film, submission?.film_reason ?? '')}
          </Text>
        )}
      </span>
      <StandingBadge standing={standing} />
    </Link>
  );
}

export function StandingLines({ list }: { list: readonly Standing[] }) {
  return (
    <ul className={styles.lines}>
      {list.map((one) => (
        <li key={`${one.homework_id} ${one.enrollment_id}`}>
          <Line standing={one} />
        </li>
      ))}
    </ul>
  );
}

/** Homework to hand in, what is due first on top; nothing when there is none. */
export function HomeworkToDo() {
  const words = useHomeworkWords();
  const list = useQuery(ownStandingsQuery).data?.results.filter(isToDo) ?? [];
  if (list.length === 0) return null;
  return (
    <Paper p="md">
      <Title order={2} size="h4" mb="xs">
        {words.today(list.length)}
      </Title>
      <StandingLines list={list} />
    </Paper>
  );
}

/** The homework of one class session. */
export function SessionHomework({ sessionId }: { sessionId: number }) {
  const words = useHomeworkWords();
  const list = useQuery(ownStandingsQuery).data?.results.filter(({ session_id }) => session_id === sessionId);
  if (!list || list.length === 0) return null;
  return (
    <Paper p="md">
      <Title order={2} size="h4" mb="xs">
        {words.title}
      </Title>
      <StandingLines list={list} />
    </Paper>
  );
}

function OneStudent({ list }: { list: readonly Standing[] }) {
  const words = useHomeworkWords();
  const [toDo, others] = [list.filter(isToDo), list.filter((one) => !isToDo(one)).reverse()];
  return (
    <Stack gap="md">
      <Paper p="md">
        <Title order={2} size="h4" mb="xs">
          {words.toDo}
        </Title>
        {toDo.length > 0 ? <StandingLines list={toDo} /> : <Text c="dimmed">{words.nothingToDo}</Text>}
      </Paper>
      {others.length > 0 && (
        <Paper p="md">
          <Title order={2} size="h4" mb="xs">
            {words.handedInBefore}
          </Title>
          <StandingLines list={others} />
        </Paper>
      )}
    </Stack>
  );
}

/** All homework of a student, or of each child of a parent. */
export function OwnHomeworkScreen() {
  const words = useHomeworkWords();
  const isParent = useMe().user.role === 'parent';
  const standings = useQuery(ownStandingsQuery);
  return (
    <Page title={words.title}>
      <QueryView
        query={standings}
        isEmpty={({ count }) => count === 0}
        empty={
          <Paper>
            <EmptyState icon={IconNotebook} title={words.none} hint={words.noneHint} />
          </Paper>
        }
      >
        {({ results }) =>
          [...Map.groupBy(results, ({ student_id }) => student_id)].map(([id, list]) => (
            <Stack key={id} gap="sm">
              {isParent && (
                <Text fw={700} size="lg">
                  {list[0]?.student_name}
                </Text>
              )}
              <OneStudent list={list} />
            </Stack>
          ))
        }
      </QueryView>
    </Page>
  );
}
