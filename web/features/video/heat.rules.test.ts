import { expect, test } from 'vitest';
import { countsOf, stepsOf, ticksOf } from './heat.rules.ts';

test('what was skipped is who got that far and did not watch it', () => {
  const part = { from: 0, to: 5, watched: 3.04, reached: 5, rewatched: 0.249 };
  expect(countsOf(part)).toEqual({ watched: 3, reached: 5, skipped: 2, rewatched: 0.2 });
  expect(countsOf({ ...part, watched: 5.001 }).skipped).toBe(0);
});

test('the line goes along the tops of the parts', () => {
  expect(stepsOf([2, 1], 2, 100)).toBe('M0.0 0.0H500.0L500.0 50.0H1000.0');
  expect(stepsOf([0], 0, 100)).toBe('M0.0 100.0H1000.0');
});

test('an axis has a handful of round places, however long the video', () => {
  expect(ticksOf(28)).toEqual([0, 5, 10, 15, 20, 25]);
  for (const duration of [1, 28, 600, 3725, 14_400, 40_000]) {
    const ticks = ticksOf(duration);
    expect(ticks.length).toBeLessThanOrEqual(8);
    expect(ticks.at(-1)).toBeLessThanOrEqual(duration);
  }
});
