import { expect, test } from 'vitest';
import type { Interval } from './coverage.ts';
import { Replays } from './replays.ts';

function told(seen: readonly Interval[]) {
  const parts: Interval[][] = [];
  const replays = new Replays(seen, (again) => parts.push(again));
  return { parts, replays };
}

test('what was on record before the start, or was played since, is played again; what is new is not', () => {
  const { parts, replays } = told([[0, 30]]);
  replays.add([[20, 45]]);
  replays.add([[40, 50]]);
  replays.settle();
  expect(parts).toEqual([
    [
      [20, 30],
      [40, 45],
    ],
  ]);
  replays.settle();
  expect(parts).toHaveLength(1);
});

test('playing on without a jump is no playing again, however uneven the ends', () => {
  const { parts, replays } = told([]);
  for (let at = 0; at < 300; at += 10) replays.add([[at - 0.3, at + 10.2]]);
  replays.settle();
  expect(parts).toEqual([]);
});

test('a long one is told by the minute', () => {
  const { parts, replays } = told([[0, 600]]);
  for (let at = 0; at < 130; at += 10) replays.add([[at, at + 10]]);
  expect(parts).toEqual([[[0, 60]], [[60, 120]]]);
});
