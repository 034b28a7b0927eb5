import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { IconMessage2, IconMoon, IconWallet } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { confirmLoss } from '../../ui/confirm.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { StatusBadge, type Tone } from '../../ui/status-badge.tsx';
import {
  type Notice,
  outboxQuery,
  type Usage,
  usageQuery,
  useCloseLink,
  useSendAgain,
} from './notices.queries.ts';
import { useNoticeWords } from './words.ts';

const tones: Record<Notice['status'], Tone> = {
  queued: 'busy',
  sending: 'busy',
  sent: 'ok',
  failed: 'bad',
  unsure: 'warn',
  withdrawn: 'idle',
};

function State({ notice }: { notice: Notice }) {
  const words = useNoticeWords();
  const { status, waits_for, reason } = notice;
  const why =
    (status === 'queued' && waits_for && words.waits[waits_for]) || (reason && words.reasons[reason]);
  return (
    <Stack gap={4} align="flex-start">
      <StatusBadge tone={tones[status]}>{words.statuses[status]}</StatusBadge>
      {why && (
        <Text size="xs" c="dimmed">
          {why}
        </Text>
      )}
    </Stack>
  );
}

function Actions({ notice: { id, status, link } }: { notice: Notice }) {
  const words = useNoticeWords();
  const again = useSendAgain();
  const close = useCloseLink();
  const onClose = async () => {
    const { closeTitle: title, closeLoses: loses, close: action } = words;
    if (await confirmLoss({ title, loses, action })) close.mutate(id);
  };
  const isOpen = link && !link.revoked_at && new Date(link.expires_at) > new Date();
  return (
    <Group gap={4}>
      {(status === 'failed' || status === 'unsure') && (
        <Button
          size="compact-sm"
          variant="default"
          loading={again.isPending}
          onClick={() => again.mutate(id)}
        >
          {words.again}
        </Button>
      )}
      {isOpen && (
        <Button size="compact-sm" variant="default" loading={close.isPending} onClick={() => void onClose()}>
          {words.close}
        </Button>
      )}
    </Group>
  );
}

function LinkNote({ link }: Pick<Notice, 'link'>) {
  const words = useNoticeWords();
  const note = link?.revoked_at ? words.closed : link?.opened_at ? words.opened : undefined;
  return note ? (
    <Text size="xs" c="dimmed">
      {note}
    </Text>
  ) : null;
}

function useColumns(): Column<Notice>[] {
  const { columns, push, unsureHint } = useNoticeWords();
  const dates = useDates();
  return [
    {
      key: 'text',
      header: columns.text,
      cell: (notice) => (
        <div style={{ overflowWrap: 'anywhere' }}>
          {notice.text}
          <LinkNote link={notice.link} />
          {notice.status === 'unsure' && (
            <Text size="xs" c="dimmed">
              {unsureHint}
            </Text>
          )}
          {notice.status === 'failed' && notice.last_error && (
            <Text size="xs" c="dimmed" lineClamp={2}>
              {notice.last_error}
            </Text>
          )}
        </div>
      ),
    },
    {
      key: 'recipient',
      header: columns.recipient,
      cell: ({ recipient, channel }) => (channel === 'push' ? push : recipient),
      width: '9rem',
    },
    { key: 'status', header: columns.status, cell: (notice) => <State notice={notice} /> },
    { key: 'when', header: columns.when, cell: (one) => dates.dateTime(one.sent_at ?? one.created_at) },
    { key: 'actions', header: '', cell: (notice) => <Actions notice={notice} />, width: '8rem' },
  ];
}

/** What is said before anybody wonders where a message is. */
function UsageNotes({ usage }: { usage: Usage }) {
  const words = useNoticeWords();
  const wrong = usage.failed + usage.unsure;
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Text size="sm" c="dimmed">
          {words.used(usage.today, usage.month)}{' '}
          {usage.budget_day !== null && words.ofBudget(usage.budget_day)}
        </Text>
        <Anchor component={Link} to="/admin/settings" size="sm">
          {words.toSettings}
        </Anchor>
      </Group>
      {usage.waiting_for_budget > 0 && (
        <Alert color="gardenia" icon={<IconWallet size={18} aria-hidden />}>
          {words.budgetOut(usage.waiting_for_budget)}
        </Alert>
      )}
      {usage.waiting_for_morning > 0 && (
        <Alert color="gray" icon={<IconMoon size={18} aria-hidden />}>
          {words.morning(usage.waiting_for_morning)}
        </Alert>
      )}
      {wrong > 0 && <Alert color="cinnabar">{words.wrong(wrong)}</Alert>}
    </Stack>
  );
}

/** Every message to families, newest first, and what keeps some of them waiting. */
export function OutboxScreen() {
  const words = useNoticeWords();
  const [page, setPage] = useState(1);
  const notices = useQuery(outboxQuery(page));
  const usage = useQuery(usageQuery).data;
  const columns = useColumns();
  return (
    <Page title={words.title} lead={words.lead[usage?.provider ?? 'log']}>
      {usage && <UsageNotes usage={usage} />}
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
