import { Chip, Group, NativeSelect, Paper, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatPhone } from '../../lib/numbers.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import styles from './import.module.css';
import { useImportWords } from './import-words.ts';
import {
  type Correction,
  type ImportBatch,
  type ImportLine,
  type LineFilter,
  linesOnAPage,
  linesQuery,
} from './imports.queries.ts';
import { SearchField } from './student-filters.tsx';

type Correct = (correction: Correction) => void;
const tones = {
  create: 'ok',
  change: 'info',
  same: 'idle',
  suspect: 'warn',
  skip: 'idle',
  error: 'bad',
} as const;
const written = ['create', 'change', 'same', 'suspect', 'error', 'skip', 'siblings'] as const;
const leftOut = ['suspect', 'error', 'skip'] as const;

function Decision({ line, correct }: { line: ImportLine; correct: Correct }) {
  const words = useImportWords();
  const known = line.suspects.filter(({ student_id }) => student_id !== null).length === 1;
  const choices = (['create', ...(known ? (['change'] as const) : []), 'skip'] as const).map((value) => ({
    value,
    label: words.decisions[value],
  }));
  return (
    <NativeSelect
      size="xs"
      aria-label={words.decide(line.name)}
      value={line.decision ?? ''}
      data={[{ value: '', label: words.reset }, ...choices]}
      onChange={(event) => {
        const decision = choices.find(({ value }) => value === event.currentTarget.value)?.value ?? null;
        correct({ decisions: [{ row: line.row, decision }] });
      }}
    />
  );
}

function Details({ line, correct }: { line: ImportLine; correct: Correct | undefined }) {
  const words = useImportWords();
  const suspect = ({ row, name, school, grade }: ImportLine['suspects'][number]) =>
    row === null
      ? words.suspectStudent(name, [school, grade].filter(Boolean).join(' '))
      : words.suspectRow(row, name);
  return (
    <ul className={styles.details}>
      {line.issues.map(({ code, level, text, field }) => (
        <li key={`${code} ${field}`} className={level === 'error' ? styles.error : undefined}>
          {words.issues[code] ?? code}
          {text && ` (“${text}”)`}
        </li>
      ))}
      {line.suspects.map((one) => (
        <li key={`${one.row} ${one.student_id}`}>{suspect(one)}</li>
      ))}
      {line.siblings.length > 0 && <li>{words.siblingsOf(line.siblings.join(', '))}</li>}
      {line.changes.map(({ field, before, after }) => (
        <li key={field}>
          {words.changed(words.fields[field] ?? field, before ?? words.emptyValue, after ?? words.emptyValue)}
        </li>
      ))}
      {correct && line.suspects.length > 0 && (
        <li>
          <Decision line={line} correct={correct} />
        </li>
      )}
    </ul>
  );
}

function useColumns(correct: Correct | undefined): Column<ImportLine>[] {
  const { row, what, states, fields, columns } = useImportWords();
  const phone = (number: string | null) => (number ? formatPhone(number) : '–');
  return [
    { key: 'name', header: fields.name ?? '', cell: ({ name }) => name || '–' },
    { key: 'row', header: row, width: '4rem', cell: (line) => line.row },
    {
      key: 'state',
      header: columns.status,
      cell: ({ state }) => <StatusBadge tone={tones[state]}>{states[state]}</StatusBadge>,
    },
    { key: 'parent_phone', header: fields.parent_phone ?? '', cell: (line) => phone(line.parent_phone) },
    { key: 'phone', header: fields.phone ?? '', cell: (line) => phone(line.phone) },
    {
      key: 'school',
      header: `${fields.school} · ${fields.grade}`,
      cell: ({ school, grade }) => [school, grade].filter(Boolean).join(' · ') || '–',
    },
    { key: 'what', header: what, cell: (line) => <Details line={line} correct={correct} /> },
  ];
}

type Props = { batch: ImportBatch; correct?: Correct };

function Tally({
  batch,
  show,
  choose,
}: {
  batch: ImportBatch;
  show: LineFilter['show'];
  choose: (show: LineFilter['show']) => void;
}) {
  const words = useImportWords();
  const { counts, status } = batch;
  const kinds = (status === 'preview' ? written : leftOut).filter((kind) => counts[kind] > 0);
  const label = (kind: (typeof written)[number]) =>
    kind === 'siblings' ? words.siblings : words.states[kind];
  return (
    <Chip.Group
      value={show}
      onChange={(value) =>
        choose((['all', ...written].find((one) => one === value) as LineFilter['show']) ?? 'all')
      }
    >
      <div className={styles.tally}>
        <Chip value="all">{words.all}</Chip>
        {kinds.map((kind) => (
          <Chip key={kind} value={kind}>
            {label(kind)} {counts[kind]}
          </Chip>
        ))}
      </div>
    </Chip.Group>
  );
}

/** The file line by line, narrowed by what happens to a line; doubts are decided here. */
export function ImportLines({ batch, correct }: Props) {
  const words = useImportWords();
  const [filter, setFilter] = useState<LineFilter>({ show: 'all', search: '', page: 1 });
  const lines = useQuery(linesQuery(batch.id, batch.version, filter));
  const columns = useColumns(correct);
  const change = (part: Partial<LineFilter>) => setFilter((before) => ({ ...before, page: 1, ...part }));
  const title = batch.status === 'preview' ? words.rowsTitle : words.leftOutTitle;
  return (
    <section aria-label={title}>
      <Title order={2} size="h3" mb="sm">
        {title}
      </Title>
      <Group mb="md" gap="sm">
        <Tally batch={batch} show={filter.show} choose={(show) => change({ show })} />
        <SearchField label={words.searchRows} value={filter.search} search={(search) => change({ search })} />
      </Group>
      <QueryView
        query={lines}
        isEmpty={({ count }) => count === 0}
        empty={
          <Paper>
            <EmptyState title={words.noRows} />
          </Paper>
        }
      >
        {({ results, count }) => (
          <DataTable
            label={title}
            rows={results}
            rowKey={({ row }) => row}
            columns={columns}
            pager={{ page: filter.page, page_size: linesOnAPage, count, onPage: (page) => change({ page }) }}
          />
        )}
      </QueryView>
      <Text size="sm" c="dimmed" mt="xs" role="status">
        {batch.file_name}
      </Text>
    </section>
  );
}
