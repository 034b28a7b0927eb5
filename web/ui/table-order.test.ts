import { expect, test } from 'vitest';
import { directionOf, nextOrdering, sorted } from './table-order.ts';

const columns = [
  { key: 'name', sortBy: (row: { name: string; score: number | null }) => row.name },
  { key: 'score', sortBy: (row: { name: string; score: number | null }) => row.score },
];
const rows = [
  { name: '나은', score: null },
  { name: '가온 10반', score: 70 },
  { name: '가온 2반', score: 90 },
];

test('names sort as Koreans read them, numbers in names by their size', () => {
  expect(sorted(rows, columns, 'name').map((row) => row.name)).toEqual(['가온 2반', '가온 10반', '나은']);
});

test('what has no value comes last, upwards and downwards', () => {
  expect(sorted(rows, columns, 'score').map((row) => row.score)).toEqual([70, 90, null]);
  expect(sorted(rows, columns, '-score').map((row) => row.score)).toEqual([90, 70, null]);
});

test('a header pressed three times ends where it began', () => {
  const once = nextOrdering('name', undefined);
  const twice = nextOrdering('name', once);
  expect([once, twice, nextOrdering('name', twice)]).toEqual(['name', '-name', undefined]);
  expect(directionOf('name', '-name')).toBe('descending');
});
