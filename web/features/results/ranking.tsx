import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { ResultDialog } from './result-dialog.tsx';
import styles from './results.module.css';
import type { ExamResults, Result } from './results.queries.ts';
import { Verdict } from './verdict.tsx';
import { useResultWords } from './words.ts';

function useColumns(open: (result: Result) => void): Column<Result>[] {
  const words = useResultWords();
  return [
    {
      key: 'student',
      header: words.student,
      cell: (result) => (
        <Button size="compact-sm" variant="subtle" mx={-8} onClick={() => open(result)}>
          {result.student_name}
        </Button>
      ),
      sortBy: ({ student_name }) => student_name,
      width: '16rem',
    },
    {
      key: 'rank',
      header: words.rank,
      cell: ({ rank }) => rank,
      sortBy: ({ rank }) => rank,
      align: 'end',
      width: '5rem',
    },
    {
      key: 'score',
      header: words.score,
      cell: ({ total_score, max_score }) => <strong>{words.of(total_score, max_score)}</strong>,
      sortBy: ({ total_score }) => total_score,
      align: 'end',
      width: '8rem',
    },
    {
      key: 'verdict',
      header: words.verdict,
      cell: ({ passed, retest_score, unsure_count }) => (
        <Group gap={6}>
          <Verdict {...{ passed, retest_score }} />
          {unsure_count > 0 && <StatusBadge tone="warn">{words.unsure(unsure_count)}</StatusBadge>}
        </Group>
      ),
      sortBy: ({ passed }) => (passed ? 1 : 0),
    },
    {
      key: 'percentile',
      header: words.percentile,
      cell: ({ percentile }) => (percentile === null ? '–' : Math.round(percentile)),
      align: 'end',
      phone: 'hide',
    },
    {
      key: 'attempts',
      header: words.attempts,
      cell: ({ attempt_number, attempt_count }) => words.attemptOf(attempt_number, attempt_count),
      align: 'end',
      phone: 'hide',
    },
  ];
}

/** Everybody who has a result, the best first, and by name who has none. */
export function Ranking({ exam_id, found: { results, absent } }: { exam_id: number; found: ExamResults }) {
  const words = useResultWords();
  const [opened, open] = useState<Result>();
  const columns = useColumns(open);
  return (
    <>
      <DataTable
        label={words.views.ranking}
        rows={results}
        rowKey={({ enrollment_id }) => enrollment_id}
        columns={columns}
      />
      {absent.length > 0 && (
        <details>
          <summary>
            <Text span size="sm" fw={600}>
              {words.absent(absent.length)}
            </Text>
          </summary>
          <p className={styles.absent}>
            {absent.map(({ student_name }) => student_name).join(', ')} – {words.absentHint}
          </p>
        </details>
      )}
      {opened && <ResultDialog exam_id={exam_id} result={opened} close={() => open(undefined)} />}
    </>
  );
}
