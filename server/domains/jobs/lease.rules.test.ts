import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterFailure, canonical, missingFiles, restAfter } from './lease.rules.ts';

test('a job rests longer after each failure, never more than an hour', () => {
  expect([1, 2, 3, 4, 5, 9].map(restAfter)).toEqual([15, 60, 240, 960, 3600, 3600]);
});

test('a job ends at its cap, at a permanent failure, or because somebody asked', () => {
  const job = { failures: 0, max_failures: 3, cancel_requested: false };
  expect(afterFailure(job, false)).toEqual({ status: 'queued', failures: 1 });
  expect(afterFailure({ ...job, failures: 2 }, false).status).toBe('failed');
  expect(afterFailure(job, true).status).toBe('failed');
  expect(afterFailure({ ...job, cancel_requested: true }, false).status).toBe('cancelled');
});

test('the same result has the same text whatever the order of its members', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse());
      expect(canonical(turned)).toBe(canonical(value));
      expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('a file of another size is as missing as one that is not there', () => {
  const stored = new Map([
    ['a', 1],
    ['b', 2],
  ]);
  const claimed = ['a', 'b', 'c'].map((name) => ({ name, bytes: 1 }));
  expect(missingFiles(claimed, stored)).toEqual(['b', 'c']);
});
