import { Anchor, Group, Progress, Text } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { clockOf, useDates } from '../../lib/dates.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusBadge, type Tone } from '../../ui/status-badge.tsx';
import { type LiveViewer, liveViewersQuery } from './audience.queries.ts';
import { useWatchingWords } from './watching.words.ts';

const tones: Record<LiveViewer['state'], Tone> = { ok: 'ok', warned: 'warn', paused: 'warn', revoked: 'bad' };

/** Who watches now, where they are and how they stand: of one video, or of a whole lecture. */
export function LiveViewers({ video, lecture }: { video?: number; lecture?: number }) {
  const words = useWatchingWords();
  const viewers = useQuery(liveViewersQuery({ ...(video && { video }), ...(lecture && { lecture }) }));
  const columns = useColumns(video === undefined);
  return (
    <Section title={words.live} lead={viewers.data?.length ? words.liveCount(viewers.data.length) : ''}>
      <QueryView
        query={viewers}
        isEmpty={(rows) => rows.length === 0}
        empty={<EmptyState icon={IconEye} title={words.liveNone} hint={words.liveNoneHint} />}
      >
        {(rows) => (
          <DataTable
            label={words.live}
            rows={rows}
            rowKey={({ session_id }) => session_id}
            columns={columns}
          />
        )}
      </QueryView>
    </Section>
  );
}

function useColumns(withVideo: boolean): Column<LiveViewer>[] {
  const words = useWatchingWords();
  const dates = useDates();
  const { columns } = words;
  const video: Column<LiveViewer> = {
    key: 'video',
    header: columns.video,
    cell: (row) => (
      <Anchor
        size="sm"
        renderRoot={(props) => (
          <Link to="/staff/videos/$id/watching" params={{ id: String(row.video) }} {...props} />
        )}
      >
        {row.video_title}
      </Anchor>
    ),
    sortBy: ({ video_title }) => video_title,
  };
  return [
    {
      key: 'student',
      header: columns.student,
      cell: ({ student_name }) => student_name,
      sortBy: ({ student_name }) => student_name,
    },
    ...(withVideo ? [video] : []),
    {
      key: 'position',
      header: columns.position,
      cell: (row) => <Place viewer={row} />,
      sortBy: ({ position, duration }) => position / (duration || 1),
      width: '14rem',
    },
    { key: 'state', header: columns.state, cell: (row) => <State viewer={row} /> },
    {
      key: 'since',
      header: columns.since,
      cell: ({ started_at }) => dates.time(started_at),
      sortBy: ({ started_at }) => started_at,
    },
    {
      key: 'seen',
      header: columns.seen,
      cell: ({ last_seen_at }) => dates.relative(last_seen_at),
      phone: 'hide',
    },
    {
      key: 'device',
      header: columns.device,
      cell: ({ device_id }) => words.device(device_id),
      phone: 'hide',
    },
  ];
}

function Place({ viewer: { position, duration, student_name } }: { viewer: LiveViewer }) {
  return (
    <div style={{ minWidth: '9rem' }}>
      <Text size="sm">
        {clockOf(position)} / {clockOf(duration)}
      </Text>
      <Progress.Root size="sm" radius="xl">
        <Progress.Section value={(100 * position) / (duration || 1)} aria-label={student_name} />
      </Progress.Root>
    </div>
  );
}

function State({ viewer: { state, case_id } }: { viewer: LiveViewer }) {
  const words = useWatchingWords();
  const badge = <StatusBadge tone={tones[state]}>{words.states[state]}</StatusBadge>;
  if (case_id === null) return badge;
  return (
    <Group gap="xs">
      {badge}
      <Anchor
        size="sm"
        renderRoot={(props) => <Link to="/staff/cases/$id" params={{ id: String(case_id) }} {...props} />}
      >
        {words.why.openCase}
      </Anchor>
    </Group>
  );
}
