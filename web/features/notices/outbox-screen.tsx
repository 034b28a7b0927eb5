import type { Output } from '@seodang/contract/call.ts';
import { outbox } from '@seodang/contract/notices.ts';
import { IconMessage2 } from '@tabler/icons-react';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { useDates } from '../../lib/dates.ts';
import type { Column } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { StatusBadge, type Tone } from '../../ui/status-badge.tsx';
import { useNoticeWords } from './words.ts';

type Notice = Output<typeof outbox>['results'][number];
const tones: Record<Notice['status'], Tone> = {
  queued: 'busy',
  sent: 'ok',
  failed: 'bad',
  withdrawn: 'idle',
};
const outboxQuery = (page: number) =>
  queryOptions({
    queryKey: ['notices', page],
    queryFn: () => call(outbox, { querystring: { page } }),
    placeholderData: keepPreviousData,
  });

function useColumns(): Column<Notice>[] {
  const { columns, statuses } = useNoticeWords();
  const dates = useDates();
  return [
    { key: 'text', header: columns.text, cell: ({ text }) => text },
    { key: 'recipient', header: columns.recipient, cell: ({ recipient }) => recipient, width: '9rem' },
    {
      key: 'status',
      header: columns.status,
      cell: ({ status }) => <StatusBadge tone={tones[status]}>{statuses[status]}</StatusBadge>,
    },
    { key: 'when', header: columns.when, cell: (one) => dates.dateTime(one.sent_at ?? one.created_at) },
  ];
}

/** Every message to families, newest first. */
export function OutboxScreen() {
  const words = useNoticeWords();
  const [page, setPage] = useState(1);
  const notices = useQuery(outboxQuery(page));
  const columns = useColumns();
  return (
    <Page title={words.title} lead={words.lead}>
      <PagedTable
        label={words.title}
        query={notices}
        columns={columns}
        rowKey={({ id }) => id}
        empty={<EmptyState icon={IconMessage2} title={words.none} hint={words.noneHint} />}
        {...{ page, pageSize: 50, onPage: setPage }}
      />
    </Page>
  );
}
