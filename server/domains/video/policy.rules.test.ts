import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { effectivePolicy, effectiveRule, type PermissionTerms, playRefusal, ruleOf } from './policy.rules.ts';

const speed = fc.integer({ min: 25, max: 400 }).map((hundredths) => hundredths / 100);
const rule = fc.constantFrom('free' as const, 'once' as const, 'blocked' as const);
const permission: fc.Arbitrary<PermissionTerms> = fc.record({
  rule,
  allow_skip_override: fc.option(fc.boolean()),
  max_speed_override: fc.option(speed),
  show_watermark_override: fc.option(fc.boolean()),
  block_speed_control: fc.boolean(),
  block_seek: fc.boolean(),
});
const anything = fc.record({
  video: fc.record({ allow_skip: fc.boolean(), max_speed: speed, show_watermark: fc.boolean() }),
  permission: fc.option(permission),
  rule,
  was_completed: fc.boolean(),
  limits: fc.record({ max_sessions: fc.integer({ min: 1 }), max_devices: fc.integer({ min: 1 }) }),
});
const plain = {
  video: { allow_skip: true, max_speed: 1.5, show_watermark: false },
  permission: null,
  rule: 'free' as const,
  was_completed: false,
  limits: { max_sessions: 1, max_devices: 3 },
};
const set: PermissionTerms = {
  rule: 'free',
  allow_skip_override: null,
  max_speed_override: null,
  show_watermark_override: null,
  block_speed_control: false,
  block_seek: false,
};

describe('whatever is set', () => {
  test('allow_seek never contradicts the mode, and only bounded seeking has a limit', () => {
    fc.assert(
      fc.property(anything, (of) => {
        const { allow_seek, seek } = effectivePolicy(of);
        expect(allow_seek).toBe(seek.mode === 'free');
        expect(seek.forward_limit).toBe(seek.mode === 'bounded_forward' ? 'max_watched' : null);
      }),
    );
  });

  test('a block wins over everything', () => {
    fc.assert(
      fc.property(anything, (of) => {
        const policy = effectivePolicy(of);
        if (of.permission?.block_seek) expect(policy.seek.mode).toBe('blocked');
        else expect(policy.seek.mode).not.toBe('blocked');
        expect(policy.playback_rate.ui_control).toBe(!of.permission?.block_speed_control);
        if (of.permission?.block_speed_control) expect(policy.playback_rate.max).toBe(1);
      }),
    );
  });

  test('a completion never takes a freedom away, and frees exactly what only `once` held', () => {
    fc.assert(
      fc.property(anything, (of) => {
        const [before, after] = [false, true].map((was_completed) =>
          effectivePolicy({ ...of, was_completed }),
        );
        if (before!.allow_seek) expect(after!.allow_seek).toBe(true);
        expect({ ...after, allow_seek: 0, seek: 0 }).toEqual({ ...before, allow_seek: 0, seek: 0 });
        if (of.rule !== 'once') expect(after).toEqual(before);
      }),
    );
  });

  test("what is set for a student replaces the video's terms one by one", () => {
    fc.assert(
      fc.property(anything, fc.boolean(), speed, (of, flag, max_speed_override) => {
        const terms = { ...(of.permission ?? set), block_speed_control: false };
        const overridden = { ...terms, show_watermark_override: flag, max_speed_override };
        const policy = effectivePolicy({ ...of, permission: overridden });
        expect(policy.watermark.enabled).toBe(flag);
        expect(policy.playback_rate.max).toBe(max_speed_override);
      }),
    );
  });
});

test('a video without skipping lets back, and forward as far as was watched', () => {
  const policy = effectivePolicy({ ...plain, video: { ...plain.video, allow_skip: false } });
  expect(policy).toEqual({
    allow_seek: false,
    seek: { mode: 'bounded_forward', forward_limit: 'max_watched', grace_seconds: 3 },
    playback_rate: { max: 1.5, ui_control: true },
    watermark: { enabled: false, mode: 'overlay', fields: ['name', 'phone_tail'] },
    concurrency: { max_sessions: 1, max_devices: 3 },
  });
});

test('once holds until the first completion, then it is free', () => {
  expect(effectivePolicy({ ...plain, rule: 'once' }).seek.mode).toBe('bounded_forward');
  expect(effectivePolicy({ ...plain, rule: 'once', was_completed: true }).seek.mode).toBe('free');
  expect(effectiveRule('once', true)).toBe('free');
  expect(effectiveRule('blocked', true)).toBe('blocked');
});

test('without a rule of their own, online students have once where the academy wants it, all others free', () => {
  const wants = { once_for_online: true };
  expect(ruleOf(null, 'ONLINE', wants)).toBe('once');
  expect(ruleOf(null, 'PRESENT', wants)).toBe('free');
  expect(ruleOf(null, null, wants)).toBe('free');
  expect(ruleOf(null, 'ONLINE', { once_for_online: false })).toBe('free');
  expect(ruleOf({ rule: 'blocked' }, 'ONLINE', wants)).toBe('blocked');
});

test('the reason for a refusal is the first that applies', () => {
  const open = {
    ...{ enrolled: true, has_session_access: true, status: 'READY' },
    ...{ rule: 'once' as const, is_revoked: false },
  };
  expect(playRefusal(open)).toBeNull();
  expect(playRefusal({ ...open, is_revoked: true })).toBe('playback_revoked');
  expect(playRefusal({ ...open, is_revoked: true, rule: 'blocked' })).toBe('blocked');
  expect(playRefusal({ ...open, rule: 'blocked' })).toBe('blocked');
  expect(playRefusal({ ...open, rule: 'blocked', status: 'PROCESSING' })).toBe('video_not_ready');
  expect(playRefusal({ ...open, status: 'PENDING', has_session_access: false })).toBe('no_session_access');
  expect(playRefusal({ ...open, has_session_access: false, enrolled: false })).toBe('not_enrolled');
});
