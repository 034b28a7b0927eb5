import type { ReactNode } from 'react';

/** A column with its name, a second line, and how many percent of its rows are done. */
export type Column = { key: number; name: string; detail: string; tip: string; rate: number | undefined };

/** `said` is the cell in words, beside the name of its column; `label` also names its row. */
export type Cell = { label: string; said: string; face: ReactNode; dot: ReactNode };

/** What a matrix is made of. All functions must stay the same while nothing changes: rows are drawn anew with them. */
export type MatrixOf<Row> = {
  label: string;
  /** What the rows are, above their names. */
  corner: string;
  columns: readonly Column[];
  rowKey: (row: Row) => number;
  head: (row: Row) => { name: string; note: string };
  /** One for each column, in their order. */
  cells: (row: Row) => readonly Cell[];
  /** Why a cell is what it is; undefined where there is nothing to say. */
  why: (row: Row, column: number, close: () => void) => { label: string; body: ReactNode } | undefined;
  /** What a card of a row shows once it is opened. */
  opened: (row: Row) => ReactNode;
};
