// biome-ignore-all lint/a11y/useSemanticElements: rows out of sight are not there, so this cannot be a table
// biome-ignore-all lint/a11y/useFocusableInteractive: the button in a cell takes the focus
import { type CSSProperties, useMemo } from 'react';
import styles from './matrix.module.css';
import { faceOf, fillOf, litClass } from './matrix-parts.tsx';
import type { MatrixOf } from './types.ts';
import { useChanges } from './use-changes.ts';
import { blockSize } from './use-matrix.ts';

type Open = (row: number, column: number, button: HTMLElement) => void;
type Parts<Row> = Pick<MatrixOf<Row>, 'columns' | 'head' | 'cell'>;
type RowProps<Row> = Parts<Row> & {
  row: Row;
  index: number;
  /** The column of the cell that Tab leads to, if it is in this row. */
  active: number | undefined;
  open: Open;
  /** Which of its columns are drawn, in whole blocks. */
  first: number;
  last: number;
};

/** In place of columns out of sight; as wide as they are. */
function Gap({ columns }: { columns: number }) {
  return columns > 0 ? (
    <div className={styles.gap} style={{ '--columns': columns } as CSSProperties} />
  ) : null;
}

export function GridRow<Row>({ row, index, active, first, last, ...parts }: RowProps<Row>) {
  const { columns, head, cell, open } = parts;
  return useMemo(() => {
    const { name, note } = head(row);
    const blocks = Array.from(
      { length: Math.ceil((last - first) / blockSize) },
      (_, n) => first + n * blockSize,
    );
    return (
      <div role="row" className={styles.row} aria-rowindex={index + 2}>
        <div role="rowheader" className={styles.name}>
          <span title={name}>{name}</span>
          <small>{note}</small>
        </div>
        <Gap columns={first} />
        {blocks.map((from) => {
          const until = Math.min(from + blockSize, columns.length);
          const isActive = active !== undefined && active >= from && active < until;
          return (
            <Block
              key={columns[from]?.key}
              {...{ row, index, columns, cell, open, from, until }}
              active={isActive ? active : undefined}
            />
          );
        })}
        <Gap columns={columns.length - last} />
      </div>
    );
  }, [row, index, active, first, last, columns, head, cell, open]);
}

type BlockProps<Row> = Omit<RowProps<Row>, 'head' | 'first' | 'last'> & { from: number; until: number };

/** Some cells of a row that come and go together, so that a step of scrolling draws few anew. */
function Block<Row>({ row, index, active, from, until, columns, cell, open }: BlockProps<Row>) {
  const cells = useMemo(
    () => Array.from({ length: until - from }, (_, n) => cell(row, from + n)),
    [row, cell, from, until],
  );
  const changes = useChanges(cells.map((one) => one?.value ?? ''));
  return useMemo(
    () =>
      cells.map((one, n) => (
        <div
          key={columns[from + n]?.key}
          role="gridcell"
          className={styles.cell}
          aria-colindex={from + n + 2}
        >
          {one && (
            <button
              type="button"
              className={`${faceOf(one)}${litClass(changes[n])}`}
              style={fillOf(one)}
              data-cell={`${index}:${from + n}`}
              tabIndex={active === from + n ? 0 : -1}
              aria-haspopup="dialog"
              aria-label={one.label}
              onClick={(event) => open(index, from + n, event.currentTarget)}
            >
              {one.text}
            </button>
          )}
        </div>
      )),
    [cells, changes, index, active, from, columns, open],
  );
}
