import { expect, test } from 'vitest';
import { inBlocks, placeAfter, windowOf } from './matrix.rules.ts';

test('keys stay inside the matrix', () => {
  const size = { row: 60, column: 12 };
  expect(placeAfter('ArrowLeft', false, { row: 3, column: 0 }, size)).toEqual({ row: 3, column: 0 });
  expect(placeAfter('PageDown', false, { row: 55, column: 2 }, size)).toEqual({ row: 59, column: 2 });
  expect(placeAfter('End', true, { row: 3, column: 0 }, size)).toEqual({ row: 59, column: 11 });
  expect(placeAfter('a', false, { row: 3, column: 0 }, size)).toBeUndefined();
});

test('of a thousand rows only those near the sight are drawn', () => {
  const { first, last } = windowOf({ from: 15_000, extent: 600 }, 30, 1000, 12);
  expect(first).toBeLessThanOrEqual(500);
  expect(last).toBeGreaterThanOrEqual(520);
  expect(last - first).toBeLessThan(60);
  expect(windowOf({ from: 0, extent: 600 }, 30, 3, 12)).toEqual({ first: 0, last: 3 });
});

test('columns come and go in whole blocks', () => {
  expect(inBlocks({ first: 7, last: 13 }, 4, 60)).toEqual({ first: 4, last: 16 });
  expect(inBlocks({ first: 56, last: 59 }, 4, 59)).toEqual({ first: 56, last: 59 });
});
