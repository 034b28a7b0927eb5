import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  accountPatience,
  addressPatience,
  neighbourhoodOf,
  openingPatience,
  waitsOf,
} from './throttle.rules.ts';

const patience = fc.record({
  free: fc.integer({ min: 1, max: 100 }),
  first: fc.integer({ min: 1, max: 60 }),
  longest: fc.integer({ min: 60, max: 7200 }),
});

test('some failures are free, then each wait is at least the one before and never longer than the longest', () => {
  const all = fc.oneof(patience, fc.constantFrom(accountPatience, addressPatience, openingPatience));
  fc.assert(
    fc.property(all, (given) => {
      const waits = waitsOf(given);
      expect(waits.slice(0, given.free - 1).every((wait) => wait === 0)).toBe(true);
      expect(waits[given.free - 1]).toBeGreaterThan(0);
      expect(waits.every((wait, at) => at === 0 || wait >= (waits[at - 1] ?? 0))).toBe(true);
      expect(Math.max(...waits)).toBe(given.longest);
      expect(waits.at(-1)).toBe(given.longest);
    }),
  );
});

test('a thousand guesses at one account take more than a week', () => {
  const waits = waitsOf(accountPatience);
  const total = Array.from({ length: 1000 }, (_, at) => waits[Math.min(at, waits.length - 1)] ?? 0);
  expect(total.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(7 * 24 * 60 * 60);
});

test('an IPv4 address is itself, an IPv6 household is one', () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      expect(neighbourhoodOf(address)).toBe(address);
      expect(neighbourhoodOf(`::ffff:${address}`)).toBe(address);
    }),
  );
  expect(neighbourhoodOf('2001:db8:1:2::1')).toBe(neighbourhoodOf('2001:db8:1:2:ffff:1:2:3'));
  expect(neighbourhoodOf('2001:db8::1')).toBe(neighbourhoodOf('2001:db8:0:0:9::'));
  expect(neighbourhoodOf('2001:db8:1:2::1')).not.toBe(neighbourhoodOf('2001:db8:1:3::1'));
});
