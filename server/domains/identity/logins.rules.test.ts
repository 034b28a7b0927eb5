import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GRACE_SECONDS, refreshVerdict } from './logins.rules.ts';

const issued_at = new Date('2026-11-21T09:00:00Z');
const after = (seconds: number) => new Date(issued_at.getTime() + seconds * 1000);
const login = { generation: 7, issued_at, revoked_at: null, expires_at: after(1_000_000) };
const early = fc.integer({ min: 0, max: GRACE_SECONDS - 1 });
const late = fc.integer({ min: GRACE_SECONDS, max: 999_999 });

test('the present token is rotated once it is older than the grace', () => {
  fc.assert(fc.property(early, (seconds) => refreshVerdict(login, 7, after(seconds)) === 'keep'));
  fc.assert(fc.property(late, (seconds) => refreshVerdict(login, 7, after(seconds)) === 'rotate'));
});

test('the token before it counts as long as its successor is fresh; all older ones never', () => {
  fc.assert(fc.property(early, (seconds) => refreshVerdict(login, 6, after(seconds)) === 'keep'));
  fc.assert(fc.property(late, (seconds) => refreshVerdict(login, 6, after(seconds)) === 'reused'));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.nat(999_999), (generation, seconds) => {
      return refreshVerdict(login, generation, after(seconds)) === 'reused';
    }),
  );
});

test('what has ended stays ended, whatever is presented', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 7 }), fc.nat(2_000_000), (generation, seconds) => {
      expect(refreshVerdict({ ...login, revoked_at: issued_at }, generation, after(seconds))).toBe('ended');
      expect(refreshVerdict(login, generation, after(1_000_000 + seconds))).toBe('ended');
    }),
  );
});
