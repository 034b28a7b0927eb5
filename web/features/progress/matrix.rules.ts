import type { Matrix, MatrixRow } from './progress.queries.ts';

const open = new Set(['failed', 'video_left', 'exam_left', 'homework_left', 'several_left']);

const hasLeft = ({ cells }: MatrixRow) => cells.some(({ state }) => open.has(state));

type Filter = { search: string; unfinishedOnly: boolean };

/** The students that a teacher looks for, in their order. */
export function rowsFor(rows: readonly MatrixRow[], { search, unfinishedOnly }: Filter): MatrixRow[] {
  const wanted = search.trim().toLowerCase();
  return rows.filter(
    (row) => row.student_name.toLowerCase().includes(wanted) && (!unfinishedOnly || hasLeft(row)),
  );
}

/** Percent of what is due that is complete; undefined where nothing is due yet. */
export function rateOf(rows: readonly MatrixRow[]): number | undefined {
  const due = rows.reduce((sum, row) => sum + row.due_sessions, 0);
  const done = rows.reduce((sum, row) => sum + row.completed_sessions, 0);
  return due === 0 ? undefined : Math.floor((done / due) * 100);
}

/** The same for each class session, over the students for whom it is due. */
export function ratesOf({ sessions, rows }: Pick<Matrix, 'sessions' | 'rows'>): (number | undefined)[] {
  return sessions.map((_, column) => {
    const states = rows.map(({ cells }) => cells[column]?.state ?? 'none');
    const due = states.filter((state) => state === 'complete' || open.has(state));
    if (due.length === 0) return undefined;
    return Math.floor((due.filter((state) => state === 'complete').length / due.length) * 100);
  });
}

export type Place = { row: number; column: number };

/** Where a key leads from a cell; undefined for keys that do not move. */
export function placeAfter(key: string, whole: boolean, { row, column }: Place, size: Place) {
  const steps: Record<string, Place> = {
    ArrowUp: { row: row - 1, column },
    ArrowDown: { row: row + 1, column },
    ArrowLeft: { row, column: column - 1 },
    ArrowRight: { row, column: column + 1 },
    PageUp: { row: row - 10, column },
    PageDown: { row: row + 10, column },
    Home: { row: whole ? 0 : row, column: 0 },
    End: { row: whole ? size.row - 1 : row, column: size.column - 1 },
  };
  const next = steps[key];
  const clamp = (value: number, length: number) => Math.max(0, Math.min(value, length - 1));
  return next && { row: clamp(next.row, size.row), column: clamp(next.column, size.column) };
}

/** Which rows of a long list to draw for a scroll position: those in sight and some around them. */
export function windowOf(scrollTop: number, height: number, rowHeight: number, count: number) {
  const around = 12;
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - around);
  const last = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + around);
  return { first: Math.min(first, Math.max(0, count - 1)), last };
}
