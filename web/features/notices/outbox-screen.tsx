import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconAlertTriangle, IconCircleCheck, IconMessage2, IconMoon, IconWallet } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDates } from '../../lib/dates.ts';
import { formatPhone } from '../../lib/numbers.ts';
import { confirmLoss } from '../../ui/confirm.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { PagedTable, useFilteredPage } from '../../ui/paged-table.tsx';
import { StatusBadge, type Tone } from '../../ui/status-badge.tsx';
import {
  type Notice,
  type OutboxFilter,
  outboxQuery,
  type Usage,
  usageQuery,
  useCloseLink,
  useSendAgain,
} from './notices.queries.ts';
import { OutboxFilters } from './outbox-filters.tsx';
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
  const canSend = status === 'failed' || status === 'unsure';
  if (!canSend && !isOpen) return null;
  return (
    <Group gap={4}>
      {canSend && (
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

const addressOf = (recipient: string) => (/^\d+$/.test(recipient) ? formatPhone(recipient) : recipient);

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
      cell: ({ recipient, channel }) => (channel === 'push' ? push : addressOf(recipient)),
      width: '9rem',
    },
    { key: 'status', header: columns.status, cell: (notice) => <State notice={notice} /> },
    { key: 'when', header: columns.when, cell: (one) => dates.dateTime(one.sent_at ?? one.created_at) },
    { key: 'actions', header: '', cell: (notice) => <Actions notice={notice} />, width: '8rem' },
  ];
}

type UsageProps = { usage: Usage; show: (status: 'unsure' | 'failed') => void };

/** What is said before anybody wonders where a message is. */
function UsageNotes({ usage, show }: UsageProps) {
  const words = useNoticeWords();
  const wrong = (['unsure', 'failed'] as const).filter((status) => usage[status] > 0);
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
      {wrong.length > 0 && (
        <Alert color="cinnabar" icon={<IconAlertTriangle size={18} aria-hidden />}>
          <Group gap="md">
            {wrong.map((status) => (
              <Anchor key={status} component="button" type="button" onClick={() => show(status)}>
                {words.wrong[status](usage[status])}
              </Anchor>
            ))}
          </Group>
        </Alert>
      )}
    </Stack>
  );
}

const everything: OutboxFilter = { status: '', channel: '', kind: '', search: '' };
/** A pause in typing: each search reads every message there is. */
const PAUSE_MS = 350;

function Nothing({ filter, showAll }: { filter: OutboxFilter; showAll: () => void }) {
  const words = useNoticeWords();
  if (Object.values(filter).every((part) => part === ''))
    return <EmptyState icon={IconMessage2} title={words.none} hint={words.noneHint} />;
  const { status, ...others } = filter;
  const isFine =
    (status === 'unsure' || status === 'failed') && Object.values(others).every((part) => part === '');
  return (
    <EmptyState
      icon={isFine ? IconCircleCheck : IconMessage2}
      title={isFine ? words.noneWrong : words.noneFound}
      hint={isFine && words.noneWrongHint}
      action={
        <Button variant="default" onClick={showAll}>
          {words.showAll}
        </Button>
      }
    />
  );
}

/** Every message to families, newest first, narrowed at will, and what keeps some of them waiting. */
export function OutboxScreen() {
  const words = useNoticeWords();
  const { filter, setFilter, page, setPage } = useFilteredPage(everything);
  const [search] = useDebouncedValue(filter.search.trim(), PAUSE_MS);
  const notices = useQuery(outboxQuery(page, { ...filter, search }));
  const usage = useQuery(usageQuery).data;
  const columns = useColumns();
  return (
    <Page title={words.title} lead={words.lead[usage?.provider ?? 'log']}>
      {usage && <UsageNotes usage={usage} show={(status) => setFilter({ ...everything, status })} />}
      <OutboxFilters
        filter={filter}
        change={(part) => setFilter({ ...filter, ...part })}
        counts={notices.data?.by_status}
      />
      <PagedTable
        label={words.title}
        query={notices}
        columns={columns}
        rowKey={({ id }) => id}
        empty={<Nothing filter={filter} showAll={() => setFilter(everything)} />}
        {...{ page, pageSize: 50, onPage: setPage }}
      />
    </Page>
  );
}
