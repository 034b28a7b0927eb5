import { Button, Group, Menu, NativeSelect, Paper, Switch } from '@mantine/core';
import { IconDownload, IconListSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { clockOf, useDates } from '../../lib/dates.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { problemToast } from '../../ui/toast.tsx';
import {
  downloadEvents,
  type EventFilter,
  type EventType,
  type ExportFormat,
  eventsQuery,
  type PlaybackEvent,
  type Range,
} from './events.queries.ts';
import { type EventWords, useEventWords } from './events.words.ts';
import { useStaffCaseWords } from './staff-cases.words.ts';

type Chosen = Pick<EventFilter, 'search' | 'type' | 'violated'>;

/** Every event of a video, narrowed by student, kind and violation; also as a file. */
export function EventLog({ video, range }: { video: number; range: Range }) {
  const words = useEventWords();
  const [chosen, setChosen] = useState<Chosen>({ search: '', type: '', violated: false });
  const search = useDeferredValue(chosen.search.trim());
  const filter = { ...chosen, search, video, range };
  return (
    <Section title={words.log} lead={words.logLead} aside={<Download filter={filter} />}>
      <Filters chosen={chosen} choose={(part) => setChosen((before) => ({ ...before, ...part }))} />
      <Events filter={filter} />
    </Section>
  );
}

function Download({ filter }: { filter: EventFilter & { video: number } }) {
  const words = useEventWords();
  const [isBusy, setBusy] = useState(false);
  const fetchFile = (format: ExportFormat) => {
    setBusy(true);
    downloadEvents(filter, format)
      .catch(problemToast)
      .finally(() => setBusy(false));
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          loading={isBusy}
          leftSection={<IconDownload size={15} aria-hidden />}
        >
          {words.save}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => fetchFile('xlsx')}>{words.xlsx}</Menu.Item>
        <Menu.Item onClick={() => fetchFile('csv')}>{words.csv}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Filters({ chosen, choose }: { chosen: Chosen; choose: (part: Partial<Chosen>) => void }) {
  const words = useEventWords();
  const types = Object.entries(words.types).map(([value, label]) => ({ value, label }));
  return (
    <Group gap="md">
      <SearchField
        label={words.search}
        value={chosen.search}
        search={(search) => choose({ search: search.slice(0, 100) })}
      />
      <NativeSelect
        aria-label={words.type}
        value={chosen.type}
        onChange={(event) => choose({ type: event.currentTarget.value as EventType | '' })}
        data={[{ value: '', label: words.anyType }, ...types]}
      />
      <Switch
        label={words.violatedOnly}
        checked={chosen.violated}
        onChange={(event) => choose({ violated: event.currentTarget.checked })}
      />
    </Group>
  );
}

function Events({ filter }: { filter: EventFilter }) {
  const words = useEventWords();
  const events = useInfiniteQuery(eventsQuery(filter));
  const columns = useColumns();
  if (events.isPending) return <SkeletonRows rows={8} />;
  if (events.isError) return <ProblemAlert error={events.error} retry={() => void events.refetch()} />;
  const rows = events.data.pages.flatMap(({ results }) => results);
  if (rows.length === 0) {
    return (
      <Paper>
        <EmptyState icon={IconListSearch} title={words.none} hint={words.noneHint} />
      </Paper>
    );
  }
  return (
    <>
      <DataTable
        label={words.log}
        rows={rows}
        rowKey={({ id }) => id}
        columns={columns}
        pager={{ page: 1, page_size: rows.length, count: rows.length, onPage: () => undefined }}
      />
      {events.hasNextPage && (
        <Button
          variant="default"
          style={{ alignSelf: 'center' }}
          loading={events.isFetchingNextPage}
          onClick={() => void events.fetchNextPage()}
        >
          {words.older}
        </Button>
      )}
    </>
  );
}

function useColumns(): Column<PlaybackEvent>[] {
  const words = useEventWords();
  const { rules, seeks, device } = useStaffCaseWords();
  const dates = useDates();
  const { columns } = words;
  return [
    { key: 'at', header: columns.at, cell: ({ occurred_at }) => dates.stamp(occurred_at), width: '12rem' },
    { key: 'student', header: columns.student, cell: ({ student_name }) => student_name },
    {
      key: 'what',
      header: columns.what,
      cell: (row) => [words.types[row.event_type], detailOf(words, row)].filter(Boolean).join(' · '),
    },
    {
      key: 'violation',
      header: columns.violation,
      cell: ({ violation_reason }) =>
        violation_reason === '' ? (
          '–'
        ) : (
          <StatusBadge tone="bad">{words.reasons[violation_reason]}</StatusBadge>
        ),
    },
    {
      key: 'rules',
      header: columns.rules,
      cell: ({ policy_snapshot: { seek, playback_rate } }) => rules(seeks[seek.mode], playback_rate.max),
      phone: 'hide',
    },
    { key: 'device', header: columns.device, cell: ({ device_id }) => device(device_id), phone: 'hide' },
  ];
}

const isPart = (part: unknown): part is [number, number] =>
  Array.isArray(part) && typeof part[0] === 'number' && typeof part[1] === 'number';

/** Where to, or how fast: what a player said with the event. */
function detailOf(words: EventWords, { event_payload }: PlaybackEvent): string {
  const { from, to, rate, parts } = event_payload;
  if (typeof from === 'number' && typeof to === 'number') return words.moved(clockOf(from), clockOf(to));
  if (typeof rate === 'number') return words.rate(rate);
  if (!Array.isArray(parts)) return '';
  return parts
    .filter(isPart)
    .map(([start, end]) => `${clockOf(start)}–${clockOf(end)}`)
    .join(', ');
}
