// biome-ignore-all lint/a11y/useSemanticElements: rows out of sight are not there, so this cannot be a table
// biome-ignore-all lint/a11y/useFocusableInteractive: the button in a cell takes the focus
import { CloseButton, Group, Popover, Text } from '@mantine/core';
import { memo, useMemo, useRef, useState } from 'react';
import { useCoreWords } from '../../lib/i18n/core.ts';
import { CellFace, useCellText } from './cell-view.tsx';
import { CellWhy } from './cell-why.tsx';
import styles from './matrix.module.css';
import { ratesOf } from './matrix.rules.ts';
import { MatrixHeader, useSessionName } from './matrix-header.tsx';
import type { Matrix, MatrixRow } from './progress.queries.ts';
import { rowHeight, useGridKeys, useRowWindow } from './use-grid.ts';
import { useProgressWords } from './words.ts';

type Opened = { row: number; column: number; top: number; left: number; width: number };

/** Students by class sessions. Long lists draw only the rows in sight. */
export function MatrixGrid({ matrix, rows }: { matrix: Matrix; rows: readonly MatrixRow[] }) {
  const words = useProgressWords();
  const scroll = useRef<HTMLDivElement>(null);
  const seen = useRowWindow(scroll, rows.length, matrix.sessions.length);
  const grid = useGridKeys(scroll, { row: rows.length, column: matrix.sessions.length });
  const [opened, setOpened] = useState<Opened>();
  const rates = useMemo(() => ratesOf(matrix), [matrix]);
  const open = (row: number, column: number, button: HTMLElement) => {
    grid.setActive({ row, column });
    const { offsetTop: top, offsetLeft: left, offsetWidth: width } = button;
    setOpened({ row, column, top, left, width });
  };
  const close = () => {
    setOpened(undefined);
    grid.focus();
  };
  return (
    <div
      ref={scroll}
      className={styles.scroll}
      onScroll={seen.onScroll}
      onKeyDown={grid.onKeyDown}
      role="grid"
      aria-label={words.ofLecture(matrix.lecture_title)}
      aria-rowcount={rows.length + 1}
      aria-colcount={matrix.sessions.length + 1}
    >
      <MatrixHeader sessions={matrix.sessions} rates={rates} />
      <div style={{ height: seen.first * rowHeight }} />
      {rows.slice(seen.first, seen.last).map((row, index) => (
        <GridRow
          key={row.enrollment_id}
          row={row}
          index={seen.first + index}
          active={grid.active.row === seen.first + index ? grid.active.column : undefined}
          sessions={matrix.sessions}
          open={open}
        />
      ))}
      <div style={{ height: (rows.length - seen.last) * rowHeight }} />
      {opened && <Why opened={opened} matrix={matrix} row={rows[opened.row]} close={close} />}
    </div>
  );
}

type RowProps = {
  row: MatrixRow;
  index: number;
  active: number | undefined;
  sessions: Matrix['sessions'];
  open: (row: number, column: number, button: HTMLElement) => void;
};

const GridRow = memo(
  function GridRow({ row, index, active, sessions, open }: RowProps) {
    const words = useProgressWords();
    const textOf = useCellText();
    const nameOf = useSessionName();
    return (
      <div role="row" className={styles.row} aria-rowindex={index + 2}>
        <div role="rowheader" className={styles.name}>
          <span>{row.student_name}</span>
          <small>{words.doneOf(row.completed_sessions, row.due_sessions)}</small>
        </div>
        {row.cells.map((cell, column) => (
          <div key={cell.session_id} role="gridcell" className={styles.cell} aria-colindex={column + 2}>
            <button
              type="button"
              data-cell={`${index}:${column}`}
              tabIndex={active === column ? 0 : -1}
              aria-haspopup="dialog"
              aria-label={words.cellOf(row.student_name, nameOf(sessions[column]), textOf(cell))}
              onClick={(event) => open(index, column, event.currentTarget)}
            >
              <CellFace cell={cell} />
            </button>
          </div>
        ))}
      </div>
    );
  },
  (a, b) => a.row === b.row && a.index === b.index && a.active === b.active && a.sessions === b.sessions,
);

type WhyProps = { opened: Opened; matrix: Matrix; row: MatrixRow | undefined; close: () => void };

function Why({ opened, matrix, row, close }: WhyProps) {
  const { actions } = useCoreWords();
  const session = matrix.sessions[opened.column];
  const cell = row?.cells[opened.column];
  const { top, left, width } = opened;
  if (!row || !session || !cell) return null;
  return (
    <Popover
      opened
      onChange={close}
      position="bottom"
      withArrow
      trapFocus
      withRoles={false}
      shadow="md"
      width={300}
    >
      <Popover.Target>
        <span className={styles.anchor} style={{ top, left, width, height: rowHeight }} />
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={`${row.student_name} · ${session.title}`}>
        <Group justify="space-between" wrap="nowrap" align="flex-start" mb="xs">
          <div>
            <Text fw={700}>{row.student_name}</Text>
            <Text size="sm" c="dimmed">
              {session.title}
            </Text>
          </div>
          <CloseButton size="sm" aria-label={actions.close} onClick={close} />
        </Group>
        <CellWhy matrix={matrix} session={session} cell={cell} />
      </Popover.Dropdown>
    </Popover>
  );
}
