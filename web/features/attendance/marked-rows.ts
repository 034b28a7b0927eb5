import type { Cell } from './attendance.queries.ts';
import type { Current } from './clash.ts';

type Marked = Pick<Cell, 'id' | 'version'>;

function isMarked(item: object): item is Marked {
  return 'version' in item && 'id' in item;
}

const lists = new Set(['results', 'cells', 'students']);

/** Every mark in what a query holds, however deep. */
export function rowsIn(data: unknown): Marked[] {
  if (Array.isArray(data)) return data.flatMap(rowsIn);
  if (typeof data !== 'object' || data === null) return [];
  if (isMarked(data)) return [data];
  return Object.entries(data).flatMap(([name, value]) => (lists.has(name) ? rowsIn(value) : []));
}

/** The lists on screen with the server's answer in them, so that nothing flickers until they are asked for again. */
export function withMark(data: unknown, marked: Current): unknown {
  if (Array.isArray(data)) return data.map((item) => withMark(item, marked));
  if (typeof data !== 'object' || data === null) return data;
  if (isMarked(data)) return data.id === marked.id ? { ...data, ...pick(marked) } : data;
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, lists.has(name) ? withMark(value, marked) : value]),
  );
}

function pick({ status, memo, arrived_at, marked_at, version }: Current) {
  return { status, memo, arrived_at, marked_at, version };
}
