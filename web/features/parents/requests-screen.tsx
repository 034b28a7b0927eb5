import { Button, Stack, Text } from '@mantine/core';
import { IconMailQuestion } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import type { Column } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { StatusBadge, type Tone } from '../../ui/status-badge.tsx';
import { DecideDialog } from './decide-dialog.tsx';
import { type DeskRequest, openRequestsQuery, requestsQuery } from './desk.queries.ts';
import { useDeskWords } from './desk.words.ts';

const tones: Record<DeskRequest['status'], Tone> = {
  open: 'warn',
  approved: 'ok',
  refused: 'bad',
  withdrawn: 'idle',
};

/** What families ask, what is open on top. */
export function RequestsScreen() {
  const words = useDeskWords();
  const [page, setPage] = useState(1);
  const [deciding, setDeciding] = useState<DeskRequest>();
  const requests = useQuery(requestsQuery(page));
  const open = useQuery(openRequestsQuery).data?.count ?? 0;
  const columns = useColumns(setDeciding);
  return (
    <Page title={words.title} lead={words.lead(open)}>
      <PagedTable
        label={words.title}
        query={requests}
        columns={columns}
        rowKey={({ id }) => id}
        empty={<EmptyState icon={IconMailQuestion} title={words.none} hint={words.noneHint} />}
        {...{ page, pageSize: 50, onPage: setPage }}
      />
      {deciding && <DecideDialog request={deciding} close={() => setDeciding(undefined)} />}
    </Page>
  );
}

function What({ request }: { request: DeskRequest }) {
  const words = useDeskWords();
  const dates = useDates();
  const { kind, date, starts_at, lecture_title, session_title } = request;
  return (
    <Stack gap={0}>
      <span>{words.kinds[kind]}</span>
      <Text size="xs" c="dimmed">
        {[date && dates.day(date), starts_at, lecture_title, session_title].filter(Boolean).join(' · ')}
      </Text>
    </Stack>
  );
}

function Said({ request: { reason, answer, make_up, by_link } }: { request: DeskRequest }) {
  const words = useDeskWords();
  const dates = useDates();
  const notes = [
    answer && `→ ${answer}`,
    make_up?.date && words.makeUpAt(`${dates.day(make_up.date)} ${make_up.starts_at ?? ''}`),
    by_link && words.byLink,
  ].filter(Boolean);
  return (
    <div style={{ overflowWrap: 'anywhere' }}>
      {reason}
      {notes.map((note) => (
        <Text key={String(note)} size="xs" c="dimmed">
          {note}
        </Text>
      ))}
    </div>
  );
}

function useColumns(decide: (request: DeskRequest) => void): Column<DeskRequest>[] {
  const words = useDeskWords();
  const dates = useDates();
  const { columns, statuses } = words;
  return [
    { key: 'student', header: columns.student, cell: ({ student_name }) => student_name, width: '8rem' },
    { key: 'what', header: columns.what, cell: (request) => <What request={request} /> },
    { key: 'reason', header: columns.reason, cell: (request) => <Said request={request} /> },
    {
      key: 'status',
      header: columns.status,
      cell: (request) =>
        request.status === 'open' ? (
          <Button
            size="compact-sm"
            aria-label={words.decideOf(request.student_name)}
            onClick={() => decide(request)}
          >
            {words.decide}
          </Button>
        ) : (
          <StatusBadge tone={tones[request.status]}>{statuses[request.status]}</StatusBadge>
        ),
      width: '8rem',
    },
    { key: 'asked', header: columns.asked, cell: ({ asked_at }) => dates.dateTime(asked_at) },
  ];
}
