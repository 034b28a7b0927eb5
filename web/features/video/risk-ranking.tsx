import { Anchor, Button, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useDates } from '../../lib/dates.ts';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { type Range, type RiskRow, riskQuery } from './events.queries.ts';
import { useEventWords } from './events.words.ts';
import { Timeline } from './staff-case-screen.tsx';
import { caseQuery } from './staff-cases.queries.ts';
import { CaseState } from './staff-cases-screen.tsx';

/** The students of a video by the score of what their players reported, each with the evidence of their case. */
export function RiskRanking({ video, range }: { video: number; range: Range }) {
  const words = useEventWords();
  const risk = useQuery(riskQuery(video, range));
  const [opened, setOpened] = useState<RiskRow>();
  const columns = useColumns(setOpened);
  return (
    <Section title={words.risk} lead={words.riskLead}>
      <QueryView
        query={risk}
        isEmpty={(rows) => rows.length === 0}
        empty={
          <Text size="sm" c="dimmed">
            {words.riskNone}
          </Text>
        }
      >
        {(rows) => (
          <DataTable
            label={words.risk}
            rows={rows}
            rowKey={({ enrollment_id }) => enrollment_id}
            columns={columns}
          />
        )}
      </QueryView>
      {opened && <Evidence row={opened} close={() => setOpened(undefined)} />}
    </Section>
  );
}

function useColumns(open: (row: RiskRow) => void): Column<RiskRow>[] {
  const words = useEventWords();
  const dates = useDates();
  const { columns } = words;
  return [
    { key: 'student', header: columns.student, cell: ({ student_name }) => student_name },
    {
      key: 'score',
      header: columns.score,
      cell: ({ score }) => <strong>{score}</strong>,
      sortBy: ({ score }) => score,
      align: 'end',
    },
    {
      key: 'counts',
      header: columns.counts,
      cell: ({ danger, warn, info }) => words.counts(danger, warn, info),
      sortBy: ({ danger }) => danger,
      align: 'end',
    },
    {
      key: 'last',
      header: columns.last,
      cell: ({ last_occurred_at }) => (last_occurred_at ? dates.dateTime(last_occurred_at) : '–'),
      sortBy: ({ last_occurred_at }) => last_occurred_at,
      phone: 'hide',
    },
    {
      key: 'case',
      header: columns.case,
      cell: ({ case_id, case_state }) =>
        case_id === null ? words.noCase : case_state ? <CaseState state={case_state} /> : words.closed,
    },
    {
      key: 'timeline',
      header: words.timeline,
      cell: (row) =>
        row.case_id === null ? (
          '–'
        ) : (
          <Button size="compact-xs" variant="default" onClick={() => open(row)}>
            {words.timeline}
          </Button>
        ),
    },
  ];
}

function Evidence({ row, close }: { row: RiskRow; close: () => void }) {
  const words = useEventWords();
  const { actions } = useCoreWords();
  const found = useQuery(caseQuery(row.case_id ?? 0));
  return (
    <Modal
      opened
      onClose={close}
      title={words.timelineOf(row.student_name)}
      size="min(70rem, 95vw)"
      closeButtonProps={{ 'aria-label': actions.close }}
    >
      <QueryView query={found}>
        {({ id, timeline }) => (
          <Stack gap="sm">
            <Timeline timeline={timeline} />
            <Anchor
              size="sm"
              renderRoot={(props) => <Link to="/staff/cases/$id" params={{ id: String(id) }} {...props} />}
            >
              {words.openCase}
            </Anchor>
          </Stack>
        )}
      </QueryView>
    </Modal>
  );
}
