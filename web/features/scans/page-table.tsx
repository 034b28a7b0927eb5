import { Button, Paper, Text } from '@mantine/core';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { StatusBadge, type Tone } from '../../ui/status-badge.tsx';
import type { ScanDetail, ScanPage } from './scans.queries.ts';
import { isWaiting, type PageState, pageStates, stateOf } from './scans.rules.ts';
import { type ScanWords, useScanWords } from './words.ts';

const tones: Record<PageState, Tone> = {
  read: 'ok',
  check: 'warn',
  unknown: 'bad',
  duplicate: 'bad',
  blank: 'idle',
  aside: 'idle',
};

/** What there is to say of a page beside its state. */
export function whyOf(words: ScanWords, page: ScanPage): string {
  if (page.status === 'assigned') return page.to_check > 0 ? words.toCheck(page.to_check) : '';
  if (stateOf(page) === 'blank') return '';
  const reason = words.reasons[page.reason] ?? page.reason;
  const number = page.number && isWaiting(page) ? words.numberRead(page.number) : '';
  return [reason, number].filter(Boolean).join(' · ');
}

function useColumns(open: (id: number) => void): Column<ScanPage>[] {
  const words = useScanWords();
  const { columns } = words;
  return [
    {
      key: 'place',
      header: columns.place,
      cell: ({ place }) => words.place(place),
      sortBy: ({ place }) => place,
      width: '6rem',
    },
    {
      key: 'student',
      header: columns.student,
      cell: ({ student_name }) => student_name ?? '–',
      sortBy: ({ student_name }) => student_name,
    },
    {
      key: 'state',
      header: columns.state,
      cell: (page) => <StatusBadge tone={tones[stateOf(page)]}>{words.states[stateOf(page)]}</StatusBadge>,
      sortBy: (page) => pageStates.indexOf(stateOf(page)),
    },
    { key: 'why', header: columns.why, cell: (page) => whyOf(words, page) || '–' },
    {
      key: 'action',
      header: columns.action,
      align: 'end',
      cell: (page) =>
        page.image_url && (
          <Button
            size="compact-sm"
            variant={isWaiting(page) ? 'light' : 'default'}
            aria-label={isWaiting(page) ? words.decideOn(page.place) : words.lookAt(page.place)}
            onClick={() => open(page.id)}
          >
            {isWaiting(page) ? words.decide : words.look}
          </Button>
        ),
    },
  ];
}

type Props = { scan: ScanDetail; filter: PageState | 'all'; open: (page_id: number) => void };

/** The pages of a scan in their order, or those of one kind. */
export function PageTable({ scan, filter, open }: Props) {
  const words = useScanWords();
  const columns = useColumns(open);
  const pages = scan.pages.filter((page) => filter === 'all' || stateOf(page) === filter);
  if (pages.length === 0)
    return (
      <Paper p="lg">
        <Text c="dimmed">{words.noPages}</Text>
      </Paper>
    );
  return <DataTable label={words.pages} rows={pages} rowKey={({ id }) => id} columns={columns} />;
}
