import type { PlaybackPolicy } from '@seodang/contract/playback.ts';
import type { PlayRefusal, VideoRule } from '@seodang/contract/video.ts';

/** What a video asks of everybody. */
export type VideoTerms = { allow_skip: boolean; max_speed: number; show_watermark: boolean };

/** What somebody set for one student and one video; null overrides nothing. */
export type PermissionTerms = {
  rule: VideoRule;
  allow_skip_override: boolean | null;
  max_speed_override: number | null;
  show_watermark_override: boolean | null;
  block_speed_control: boolean;
  block_seek: boolean;
};

export type Limits = { max_sessions: number; max_devices: number };

/** How far a jump ahead of what was watched is no jump, and by how much a beat may run ahead of the clock. */
export const GRACE_SECONDS = 3;

/**
 * The rule that holds: the one set for this student; without one, `once` for those who take the session by video in
 * an academy that wants it so (`once_for_online`), else `free`.
 */
export function ruleOf(
  permission: Pick<PermissionTerms, 'rule'> | null,
  attendance: string | null,
  { once_for_online }: { once_for_online: boolean },
): VideoRule {
  if (permission) return permission.rule;
  return once_for_online && attendance === 'ONLINE' ? 'once' : 'free';
}

/** `once` holds until the first completion; who completed it watches as if it were `free`. */
export function effectiveRule(rule: VideoRule, wasCompleted: boolean): VideoRule {
  return rule === 'once' && wasCompleted ? 'free' : rule;
}

/**
 * What the viewer may do (spec/02, Effective policy): the video's terms, overridden per student, then `once`, then
 * the blocks. A rule of `blocked` is refused before anybody asks for a policy.
 */
export function effectivePolicy(of: {
  video: VideoTerms;
  permission: PermissionTerms | null;
  rule: VideoRule;
  was_completed: boolean;
  limits: Limits;
}): PlaybackPolicy {
  const { video, permission, limits } = of;
  const maySkip = permission?.allow_skip_override ?? video.allow_skip;
  const firstTime = effectiveRule(of.rule, of.was_completed) === 'once';
  const seek = permission?.block_seek ? blocked : maySkip && !firstTime ? free : bounded;
  const speedBlocked = permission?.block_speed_control ?? false;
  return {
    allow_seek: seek.mode === 'free',
    seek: { ...seek },
    playback_rate: {
      max: speedBlocked ? 1 : (permission?.max_speed_override ?? video.max_speed),
      ui_control: !speedBlocked,
    },
    watermark: {
      enabled: permission?.show_watermark_override ?? video.show_watermark,
      mode: 'overlay',
      fields: ['name', 'phone_tail'],
    },
    concurrency: { ...limits },
  };
}

const free = { mode: 'free', forward_limit: null, grace_seconds: GRACE_SECONDS } as const;
const bounded = {
  mode: 'bounded_forward',
  forward_limit: 'max_watched',
  grace_seconds: GRACE_SECONDS,
} as const;
const blocked = { mode: 'blocked', forward_limit: null, grace_seconds: 0 } as const;

/** Why this enrollment can't play the video, in the order in which it is found out; null when it can. */
export function playRefusal(of: {
  enrolled: boolean;
  has_session_access: boolean;
  status: string;
  rule: VideoRule;
  is_revoked: boolean;
}): PlayRefusal | null {
  if (!of.enrolled) return 'not_enrolled';
  if (!of.has_session_access) return 'no_session_access';
  if (of.status !== 'READY') return 'video_not_ready';
  if (of.rule === 'blocked') return 'blocked';
  return of.is_revoked ? 'playback_revoked' : null;
}
