import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { PageTurner } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import {
  type Cell,
  type ClassSession,
  classSessionsQuery,
  gridPageSize,
  gridQuery,
  type Row,
} from './attendance.queries.ts';
import { ClashDialog } from './clash-dialog.tsx';
import styles from './grid.module.css';
import { GridTable } from './grid-table.tsx';
import { MarkBar } from './mark-bar.tsx';
import { MarkDialog, type Subject } from './mark-dialog.tsx';
import { useMarking } from './use-marking.ts';
import { useAttendanceWords } from './words.ts';

/** The class session that is worked on: today's, else the latest before, else the first. */
function currentOf(sessions: readonly ClassSession[], today: string): number {
  const past = sessions.filter(({ date }) => date && date <= today);
  return (past.at(-1) ?? sessions[0])?.id ?? 0;
}

function Grid({ rows, sessions }: { rows: readonly Row[]; sessions: readonly ClassSession[] }) {
  const words = useAttendanceWords();
  const dates = useDates();
  const marking = useMarking();
  const [brush, setBrush] = useState<Cell['status']>('PRESENT');
  const [subject, open] = useState<Subject>();
  const [picked, pick] = useState<number>();
  const chosen = picked ?? currentOf(sessions, dates.today());
  return (
    <>
      <MarkBar brush={brush} choose={setBrush} told={marking.told} />
      <NativeSelect
        className={styles.onPhone}
        aria-label={words.pickSession}
        value={chosen}
        onChange={(event) => pick(Number(event.currentTarget.value))}
        data={sessions.map(({ id, title, date }) => ({
          value: String(id),
          label: date ? `${title} · ${dates.day(date)}` : title,
        }))}
      />
      <GridTable {...{ rows, sessions, chosen, brush, marking, open }} />
      <ClashDialog marking={marking} />
      <MarkDialog subject={subject} marking={marking} close={() => open(undefined)} />
    </>
  );
}

/** Students × class sessions of a lecture; a whole class is marked in seconds by keys, by pressing, or at once. */
export function AttendanceGrid({ lecture_id }: { lecture_id: number }) {
  const words = useAttendanceWords();
  const sessions = useQuery(classSessionsQuery(lecture_id));
  const [page, setPage] = useState(1);
  const grid = useQuery(gridQuery(lecture_id, page));
  return (
    <QueryView
      query={sessions}
      isEmpty={({ count }) => count === 0}
      empty={<EmptyState title={words.noSessions} hint={words.noSessionsHint} />}
    >
      {({ results }) => (
        <QueryView
          query={grid}
          isEmpty={({ count }) => count === 0}
          empty={<EmptyState title={words.noStudents} hint={words.noStudentsHint} />}
        >
          {({ results: rows, count }) => (
            <>
              <Grid rows={rows} sessions={results} />
              <PageTurner pager={{ page, page_size: gridPageSize, count, onPage: setPage }} />
            </>
          )}
        </QueryView>
      )}
    </QueryView>
  );
}
