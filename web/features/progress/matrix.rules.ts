import type { Matrix, MatrixCell, MatrixRow } from './progress.queries.ts';

const open = new Set(['failed', 'video_left', 'exam_left', 'homework_left', 'several_left']);

/** Whether something is left of it to do. */
export const isOpen = ({ state }: MatrixCell): boolean => open.has(state);

/** Whether something is left of what has begun. */
export const hasLeft = ({ cells }: MatrixRow) => cells.some(isOpen);

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
