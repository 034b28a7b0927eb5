import { Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { DataTable } from '../../ui/data-table.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { CellBadge } from '../video/cell-badge.tsx';
import type { Preview } from './policy.queries.ts';
import { usePolicyWords } from './policy.words.ts';
import { riskTones } from './risk-tones.ts';
import { useProgressWords } from './words.ts';

/** Whose verdicts and risk a draft would change. */
export function PolicyPreview({ preview }: { preview: Preview }) {
  const words = usePolicyWords();
  return (
    <Stack gap="sm">
      <div role="status">
        <Text fw={700}>{words.cells(preview.cells.length)}</Text>
        <Text size="sm" c="dimmed">
          {[
            words.turns(preview.now_complete, preview.now_incomplete),
            words.risks(preview.risks.length),
            words.messages(preview.messages),
          ].join(' · ')}
        </Text>
      </div>
      {preview.risks.length > 0 && <Risks risks={preview.risks} />}
      {preview.cells.length > 0 && <Cells cells={preview.cells} />}
    </Stack>
  );
}

/** So many lines are found by looking. */
const FEW = 20;

function Cells({ cells }: { cells: Preview['cells'] }) {
  const words = usePolicyWords();
  const { makeUp, sessionOf } = useProgressWords();
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const table = (
    <DataTable
      label={words.cells(cells.length)}
      rows={cells.filter(({ student_name }) => student_name.toLowerCase().includes(wanted))}
      rowKey={({ enrollment_id, session_id }) => `${enrollment_id}:${session_id}`}
      columns={[
        { key: 'student', header: words.student, cell: ({ student_name }) => student_name },
        {
          key: 'session',
          header: words.session,
          cell: ({ regular_order, session_title }) =>
            `${regular_order === null ? makeUp : sessionOf(regular_order)} · ${session_title}`,
        },
        { key: 'before', header: words.before, cell: ({ before }) => <CellBadge state={before.state} /> },
        { key: 'after', header: words.after, cell: ({ after }) => <CellBadge state={after.state} /> },
      ]}
    />
  );
  if (cells.length <= FEW) return table;
  return (
    <>
      <SearchField label={words.find} value={search} search={setSearch} />
      {table}
    </>
  );
}

function Risks({ risks }: { risks: Preview['risks'] }) {
  const words = usePolicyWords();
  const { risk } = useProgressWords();
  const badge = (level: keyof typeof riskTones) => (
    <StatusBadge tone={riskTones[level]}>{risk.levels[level]}</StatusBadge>
  );
  return (
    <DataTable
      label={words.risks(risks.length)}
      rows={risks}
      rowKey={({ enrollment_id }) => enrollment_id}
      columns={[
        { key: 'student', header: words.student, cell: ({ student_name }) => student_name },
        { key: 'before', header: words.before, cell: ({ before }) => badge(before) },
        { key: 'after', header: words.after, cell: ({ after }) => badge(after) },
      ]}
    />
  );
}
