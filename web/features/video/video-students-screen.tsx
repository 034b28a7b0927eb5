import { Paper, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { clockOf, useDates } from '../../lib/dates.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Flash } from '../../ui/flash.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { StatusBadge, type Tone } from '../../ui/status-badge.tsx';
import { videoStatsQuery, type Watcher } from './manage.queries.ts';
import { useManageWords } from './manage.words.ts';
import { usePlaceWords } from './places.words.ts';

/** How far each student watched a video, as it changes. */
export function VideoStudentsScreen({ id }: { id: number }) {
  const stats = useQuery(videoStatsQuery(id));
  return <QueryView query={stats}>{({ students }) => <Watchers students={students} />}</QueryView>;
}

function Watchers({ students }: { students: readonly Watcher[] }) {
  const words = useManageWords();
  const places = usePlaceWords();
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text.trim().toLowerCase());
  const shown = students.filter(({ student_name }) => student_name.toLowerCase().includes(wanted));
  if (students.length === 0) {
    return (
      <Paper>
        <EmptyState title={words.noStudents} />
      </Paper>
    );
  }
  return (
    <Stack gap="md">
      <SearchField label={places.findStudent} value={text} search={setText} />
      {shown.length === 0 ? <EmptyState title={places.noStudentFound} /> : <WatcherTable students={shown} />}
    </Stack>
  );
}

function WatcherTable({ students }: { students: readonly Watcher[] }) {
  const words = useManageWords();
  const dates = useDates();
  const { columns } = words;
  return (
    <DataTable
      label={words.who}
      rows={students}
      rowKey={({ enrollment }) => enrollment}
      columns={[
        {
          key: 'student',
          header: columns.student,
          cell: ({ student_name }) => student_name,
          sortBy: ({ student_name }) => student_name,
        },
        { key: 'state', header: columns.state, cell: (row) => <WatcherState watcher={row} /> },
        {
          key: 'progress',
          header: columns.progress,
          cell: ({ progress }) => <Flash value={progress}>{Math.floor(progress * 100)}%</Flash>,
          sortBy: ({ progress }) => progress,
          align: 'end',
        },
        {
          key: 'time',
          header: columns.time,
          cell: ({ watched_seconds }) => (watched_seconds ? dates.span(watched_seconds) : '–'),
          align: 'end',
        },
        {
          key: 'last',
          header: columns.last,
          cell: ({ last_position }) => (
            <Text span size="sm" c="dimmed">
              {clockOf(last_position)}
            </Text>
          ),
          align: 'end',
          phone: 'hide',
        },
      ]}
    />
  );
}

function WatcherState({ watcher }: { watcher: Watcher }) {
  const words = useManageWords();
  const [tone, text]: [Tone, string] = watcher.watching_now
    ? ['busy', words.watching]
    : watcher.completed
      ? ['ok', words.done]
      : watcher.progress > 0
        ? ['warn', words.partly]
        : ['idle', words.notStarted];
  return <StatusBadge tone={tone}>{text}</StatusBadge>;
}
