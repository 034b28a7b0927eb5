import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contiguousEnd, resumeAt, secondsOf, unite } from './coverage.ts';

test('watching a minute twice counts once, and small gaps of measuring close', () => {
  expect(
    unite([
      [10, 20],
      [0, 10.2],
      [15, 18],
    ]),
  ).toEqual([[0, 20]]);
  expect(contiguousEnd([[0.2, 20]])).toBe(20);
  expect(contiguousEnd([[5, 20]])).toBe(0);
});

test('united intervals are ordered, apart, and never longer than what went in', () => {
  const interval = fc
    .tuple(fc.nat(1000), fc.nat(100))
    .map(([from, length]) => [from, from + length] as const);
  fc.assert(
    fc.property(fc.array(interval), (intervals) => {
      const united = unite(intervals);
      const apart = united.slice(1).every(([from], index) => from > (united[index]?.[1] ?? 0));
      expect(apart).toBe(true);
      expect(secondsOf(united)).toBeLessThanOrEqual(secondsOf(intervals));
      expect(unite(united)).toEqual(united);
    }),
  );
});

test('one goes on where one was, not beyond where one may go, and from the start when nothing is left', () => {
  const left = { completed: false, progress: 0.4, last_position: 240, max_watched: 200 };
  expect(resumeAt(left, 'bounded_forward')).toBe(200);
  expect(resumeAt(left, 'free')).toBe(240);
  expect(resumeAt({ ...left, completed: true, progress: 1 }, 'free')).toBe(0);
});
