import { Group, NativeSelect, NumberInput, Paper, Text, Title } from '@mantine/core';
import { importFields } from '@seodang/contract/import.ts';
import { useState } from 'react';
import { StatusBadge } from '../../ui/status-badge.tsx';
import styles from './import.module.css';
import { useImportWords } from './import-words.ts';
import type { Correction, ImportBatch } from './imports.queries.ts';

type Props = { batch: ImportBatch; correct: (correction: Correction) => void };
type ColumnProps = Props & { column: ImportBatch['columns'][number] };

function Column({ column, correct }: ColumnProps) {
  const words = useImportWords();
  const choose = (field: string) => {
    const now = importFields.find((one) => one === field);
    if (now) correct({ mapping: { [now]: column.index } });
    else if (column.field) correct({ mapping: { [column.field]: null } });
  };
  const name = `${words.columnOf(column.letter)} ${column.title || words.noTitle}`;
  return (
    <li className={styles.column} data-used={column.field !== null}>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="sm" fw={600} truncate>
          <span className={styles.letter}>{column.letter}</span> {column.title || words.noTitle}
        </Text>
        {!column.sure && <StatusBadge tone="warn">{words.unsure}</StatusBadge>}
      </Group>
      <NativeSelect
        size="xs"
        aria-label={name}
        value={column.field ?? ''}
        onChange={(event) => choose(event.currentTarget.value)}
        data={[
          { value: '', label: words.unused },
          ...importFields.map((field) => ({ value: field, label: words.fields[field] ?? field })),
        ]}
      />
      <Text size="xs" c="dimmed" truncate>
        {column.samples.join(', ') || '–'}
      </Text>
    </li>
  );
}

function Where({ batch, correct }: Props) {
  const words = useImportWords();
  return (
    <Group gap="sm" align="end">
      {batch.sheets.length > 1 && (
        <NativeSelect
          label={words.sheet}
          value={batch.sheet}
          data={batch.sheets}
          onChange={(event) => correct({ sheet: event.currentTarget.value })}
        />
      )}
      <NumberInput
        label={words.headerRow}
        placeholder={words.noHeader}
        value={batch.header_row ?? ''}
        min={1}
        max={6000}
        allowDecimal={false}
        w="11rem"
        onBlur={(event) => {
          const row = Number(event.currentTarget.value) || null;
          if (row !== batch.header_row) correct({ header_row: row });
        }}
      />
      {batch.encoding && (
        <Text size="sm" c="dimmed" pb={8}>
          {words.encoding(batch.encoding.toUpperCase())}
        </Text>
      )}
    </Group>
  );
}

/** What each column of the file means, with its first values; open when something needs a look. */
export function ImportColumns({ batch, correct }: Props) {
  const words = useImportWords();
  const known = batch.columns.filter(({ field }) => field !== null);
  const hasName = known.some(({ field }) => field === 'name');
  const [open, setOpen] = useState(!hasName || known.some(({ sure }) => !sure));
  const found = known.map(({ field, letter }) => `${words.fields[field ?? '']} ${letter}`).join(', ');
  return (
    <Paper p="lg" component="section" aria-label={words.columnsTitle}>
      <details className={styles.found} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span>
            <Title order={2} size="h3" component="span">
              {words.columnsTitle}
            </Title>
            <Text size="sm" c="dimmed" component="span" display="block">
              {open ? words.columnsHint : words.found(known.length, batch.columns.length, found)}
            </Text>
          </span>
          <span className={styles.change}>{open ? words.fold : words.change}</span>
        </summary>
        {!hasName && (
          <Text size="sm" c="var(--mantine-color-error)" role="alert" mb="md">
            {words.needName}
          </Text>
        )}
        <Where batch={batch} correct={correct} />
        <ul className={styles.columns}>
          {batch.columns.map((column) => (
            <Column key={column.index} batch={batch} column={column} correct={correct} />
          ))}
        </ul>
      </details>
    </Paper>
  );
}
