import { Group, Paper, Stack, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { type Preview, type Proposal, policyPreviewQuery } from './audience.queries.ts';
import styles from './policy.module.css';
import { usePolicyWords } from './policy.words.ts';
import { verdictText } from './verdict-text.ts';

type Row = Preview['students'][number];

/** Whom a proposal concerns; nothing is asked for one that says nothing. */
export function useImpact(id: number, proposal: Proposal) {
  const asked = useDeferredValue(proposal);
  const isBare = Object.keys(proposal).length === 0;
  const preview = useQuery({ ...policyPreviewQuery(id, asked), enabled: !isBare });
  return {
    preview,
    isBare,
    isSure: !isBare && asked === proposal && preview.isSuccess && !preview.isPlaceholderData,
  };
}

type Props = { preview: UseQueryResult<Preview>; isBare: boolean };

/** "23명 중 4명 시청 중, 2명 판정 변경", and who they are. */
export function PolicyImpact({ preview, isBare }: Props) {
  const words = usePolicyWords();
  if (isBare) {
    return (
      <Text size="sm" c="dimmed">
        {words.unchanged}
      </Text>
    );
  }
  if (preview.isError) return <ProblemAlert error={preview.error} retry={() => void preview.refetch()} />;
  const { data } = preview;
  return (
    <Paper p="sm" bg="var(--hover)">
      <Stack gap="xs">
        <Group gap="xs" wrap="nowrap" align="flex-start" role="status" aria-live="polite">
          <IconUsers size={18} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
          <div>
            <Text fw={700} size="sm">
              {data ? words.impact(data.total, data.watching, data.changed) : words.asking}
            </Text>
            {data && (
              <Text size="xs" c="dimmed">
                {hintOf(words, data)}
              </Text>
            )}
          </div>
        </Group>
        {data && data.students.length > 0 && (
          <div className={styles.short}>
            <Concerned rows={watchingFirst(data.students)} />
          </div>
        )}
      </Stack>
    </Paper>
  );
}

const watchingFirst = (rows: readonly Row[]) =>
  rows.toSorted((a, b) => Number(b.watching_now) - Number(a.watching_now));

function hintOf(words: ReturnType<typeof usePolicyWords>, { students }: Preview): string {
  if (students.length === 0) return words.nobody;
  const out = students.filter(
    ({ watching_now, changes, after }) => watching_now && changes && after.reason !== null,
  );
  return out.length > 0 ? words.hintKeptOut(out.length) : words.hint;
}

function Concerned({ rows }: { rows: readonly Row[] }) {
  const words = usePolicyWords();
  const columns: Column<Row>[] = [
    {
      key: 'student',
      header: words.columns.student,
      cell: ({ student_name }) => student_name,
      sortBy: ({ student_name }) => student_name,
    },
    {
      key: 'now',
      header: words.columns.now,
      cell: ({ watching_now }) =>
        watching_now ? <StatusBadge tone="busy">{words.watching}</StatusBadge> : '–',
      sortBy: ({ watching_now }) => !watching_now,
    },
    { key: 'before', header: words.columns.before, cell: ({ before }) => verdictText(words, before) },
    {
      key: 'after',
      header: words.columns.after,
      cell: ({ changes, after }) => (changes ? <strong>{verdictText(words, after)}</strong> : words.same),
      sortBy: ({ changes }) => !changes,
    },
  ];
  return (
    <DataTable label={words.whom} rows={rows} rowKey={({ enrollment }) => enrollment} columns={columns} />
  );
}
