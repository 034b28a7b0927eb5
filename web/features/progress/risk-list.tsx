import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { type AtRisk, riskPageSize, riskQuery } from './progress.queries.ts';
import { riskTones } from './risk-tones.ts';
import { useProgressWords } from './words.ts';

/** Who falls behind in any lecture of the caller, the worst first, and why. */
export function RiskList() {
  const { risk: words } = useProgressWords();
  const [page, setPage] = useState(1);
  const risk = useQuery(riskQuery(page));
  const columns = useColumns();
  return (
    <Section title={words.title} lead={words.lead}>
      <QueryView
        query={risk}
        isEmpty={({ count }) => count === 0}
        empty={
          <Text size="sm" c="dimmed">
            {words.nobody}
          </Text>
        }
      >
        {({ results, count }) => (
          <DataTable
            label={words.title}
            rows={results}
            rowKey={({ id }) => id}
            link={({ lecture_id }) => ({
              to: '/staff/lectures/$id/progress',
              params: { id: String(lecture_id) },
            })}
            columns={columns}
            pager={{ page, page_size: riskPageSize, count, onPage: setPage }}
          />
        )}
      </QueryView>
    </Section>
  );
}

function useColumns(): Column<AtRisk>[] {
  const { risk: words, lecture } = useProgressWords();
  const dates = useDates();
  return [
    { key: 'student', header: words.student, cell: ({ student_name }) => student_name },
    {
      key: 'level',
      header: words.level,
      cell: ({ risk_level }) => (
        <StatusBadge tone={riskTones[risk_level]}>{words.levels[risk_level]}</StatusBadge>
      ),
    },
    { key: 'why', header: words.why, cell: (row) => words.reasonOf(row) },
    { key: 'lecture', header: lecture, cell: ({ lecture_title }) => lecture_title },
    {
      key: 'since',
      header: words.since,
      cell: ({ risk_since }) => (risk_since ? dates.day(risk_since) : '–'),
      align: 'end',
    },
  ];
}
