import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coverageOf, type Edge } from './heat.rules.ts';

const duration = 60_000;
const place = fc.integer({ min: 0, max: duration });
const pieces = fc.array(
  fc.tuple(place, place).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
  {
    maxLength: 40,
  },
);

/** As the statement gathers them. */
function edgesOf(intervals: readonly (readonly [number, number])[], parts: number): Edge[] {
  const partOf = (at: number) => Math.min(parts, Math.floor((at * parts) / duration));
  return intervals.flatMap(([a, b]) => [
    { part: partOf(a), count: 1, sum: a },
    { part: partOf(b), count: -1, sum: -b },
  ]);
}

test('each part counts exactly what intervals cover of it', () => {
  fc.assert(
    fc.property(pieces, fc.integer({ min: 1, max: 97 }), (intervals, parts) => {
      const width = duration / parts;
      const covered = coverageOf(edgesOf(intervals, parts), parts, duration);
      expect(covered).toHaveLength(parts);
      covered.forEach((share, part) => {
        const [from, to] = [part * width, (part + 1) * width];
        const exact = intervals.reduce(
          (sum, [a, b]) => sum + Math.max(0, Math.min(b, to) - Math.max(a, from)),
          0,
        );
        expect(share).toBeCloseTo(exact / width, 2);
      });
    }),
  );
});

test('nothing covers nothing, and the whole covers all', () => {
  expect(coverageOf([], 3, duration)).toEqual([0, 0, 0]);
  expect(coverageOf(edgesOf([[0, duration]], 3), 3, duration)).toEqual([1, 1, 1]);
});
