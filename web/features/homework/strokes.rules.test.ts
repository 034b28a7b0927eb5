import { expect, test } from 'vitest';
import { extended, pathOf, pointAt } from './strokes.rules.ts';

test('a point is a share of the page and stays on it', () => {
  expect(pointAt(0.123456, 1.4)).toEqual([0.1235, 1]);
  expect(pointAt(-3, 0)).toEqual([0, 0]);
});

test('a line takes points that add something, and no more than a review may hold', () => {
  const line = extended([[0.1, 0.1]], [0.1005, 0.1005]);
  expect(line).toHaveLength(1);
  expect(extended(line, [0.2, 0.1])).toHaveLength(2);
  const full = Array.from({ length: 2000 }, (): [number, number] => [0, 0]);
  expect(extended(full, [1, 1])).toHaveLength(2000);
});

test('a stroke is drawn in the size of its page; a dot is a line too', () => {
  expect(
    pathOf(
      {
        kind: 'pen',
        points: [
          [0.5, 0.5],
          [1, 0],
        ],
      },
      200,
      100,
    ),
  ).toBe('M100 50 L200 0');
  expect(pathOf({ kind: 'pen', points: [[0.5, 0.5]] }, 200, 100)).toBe('M100 50 L100 50');
  expect(pathOf({ kind: 'check', points: [[0.5, 0.5]] }, 100, 100)).toMatch(/^M47 50 L/);
});
