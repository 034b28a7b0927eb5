import { Button, Checkbox, Group, SegmentedControl, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { type StudentPolicy, studentPoliciesQuery } from './audience.queries.ts';
import { usePolicyWords } from './policy.words.ts';
import { StudentRulesDialog } from './student-rules-dialog.tsx';
import { verdictText } from './verdict-text.ts';

const kinds = ['all', 'set', 'out'] as const;
type Kind = (typeof kinds)[number];

const isOf: Record<Kind, (row: StudentPolicy) => boolean> = {
  all: () => true,
  set: ({ is_override }) => is_override,
  out: ({ verdict }) => verdict.reason !== null,
};

/** The students of a video with what holds for each; what is chosen is changed together. */
export function StudentRules({ id, mayChange }: { id: number; mayChange: boolean }) {
  const words = usePolicyWords();
  const students = useQuery(studentPoliciesQuery(id));
  return (
    <QueryView
      query={students}
      isEmpty={(rows) => rows.length === 0}
      empty={<EmptyState title={words.none} />}
    >
      {(rows) => <Chooser id={id} rows={rows} mayChange={mayChange} />}
    </QueryView>
  );
}

type Props = { id: number; rows: readonly StudentPolicy[]; mayChange: boolean };

function Chooser({ id, rows, mayChange }: Props) {
  const words = usePolicyWords();
  const [search, setSearch] = useState('');
  const [kind, setKind] = useState<Kind>('all');
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [isOpen, setOpen] = useState(false);
  const wanted = useDeferredValue(search.trim().toLowerCase());
  const shown = rows.filter((row) => isOf[kind](row) && row.student_name.toLowerCase().includes(wanted));
  const put = (ids: readonly number[], isIn: boolean) =>
    setChosen((before) => {
      const after = new Set(before);
      for (const one of ids) isIn ? after.add(one) : after.delete(one);
      return after;
    });
  const columns = useColumns({ mayChange, chosen, put });
  const ids = shown.map(({ enrollment }) => enrollment);
  const count = ids.filter((one) => chosen.has(one)).length;
  return (
    <>
      <Group gap="sm">
        <SearchField label={words.search} value={search} search={setSearch} />
        <SegmentedControl
          aria-label={words.which}
          value={kind}
          onChange={setKind}
          data={kinds.map((value) => ({ value, label: words.filters[value] }))}
        />
      </Group>
      {mayChange && (
        <Group justify="space-between" gap="sm">
          <Checkbox
            label={words.chooseAll(ids.length)}
            checked={count > 0 && count === ids.length}
            indeterminate={count > 0 && count < ids.length}
            disabled={ids.length === 0}
            onChange={(event) => put(ids, event.currentTarget.checked)}
          />
          <Button disabled={chosen.size === 0} onClick={() => setOpen(true)}>
            {words.choose(chosen.size)}
          </Button>
        </Group>
      )}
      {shown.length === 0 ? (
        <Text c="dimmed" size="sm">
          {words.noneFound}
        </Text>
      ) : (
        <DataTable
          label={words.ofStudents}
          rows={shown}
          rowKey={({ enrollment }) => enrollment}
          columns={columns}
        />
      )}
      {isOpen && (
        <StudentRulesDialog
          id={id}
          enrollments={[...chosen]}
          close={() => setOpen(false)}
          done={() => setChosen(new Set())}
        />
      )}
    </>
  );
}

type Choosing = {
  mayChange: boolean;
  chosen: ReadonlySet<number>;
  put: (ids: readonly number[], isIn: boolean) => void;
};

function useColumns({ mayChange, chosen, put }: Choosing): Column<StudentPolicy>[] {
  const words = usePolicyWords();
  return [
    {
      key: 'student',
      header: words.columns.student,
      cell: ({ enrollment, student_name }) =>
        mayChange ? (
          <Checkbox
            label={student_name}
            checked={chosen.has(enrollment)}
            onChange={(event) => put([enrollment], event.currentTarget.checked)}
          />
        ) : (
          student_name
        ),
      sortBy: ({ student_name }) => student_name,
    },
    {
      key: 'rule',
      header: words.columns.rule,
      cell: ({ verdict }) =>
        verdict.reason === null ? (
          verdictText(words, verdict)
        ) : (
          <StatusBadge tone="bad">{verdictText(words, verdict)}</StatusBadge>
        ),
      sortBy: ({ verdict }) => verdictText(words, verdict),
    },
    {
      key: 'set',
      header: words.columns.set,
      cell: ({ is_override }) => (is_override ? <StatusBadge tone="info">{words.isSet}</StatusBadge> : '–'),
      sortBy: ({ is_override }) => !is_override,
    },
    {
      key: 'now',
      header: words.columns.now,
      cell: ({ watching_now }) =>
        watching_now ? <StatusBadge tone="busy">{words.watching}</StatusBadge> : '–',
      sortBy: ({ watching_now }) => !watching_now,
      phone: 'hide',
    },
  ];
}
