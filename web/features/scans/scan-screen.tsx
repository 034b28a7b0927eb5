import { Alert, Anchor, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { IconChevronLeft, IconStack2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { WrittenLeft } from '../exams/written-left.tsx';
import { PageTable } from './page-table.tsx';
import { ScanAlarms } from './scan-alarms.tsx';
import styles from './scans.module.css';
import { doubtsQuery, type ScanDetail, type ScanPage, scanQuery } from './scans.queries.ts';
import { countsOf, failureIn, isWaiting, type PageState, pageStates } from './scans.rules.ts';
import { ReviewLink } from './scans-panel.tsx';
import { SortDialog } from './sort-dialog.tsx';
import { useScanWords } from './words.ts';

/** Each page as a small square as soon as it is read. */
function Strip({ seen }: { seen: ScanDetail['seen'] }) {
  return (
    <div className={styles.strip} aria-hidden>
      {seen.map((glimpse, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: its place in the scan is what a page is known by
        <i key={at} data-state={glimpse} />
      ))}
    </div>
  );
}

function Reading({ scan }: { scan: ScanDetail }) {
  const words = useScanWords();
  return (
    <Paper p="lg">
      <Stack gap="md">
        <ProgressBar
          label={scan.stage ? words.reading : words.queued}
          done={scan.stage ? scan.progress : undefined}
          detail={scan.stage && words.readOf(scan.stage)}
        />
        <Strip seen={scan.seen} />
      </Stack>
    </Paper>
  );
}

type Filter = PageState | 'all';
type CountsProps = { pages: readonly ScanPage[]; filter: Filter; choose: (filter: Filter) => void };

/** How many pages there are of each kind; pressing a number shows those. */
function Counts({ pages, filter, choose }: CountsProps) {
  const words = useScanWords();
  const counts = countsOf(pages);
  const shown = pageStates.filter((state) => counts[state] > 0 || ['read', 'check'].includes(state));
  const tiles: { value: Filter; count: number; label: string }[] = [
    { value: 'all', count: pages.length, label: words.all },
    ...shown.map((value) => ({ value, count: counts[value], label: words.states[value] })),
  ];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row of tiles everywhere
    <div className={styles.counts} role="group" aria-label={words.filter}>
      {tiles.map(({ value, count, label }) => (
        <button
          key={value}
          type="button"
          data-state={value}
          aria-pressed={filter === value}
          onClick={() => choose(value)}
        >
          <strong>{count}</strong>
          <span>{label}</span>
        </button>
      ))}
    </div>
  );
}

function Missing({ missing }: Pick<ScanDetail, 'missing'>) {
  const words = useScanWords();
  if (missing.length === 0)
    return (
      <div>
        <StatusBadge tone="ok">{words.nothingMissing}</StatusBadge>
      </div>
    );
  return (
    <details className={styles.missing}>
      <summary>{words.missing(missing.length)}</summary>
      <Text size="sm" c="dimmed">
        {missing.map(({ student_name }) => student_name).join(', ')}
      </Text>
    </details>
  );
}

function Read({ scan }: { scan: ScanDetail }) {
  const words = useScanWords();
  const [filter, choose] = useState<Filter>('all');
  const [opened, open] = useState<number>();
  const doubts = useQuery(doubtsQuery(scan.exam_id)).data?.count ?? 0;
  const first = scan.pages.find(isWaiting);
  return (
    <Stack gap="md">
      <ScanAlarms scan={scan} />
      <WrittenLeft exam_id={scan.exam_id} />
      <Group justify="space-between" gap="sm">
        <Counts pages={scan.pages} filter={filter} choose={choose} />
        <Group gap="xs">
          {first && (
            <Button
              variant={doubts > 0 ? 'default' : 'filled'}
              leftSection={<IconStack2 size={18} aria-hidden />}
              onClick={() => open(first.id)}
            >
              {words.sortPages(scan.waiting)}
            </Button>
          )}
          <ReviewLink exam_id={scan.exam_id} count={doubts} />
        </Group>
      </Group>
      <Missing missing={scan.missing} />
      <PageTable key={filter} scan={scan} filter={filter} open={open} />
      {opened !== undefined && (
        <SortDialog scan={scan} page_id={opened} open={open} close={() => open(undefined)} />
      )}
    </Stack>
  );
}

function Failed({ scan }: { scan: ScanDetail }) {
  const words = useScanWords();
  return (
    <Alert color="cinnabar" title={words.failed}>
      {failureIn(words.failures, scan.error_message)} {words.failedHint}
    </Alert>
  );
}

/** One scan of a class: how far it is, what became of each page, and what waits for a person. */
export function ScanScreen({ exam_id, id }: { exam_id: number; id: number }) {
  const words = useScanWords();
  const dates = useDates();
  const scan = useQuery(scanQuery(id));
  return (
    <Stack gap="md">
      <Group gap="sm">
        <Anchor
          size="sm"
          className={styles.back ?? ''}
          renderRoot={(props) => (
            <Link to="/staff/exams/$id/scans" params={{ id: String(exam_id) }} {...props} />
          )}
        >
          <IconChevronLeft size={16} aria-hidden /> {words.back}
        </Anchor>
        <Text size="sm" c="dimmed">
          {scan.data && words.scanAt(dates.dateTime(scan.data.created_at))}
        </Text>
      </Group>
      <QueryView query={scan}>
        {(found) => {
          if (found.status === 'reading') return <Reading scan={found} />;
          return found.status === 'failed' ? <Failed scan={found} /> : <Read scan={found} />;
        }}
      </QueryView>
    </Stack>
  );
}
