import type { PlaybackPolicy } from '@seodang/contract/playback.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { useApp } from '#testing/harness.ts';
import { effectivePolicy } from './policy.rules.ts';

const kit = useApp();

type Case = { type: string; payload: object | null; policy: PlaybackPolicy; max_watched: number };

/** What app.violation_of says to each, in one statement. */
async function judged(cases: readonly Case[]): Promise<(string | null)[]> {
  const { rows } = await kit.owner.query<{ reason: string | null }>(
    `select app.violation_of(c.type, c.payload, c.policy, c.max_watched) as reason
     from json_to_recordset($1) as c(at int, type playback_event_type, payload jsonb, policy jsonb, max_watched int) order by at`,
    [JSON.stringify(cases.map((one, at) => ({ at, ...one })))],
  );
  return rows.map(({ reason }) => reason);
}

const policies = fc
  .record({
    allow_skip: fc.boolean(),
    max_speed: fc.constantFrom(0.5, 1, 1.25, 1.5, 2, 4),
    block_seek: fc.boolean(),
    block_speed_control: fc.boolean(),
  })
  .map(({ allow_skip, max_speed, block_seek, block_speed_control }) =>
    effectivePolicy({
      video: { allow_skip, max_speed, show_watermark: true },
      permission: {
        rule: 'free',
        ...{ allow_skip_override: null, max_speed_override: null, show_watermark_override: null },
        ...{ block_seek, block_speed_control },
      },
      rule: 'free',
      was_completed: false,
      limits: { max_sessions: 1, max_devices: 3 },
    }),
  );
const second = fc.double({ min: -10, max: 7200, noNaN: true });
const watched = fc.nat(7200);
const sample = <T>(of: fc.Arbitrary<T>) => fc.sample(of, 500);
const unreadable = [null, {}, { to: null, rate: null }, { to: '5', rate: '1' }, { to: [5], rate: {} }];

describe('a seek', () => {
  const seeks = fc.record({ policy: policies, from: second, to: second, max_watched: watched });

  test('is a violation where seeking is blocked, and ahead of what was watched where it is bounded', async () => {
    const cases = sample(seeks);
    const reasons = await judged(
      cases.map(({ policy, from, to, max_watched }) => ({
        ...{ type: 'SEEK_ATTEMPT', payload: { from, to }, policy, max_watched },
      })),
    );
    const expected = cases.map(({ policy: { seek }, to, max_watched }) => {
      if (seek.mode === 'free') return null;
      if (seek.mode === 'blocked') return 'seek_blocked';
      return to > max_watched + seek.grace_seconds ? 'seek_bounded_forward' : null;
    });
    expect(reasons).toEqual(expected);
  });

  test('that does not say where to is one wherever seeking is restricted', async () => {
    const cases = sample(fc.record({ policy: policies, payload: fc.constantFrom(...unreadable) }));
    const reasons = await judged(
      cases.map((one) => ({ ...one, type: 'SEEK_ATTEMPT', max_watched: 1_000_000 })),
    );
    expect(reasons.map((reason) => reason === null)).toEqual(cases.map(({ policy }) => policy.allow_seek));
  });
});

describe('a change of speed', () => {
  const speeds = fc.record({
    policy: policies,
    rate: fc.constantFrom(0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 4, 16),
  });

  test('is compared with what is allowed: slower never is too fast, and without control only 1 is right', async () => {
    const cases = sample(speeds);
    const reasons = await judged(
      cases.map(({ policy, rate }) => ({
        ...{ type: 'SPEED_CHANGE_ATTEMPT', payload: { rate }, policy, max_watched: 0 },
      })),
    );
    const expected = cases.map(({ policy: { playback_rate }, rate }) => {
      if (!playback_rate.ui_control) return rate === 1 ? null : 'speed_blocked';
      return rate > playback_rate.max ? 'speed_exceeded' : null;
    });
    expect(reasons).toEqual(expected);
  });

  test('that does not say to what is one', async () => {
    const cases = sample(fc.record({ policy: policies, payload: fc.constantFrom(...unreadable) }));
    const reasons = await judged(
      cases.map((one) => ({ ...one, type: 'SPEED_CHANGE_ATTEMPT', max_watched: 0 })),
    );
    expect(reasons).not.toContain(null);
  });
});

test('nothing else is a violation, whatever it says', async () => {
  const cases = sample(
    fc.record({
      type: fc.constantFrom(
        ...['VISIBILITY_HIDDEN', 'VISIBILITY_VISIBLE', 'FOCUS_LOST', 'FOCUS_GAINED'],
        ...['FULLSCREEN_ENTER', 'FULLSCREEN_EXIT', 'PLAYER_ERROR', 'WATERMARK_REMOVED'],
      ),
      payload: fc.constantFrom(null, {}, { to: 7000, rate: 16 }),
      policy: policies,
      max_watched: watched,
    }),
  );
  expect(new Set(await judged(cases))).toEqual(new Set([null]));
});
