// biome-ignore-all lint/a11y/useSemanticElements: rows out of sight are not there, so this cannot be a table
// biome-ignore-all lint/a11y/useFocusableInteractive: the button in a cell takes the focus
import { Popover, Tooltip } from '@mantine/core';
import { memo, useCallback, useRef, useState } from 'react';
import { GridRow } from './grid-row.tsx';
import styles from './matrix.module.css';
import type { Column, MatrixOf } from './types.ts';
import { rowHeight, useGridKeys, useWindow } from './use-matrix.ts';

type Opened = { row: number; column: number; top: number; left: number; width: number };
type Props<Row> = { matrix: MatrixOf<Row>; rows: readonly Row[] };

/** Rows by columns; arrows move from cell to cell. Of many only those in sight are drawn. */
export function MatrixGrid<Row>({ matrix, rows }: Props<Row>) {
  const { columns } = matrix;
  const scroll = useRef<HTMLDivElement>(null);
  const size = { row: rows.length, column: columns.length };
  const seen = useWindow(scroll, size);
  const keys = useGridKeys(scroll, size);
  const [opened, setOpened] = useState<Opened>();
  const { setActive } = keys;
  const open = useCallback(
    (row: number, column: number, button: HTMLElement) => {
      setActive({ row, column });
      const { offsetTop: top, offsetLeft: left, offsetWidth: width } = button;
      setOpened({ row, column, top, left, width });
    },
    [setActive],
  );
  const close = () => {
    setOpened(undefined);
    keys.focus();
  };
  const openedRow = opened && rows[opened.row];
  return (
    <div
      ref={scroll}
      className={styles.scroll}
      onScroll={seen.onScroll}
      onKeyDown={keys.onKeyDown}
      role="grid"
      aria-label={matrix.label}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length + 1}
    >
      <Header corner={matrix.corner} columns={columns} />
      <div style={{ height: seen.rows.first * rowHeight }} />
      {rows.slice(seen.rows.first, seen.rows.last).map((row, at) => (
        <GridRow
          key={matrix.rowKey(row)}
          row={row}
          index={seen.rows.first + at}
          active={keys.active.row === seen.rows.first + at ? keys.active.column : undefined}
          open={open}
          first={seen.columns.first}
          last={seen.columns.last}
          {...{ columns, head: matrix.head, cell: matrix.cell }}
        />
      ))}
      <div style={{ height: (rows.length - seen.rows.last) * rowHeight }} />
      {opened && openedRow && <Why opened={opened} matrix={matrix} row={openedRow} close={close} />}
    </div>
  );
}

type HeaderProps = { corner: string; columns: readonly Column[] };

const Header = memo(function Header({ corner, columns }: HeaderProps) {
  return (
    <div role="row" className={styles.header} aria-rowindex={1}>
      <div role="columnheader" className={styles.name}>
        {corner}
      </div>
      {columns.map(({ key, name, detail, tip, rate }, at) => (
        <Tooltip key={key} label={tip} openDelay={300}>
          <div role="columnheader" className={styles.column} aria-colindex={at + 2}>
            <strong>{name}</strong>
            <small>{detail}</small>
            <span className={styles.rate} aria-hidden>
              <span style={{ width: `${rate ?? 0}%` }} />
            </span>
          </div>
        </Tooltip>
      ))}
    </div>
  );
});

type WhyProps<Row> = { opened: Opened; matrix: MatrixOf<Row>; row: Row; close: () => void };

function Why<Row>({ opened, matrix, row, close }: WhyProps<Row>) {
  const why = matrix.why(row, opened.column, close);
  const { top, left, width } = opened;
  if (!why) return null;
  return (
    <Popover
      opened
      onChange={close}
      position="bottom"
      withArrow
      trapFocus
      // Its roles are those of a button that opens it; here the cell does, and this is a dialog by itself.
      withRoles={false}
      shadow="md"
      width={320}
    >
      <Popover.Target>
        <span className={styles.anchor} style={{ top, left, width, height: rowHeight }} />
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={why.label}>
        {why.body}
      </Popover.Dropdown>
    </Popover>
  );
}
