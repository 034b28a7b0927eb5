import { Group, Paper, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useDates } from '../../lib/dates.ts';
import { Flash } from '../../ui/flash.tsx';
import { useCellSentence } from '../progress/sentence.ts';
import { CellBadge } from './cell-badge.tsx';
import styles from './student.module.css';
import type { OwnLecture } from './student.queries.ts';
import { useVideoWords } from './words.ts';

type Row = OwnLecture['rows'][number];

/** A lecture with the state of each of its sessions for one student; `linked` leads to the videos. */
export function LectureCard({ lecture, row, linked }: { lecture: OwnLecture; row: Row; linked: boolean }) {
  const words = useVideoWords();
  const dates = useDates();
  const sentenceOf = useCellSentence();
  const seated = lecture.sessions.flatMap((session, index) => {
    const cell = row.cells[index];
    return cell && cell.state !== 'none' ? [{ session, cell }] : [];
  });
  return (
    <Paper p="md">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">
          {lecture.lecture_title}
        </Title>
        <Text size="sm" c="dimmed">
          {words.completedOf(row.completed_sessions, row.due_sessions)}
        </Text>
      </Group>
      <ul className={styles.sessions}>
        {seated.map(({ session, cell }) => (
          <li key={session.id}>
            <SessionLine linked={linked && session.video_count > 0} sessionId={session.id}>
              <Text size="sm" c="dimmed" w="4.5rem">
                {session.date ? dates.shortDay(session.date) : '–'}
              </Text>
              <span className={styles.title}>
                {session.title}
                <small className={styles.because}>{sentenceOf(cell, session.video_required_rate)}</small>
              </span>
              <Flash value={cell.state}>
                <CellBadge state={cell.state} rate={cell.video_progress_rate} />
              </Flash>
            </SessionLine>
          </li>
        ))}
      </ul>
    </Paper>
  );
}

type LineProps = { linked: boolean; sessionId: number; children: ReactNode };

function SessionLine({ linked, sessionId, children }: LineProps) {
  if (!linked) return <div className={styles.session}>{children}</div>;
  return (
    <Link to="/student/sessions/$session" params={{ session: String(sessionId) }} className={styles.session}>
      {children}
    </Link>
  );
}
