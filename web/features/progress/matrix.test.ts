import { expect, test } from 'vitest';
import { finding } from '../../ui/matrix/matrix.rules.ts';
import { hasLeft, rateOf, ratesOf } from './matrix.rules.ts';
import type { MatrixCell, MatrixRow } from './progress.queries.ts';

type State = MatrixCell['state'];
const unjudged = {
  ...({ video_state: 'not_due', exam_state: 'not_due', homework_state: 'not_due' } as const),
  is_overridden: false,
};
const rowOf = (student_name: string, ...states: State[]): MatrixRow => ({
  enrollment_id: 1,
  student_id: 1,
  student_name,
  completed_sessions: states.filter((state) => state === 'complete').length,
  due_sessions: states.filter((state) => state !== 'none' && state !== 'not_due').length,
  cells: states.map((state) => ({
    ...{ state, attendance_status: null, video_progress_rate: 0, exam_score: null, ...unjudged, codes: [] },
  })),
});

const minjun = rowOf('김민준', 'complete', 'complete', 'not_due');
const seoyeon = rowOf('이서연', 'complete', 'video_left', 'not_due');
const late = rowOf('Park Late', 'none', 'complete', 'not_due');
const rows = [minjun, seoyeon, late];
const rowsFor = finding<MatrixRow>((row) => row.student_name, hasLeft);

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
