import { useState } from 'react';

type Value = string | number | boolean | null | undefined;
export type Sortable<T> = { key: string; sortBy?: (row: T) => Value };
/** Which way a table is sorted: a column's key, a leading minus sorts downwards; the same as `ordering` on the wire. */
export type Ordering = string | undefined;

const collator = new Intl.Collator('ko', { numeric: true });

/** Nothing sorts last, whichever way. */
function compare(a: Value, b: Value, direction: 1 | -1): number {
  if (a === b) return 0;
  if (a === null || a === undefined) return 1;
  if (b === null || b === undefined) return -1;
  const order = typeof a === 'string' ? collator.compare(a, String(b)) : Number(a) - Number(b);
  return order * direction;
}

/** The rows in the order of the column; rows that are equal keep their place. */
export function sorted<T>(
  rows: readonly T[],
  columns: readonly Sortable<T>[],
  ordering: Ordering,
): readonly T[] {
  const down = ordering?.startsWith('-') ?? false;
  const by = columns.find(({ key }) => key === ordering?.replace('-', ''))?.sortBy;
  return by ? rows.toSorted((a, b) => compare(by(a), by(b), down ? -1 : 1)) : rows;
}

/** Pressed once upwards, twice downwards, then as it came. */
export function nextOrdering(key: string, ordering: Ordering): Ordering {
  if (ordering === key) return `-${key}`;
  return ordering === `-${key}` ? undefined : key;
}

/** How a column stands, in the words of aria-sort. */
export function directionOf(key: string, ordering: Ordering): 'ascending' | 'descending' | 'none' {
  if (ordering === key) return 'ascending';
  return ordering === `-${key}` ? 'descending' : 'none';
}

const rowsOnAPage = 100;
export type Pager = { page: number; page_size: number; count: number; onPage: (page: number) => void };

/** Sorts and pages rows that are all here; with the server's pager and ordering they stay as they came. */
export function useTableRows<T>(
  rows: readonly T[],
  columns: readonly Sortable<T>[],
  server: {
    pager?: Pager | undefined;
    ordering?: Ordering;
    onOrdering?: ((ordering: Ordering) => void) | undefined;
  },
) {
  const [own, setOwn] = useState<Ordering>();
  const [page, setPage] = useState(1);
  const ordering = server.onOrdering ? server.ordering : own;
  const inOrder = server.onOrdering ? rows : sorted(rows, columns, own);
  const last = Math.max(1, Math.ceil(rows.length / rowsOnAPage));
  const here = Math.min(page, last);
  const pager = server.pager ?? { page: here, page_size: rowsOnAPage, count: rows.length, onPage: setPage };
  return {
    visible: server.pager ? inOrder : inOrder.slice((here - 1) * rowsOnAPage, here * rowsOnAPage),
    ordering,
    order: server.onOrdering ?? setOwn,
    pager,
  };
}
