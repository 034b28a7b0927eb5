import { Button, Stack, UnstyledButton } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import styles from './matrix-cards.module.css';
import { classOf, litClass, Signs } from './matrix-parts.tsx';
import type { MatrixOf } from './types.ts';
import { useChanges } from './use-changes.ts';

const pageSize = 30;

type Props<Row> = { matrix: MatrixOf<Row>; rows: readonly Row[]; more: (count: number) => string };

/** A matrix on a phone: a card per row with a dot per cell, which opens to say more. */
export function MatrixCards<Row>({ matrix, rows, more }: Props<Row>) {
  const [shown, setShown] = useState(pageSize);
  return (
    <Stack gap="xs">
      <Signs looks={matrix.looks} />
      <ul className={styles.cards} aria-label={matrix.label}>
        {rows.slice(0, shown).map((row) => (
          <Card key={matrix.rowKey(row)} matrix={matrix} row={row} />
        ))}
      </ul>
      {rows.length > shown && (
        <Button variant="default" onClick={() => setShown(shown + pageSize)}>
          {more(Math.min(pageSize, rows.length - shown))}
        </Button>
      )}
    </Stack>
  );
}

function Card<Row>({ matrix, row }: { matrix: MatrixOf<Row>; row: Row }) {
  const [isOpen, setOpen] = useState(false);
  const { name, note } = matrix.head(row);
  return (
    <li className={styles.card}>
      <UnstyledButton className={styles.head ?? ''} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span className={styles.name}>
          <strong>{name}</strong>
          <small>{note}</small>
          <IconChevronDown size={16} aria-hidden className={isOpen ? styles.turned : undefined} />
        </span>
        <Dots matrix={matrix} row={row} />
      </UnstyledButton>
      {isOpen && <ol className={styles.opened}>{matrix.opened(row)}</ol>}
    </li>
  );
}

function Dots<Row>({ matrix: { columns, cell }, row }: { matrix: MatrixOf<Row>; row: Row }) {
  const all = useMemo(() => columns.map((_, at) => cell(row, at)), [columns, cell, row]);
  const changes = useChanges(all.map((one) => one?.value ?? ''));
  const said = all.map((one, at) => `${columns[at]?.name} ${one?.said ?? ''}`);
  return (
    <span className={styles.dots} role="img" aria-label={said.join(', ')}>
      {all.map(
        (one, at) =>
          one && (
            <span
              key={columns[at]?.key}
              className={`${classOf('dot', one.look, true)}${litClass(changes[at])}`}
            />
          ),
      )}
    </span>
  );
}
