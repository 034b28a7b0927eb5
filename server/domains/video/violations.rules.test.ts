import type { EnforcementState } from '@seodang/contract/playback.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { thresholdsOf } from './settings.ts';
import { hasLapsed, nextState, type Standing } from './violations.rules.ts';

const usual = thresholdsOf({});
const order: EnforcementState[] = ['ok', 'warned', 'paused', 'revoked'];

test('the first violation warns, the second pauses, the third after a confirmed pause revokes', () => {
  const fresh = { state: 'ok', has_confirmed: false } as const;
  expect(nextState(fresh, { violations: 1, total: 1 }, usual)).toBe('warned');
  expect(nextState({ ...fresh, state: 'warned' }, { violations: 2, total: 2 }, usual)).toBe('paused');
  expect(nextState({ state: 'warned', has_confirmed: true }, { violations: 3, total: 3 }, usual)).toBe(
    'revoked',
  );
});

test('a share of violations counts once there are enough events', () => {
  const patient = { ...usual, revoke_at: 100 };
  const confirmed = { state: 'warned', has_confirmed: true } as const;
  expect(nextState(confirmed, { violations: 4, total: 8 }, patient)).toBe('paused');
  expect(nextState(confirmed, { violations: 5, total: 10 }, patient)).toBe('revoked');
  expect(nextState(confirmed, { violations: 5, total: 11 }, patient)).toBe('paused');
});

const standings: fc.Arbitrary<Standing> = fc.record({
  state: fc.constantFrom(...order),
  has_confirmed: fc.boolean(),
});
const counts = fc
  .record({ violations: fc.integer({ min: 1, max: 50 }), others: fc.nat(200) })
  .map(({ violations, others }) => ({ violations, total: violations + others }));
const thresholds = fc.record({
  warn_at: fc.integer({ min: 1, max: 10 }),
  pause_at: fc.integer({ min: 1, max: 10 }),
  revoke_at: fc.integer({ min: 1, max: 10 }),
  revoke_ratio: fc.double({ min: 0.01, max: 1, noNaN: true }),
  revoke_ratio_from: fc.integer({ min: 1, max: 50 }),
});

describe('whatever an academy chose', () => {
  test('nobody is revoked who has not confirmed a pause, and who is paused stays so until confirming', () => {
    fc.assert(
      fc.property(standings, counts, thresholds, (standing, counted, chosen) => {
        const next = nextState(standing, counted, chosen);
        if (next === 'revoked' && standing.state !== 'revoked')
          expect(standing).toEqual({ state: 'warned', has_confirmed: true });
        if (standing.state === 'paused') expect(next).toBe('paused');
      }),
    );
  });

  test('a violation never leads back, and never from nothing further than to a warning', () => {
    fc.assert(
      fc.property(standings, counts, thresholds, (standing, counted, chosen) => {
        const next = nextState(standing, counted, chosen);
        expect(order.indexOf(next)).toBeGreaterThanOrEqual(order.indexOf(standing.state));
        if (standing.state === 'ok') expect(['ok', 'warned']).toContain(next);
      }),
    );
  });
});

test('a month without violations ends a case, but not for who is revoked', () => {
  const last_at = new Date('2026-11-01T00:00:00Z');
  const later = new Date('2026-12-02T00:00:00Z');
  expect(hasLapsed({ state: 'warned', last_at }, later)).toBe(true);
  expect(hasLapsed({ state: 'warned', last_at }, last_at)).toBe(false);
  expect(hasLapsed({ state: 'revoked', last_at }, later)).toBe(false);
});

test('what cannot be read of the settings counts as not chosen', () => {
  expect(thresholdsOf({ enforcement: { revoke_at: 5, warn_at: -1, revoke_ratio: 'x' } })).toEqual({
    ...usual,
    revoke_at: 5,
  });
  expect(usual).toEqual({ warn_at: 1, pause_at: 2, revoke_at: 3, revoke_ratio: 0.5, revoke_ratio_from: 10 });
});
