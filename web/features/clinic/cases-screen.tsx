import { NativeSelect, Paper, Stack, Text } from '@mantine/core';
import { IconHeartHandshake } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { riskTones } from '../progress/risk-tones.ts';
import { useCaseWords } from './case.words.ts';
import { casesQuery, type RiskCase } from './clinic.queries.ts';
import { runOf } from './risk-run.ts';
import { useClinicWords } from './words.ts';

/** Who looks after the students at risk; what is due first comes first. */
export function CasesScreen() {
  const words = useCaseWords();
  const { filter } = useClinicWords();
  const [isOpen, setOpen] = useState(true);
  const cases = useQuery(casesQuery(isOpen));
  const columns = useColumns();
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {words.lead}
      </Text>
      <NativeSelect
        aria-label={filter}
        value={isOpen ? 'open' : 'closed'}
        maw="12rem"
        onChange={({ currentTarget }) => setOpen(currentTarget.value === 'open')}
        data={(['open', 'closed'] as const).map((value) => ({ value, label: words.filters[value] }))}
      />
      <QueryView
        query={cases}
        isEmpty={({ count }) => count === 0}
        empty={
          <Paper>
            <EmptyState icon={IconHeartHandshake} title={words.none} hint={words.noneHint} />
          </Paper>
        }
      >
        {({ results }) => (
          <DataTable
            label={words.lead}
            rows={results}
            rowKey={({ id }) => id}
            link={({ id }) => ({ to: '/staff/clinic/cases/$id', params: { id: String(id) } })}
            columns={columns}
          />
        )}
      </QueryView>
    </Stack>
  );
}

function useColumns(): Column<RiskCase>[] {
  const words = useCaseWords();
  const dates = useDates();
  return [
    { key: 'student', header: words.student, cell: ({ student_name }) => student_name },
    {
      key: 'level',
      header: words.level,
      cell: ({ risk_level, outcome }) =>
        outcome ? (
          <StatusBadge tone="idle">{words.outcomes[outcome]}</StatusBadge>
        ) : (
          <StatusBadge tone={riskTones[risk_level]}>{words.levels[risk_level]}</StatusBadge>
        ),
    },
    {
      key: 'why',
      header: words.why,
      cell: (row) => (
        <div>
          {words.reasonOf(row.rule, runOf(row))}
          {row.never_signed_in && (
            <Text size="xs" c="dimmed">
              {words.never}
            </Text>
          )}
        </div>
      ),
    },
    { key: 'lecture', header: words.lecture, cell: ({ lecture_title }) => lecture_title },
    { key: 'owner', header: words.owner, cell: ({ owner_name }) => owner_name ?? words.noOwner },
    { key: 'contacts', header: words.contacts, cell: (row) => words.contactCount(row.contact_count) },
    {
      key: 'due',
      header: words.due,
      cell: ({ due_on, closed_at }) =>
        closed_at === null && due_on < dates.today() ? (
          <StatusBadge tone="bad">{dates.day(due_on)}</StatusBadge>
        ) : (
          dates.day(due_on)
        ),
      align: 'end',
    },
  ];
}
