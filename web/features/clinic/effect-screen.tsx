import { Paper, Stack, Text } from '@mantine/core';
import { IconTrendingUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { type Effect, effectQuery } from './clinic.queries.ts';
import { useEffectWords } from './effect.words.ts';
import { useClinicWords } from './words.ts';

/** What clinics did to the scores, by cause and teacher. */
export function EffectScreen() {
  const words = useEffectWords();
  const effect = useQuery(effectQuery);
  const columns = useColumns();
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {words.lead}
      </Text>
      <QueryView
        query={effect}
        isEmpty={({ results }) => results.length === 0}
        empty={
          <Paper>
            <EmptyState icon={IconTrendingUp} title={words.none} hint={words.noneHint} />
          </Paper>
        }
      >
        {({ results }) => (
          <DataTable
            label={words.lead}
            rows={results}
            rowKey={({ cause, teacher_id }) => `${cause} ${teacher_id}`}
            columns={columns}
          />
        )}
      </QueryView>
    </Stack>
  );
}

function useColumns(): Column<Effect>[] {
  const words = useEffectWords();
  const { causes } = useClinicWords();
  return [
    { key: 'cause', header: words.cause, cell: ({ cause }) => causes[cause] },
    { key: 'teacher', header: words.teacher, cell: ({ teacher_name }) => teacher_name ?? words.noTeacher },
    { key: 'closed', header: words.closed, cell: ({ closed }) => words.count(closed), align: 'end' },
    { key: 'reopened', header: words.reopened, cell: ({ reopened }) => words.count(reopened), align: 'end' },
    {
      key: 'points',
      header: words.points,
      cell: ({ points_gained }) => (points_gained === null ? '–' : words.pointsOf(points_gained)),
      align: 'end',
    },
    {
      key: 'hours',
      header: words.hours,
      cell: ({ hours_to_close }) => (hours_to_close === null ? '–' : words.hoursOf(hours_to_close)),
      align: 'end',
    },
  ];
}
