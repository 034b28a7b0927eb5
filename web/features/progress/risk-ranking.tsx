import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { type Ranked, rankingQuery } from './progress.queries.ts';
import { riskTones } from './risk-tones.ts';
import { useProgressWords } from './words.ts';

/** Who may fall behind next in any lecture of the caller, and what speaks for it: an estimate, not a verdict. */
export function RiskRanking() {
  const { ranking: words } = useProgressWords();
  const ranking = useQuery(rankingQuery);
  const columns = useColumns();
  return (
    <Section title={words.title} lead={words.lead}>
      <QueryView
        query={ranking}
        isEmpty={(rows) => rows.length === 0}
        empty={
          <Text size="sm" c="dimmed">
            {words.nobody}
          </Text>
        }
      >
        {(rows) => (
          <DataTable
            label={words.title}
            rows={rows}
            rowKey={({ enrollment_id }) => enrollment_id}
            link={({ lecture_id }) => ({
              to: '/staff/lectures/$id/progress',
              params: { id: String(lecture_id) },
            })}
            columns={columns}
          />
        )}
      </QueryView>
    </Section>
  );
}

function useColumns(): Column<Ranked>[] {
  const { risk, ranking: words, lecture } = useProgressWords();
  return [
    { key: 'student', header: risk.student, cell: ({ student_name }) => student_name },
    {
      key: 'chance',
      header: words.chance,
      cell: ({ chance }) => `${Math.round(100 * chance)}%`,
      sortBy: ({ chance }) => chance,
      align: 'end',
    },
    { key: 'why', header: words.why, cell: ({ reasons }) => reasons.map(words.reasonOf).join(' · ') },
    {
      key: 'level',
      header: risk.level,
      cell: ({ risk_level }) => (
        <StatusBadge tone={riskTones[risk_level]}>{risk.levels[risk_level]}</StatusBadge>
      ),
    },
    { key: 'lecture', header: lecture, cell: ({ lecture_title }) => lecture_title },
  ];
}
