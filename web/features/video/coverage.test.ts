import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contiguousEnd, secondsOf, unite } from './coverage.ts';

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
