import type { ReactNode } from 'react';
import type { Look } from './signs.ts';

/** A column with its name, a second line, and how many percent of its rows are done. */
export type Column = { key: number; name: string; detail: string; tip: string; rate: number | undefined };

/**
 * `said` is the cell in words, beside the name of its column; `label` also names its row. It lights up when its `value`
 * changes, shows `text`, and is filled up to so many percent instead of having a sign.
 */
export type Cell = {
  label: string;
  said: string;
  look: Look;
  value: string;
  text?: string | undefined;
  filled?: number | undefined;
};

/** What a matrix is made of. All functions must stay the same while nothing changes: rows are drawn anew with them. */
export type MatrixOf<Row> = {
  label: string;
  /** What the rows are, above their names. */
  corner: string;
  columns: readonly Column[];
  /** Every look that a cell may have. */
  looks: readonly Look[];
  rowKey: (row: Row) => number;
  head: (row: Row) => { name: string; note: string };
  /** Asked for what is in sight only. */
  cell: (row: Row, column: number) => Cell | undefined;
  /** Why a cell is what it is; undefined where there is nothing to say. */
  why: (row: Row, column: number, close: () => void) => { label: string; body: ReactNode } | undefined;
  /** What a card of a row shows once it is opened. */
  opened: (row: Row) => ReactNode;
};
