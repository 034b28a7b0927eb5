import { expect, test } from 'vitest';
import { placeAfter, rateOf, ratesOf, rowsFor, windowOf } from './matrix.rules.ts';
import type { MatrixCell, MatrixRow } from './progress.queries.ts';

type State = MatrixCell['state'];
const rowOf = (student_name: string, ...states: State[]): MatrixRow => ({
  enrollment_id: 1,
  student_id: 1,
  student_name,
  completed_sessions: states.filter((state) => state === 'complete').length,
  due_sessions: states.filter((state) => state !== 'none' && state !== 'not_due').length,
  cells: states.map((state, session_id) => ({
    ...{ session_id, state, attendance_status: null, video_progress_rate: 0, codes: [], completed_at: null },
  })),
});

const minjun = rowOf('김민준', 'complete', 'complete', 'not_due');
const seoyeon = rowOf('이서연', 'complete', 'video_left', 'not_due');
const late = rowOf('Park Late', 'none', 'complete', 'not_due');
const rows = [minjun, seoyeon, late];

test('a teacher finds a student by a part of the name, whatever its case', () => {
  expect(rowsFor(rows, { search: ' 서연', unfinishedOnly: false })).toEqual([seoyeon]);
  expect(rowsFor(rows, { search: 'park', unfinishedOnly: false })).toEqual([late]);
});

test('unfinished are those with something left of what has begun', () => {
  expect(rowsFor(rows, { search: '', unfinishedOnly: true })).toEqual([seoyeon]);
});

test('sessions that have not begun, or are not for a student, do not lower a rate', () => {
  expect(rateOf(rows)).toBe(80);
  expect(ratesOf({ sessions: [{}, {}, {}] as never, rows })).toEqual([100, 66, undefined]);
  expect(rateOf([])).toBeUndefined();
});

test('keys stay inside the matrix', () => {
  const size = { row: 60, column: 12 };
  expect(placeAfter('ArrowLeft', false, { row: 3, column: 0 }, size)).toEqual({ row: 3, column: 0 });
  expect(placeAfter('PageDown', false, { row: 55, column: 2 }, size)).toEqual({ row: 59, column: 2 });
  expect(placeAfter('End', true, { row: 3, column: 0 }, size)).toEqual({ row: 59, column: 11 });
  expect(placeAfter('a', false, { row: 3, column: 0 }, size)).toBeUndefined();
});

test('of a thousand rows only those near the sight are drawn', () => {
  const { first, last } = windowOf(15_000, 600, 30, 1000);
  expect(first).toBeLessThanOrEqual(500);
  expect(last).toBeGreaterThanOrEqual(520);
  expect(last - first).toBeLessThan(60);
  expect(windowOf(0, 600, 30, 3)).toEqual({ first: 0, last: 3 });
});
