import { expect, test } from 'vitest';
import { fitsFor, hasNews, partsOf, worthFitting } from './fits.rules.ts';

const counted = (subject: string | null, student_id: number | null, total: number, before = 0) => ({
  ...{ subject, student_id, total, before },
});
const fit = (id: number, subject: string | null, student_id: number | null) => ({
  ...{ id, subject, student_id, weights: [id] },
});
const all = [fit(1, null, null), fit(2, '수학', null), fit(3, null, 7)];

test('the academy and its subjects are fitted from 500 answers on, a student from 1,000', () => {
  const some = [
    ...[counted(null, null, 3000), counted('수학', null, 2600), counted('영어', null, 400)],
    ...[counted(null, 7, 1000), counted(null, 8, 999)],
  ];
  expect(worthFitting(some).map(({ subject, student_id }) => [subject, student_id])).toEqual([
    [null, null],
    ['수학', null],
    [null, 7],
  ]);
  const one = [counted(null, null, 3000), counted('수학', null, 3000)];
  expect(worthFitting(one)).toEqual([one[0]]);
  expect(hasNews(counted(null, null, 1000, 951))).toBe(false);
  expect(hasNews(counted(null, null, 1000, 950))).toBe(true);
});

test('a student is asked by their own weights, others by those of the subject and of the academy', () => {
  expect(fitsFor(7, all).map(({ id }) => id)).toEqual([3]);
  expect(fitsFor(8, all).map(({ id }) => id)).toEqual([1, 2]);
});

test('new weights are tried beside those that each question comes back by', () => {
  const lines = [
    { line: '0a,3g', subject: '수학' },
    { line: '0g,9g', subject: '영어' },
    { line: '1g,4a', subject: '수학' },
  ];
  const math = '0a,3g\n1g,4a';
  const inUseFor = (subject: string | null, student_id: number | null) =>
    partsOf(lines, { subject, student_id }, all).map(({ log, inUse }) => [log, inUse]);
  expect(inUseFor(null, null)).toEqual([
    [math, [1]],
    ['0g,9g', [1]],
  ]);
  expect(inUseFor(null, 8)).toEqual([
    [math, [2]],
    ['0g,9g', [1]],
  ]);
  expect(inUseFor(null, 7).map(([, inUse]) => inUse)).toEqual([[3], [3]]);
  expect(partsOf(lines.slice(0, 1), { subject: '수학', student_id: null }, [])).toEqual([
    { log: '0a,3g', inUse: null },
  ]);
});
