import type { EnforcementState } from '@seodang/contract/playback.ts';
import type { EnforcementSettings } from '@seodang/contract/settings.ts';

export type Standing = {
  state: EnforcementState;
  /** Whether the student has read why it was paused, and went on. */
  has_confirmed: boolean;
};

/**
 * What a further violation leads to (spec/02, Events and violations): one step at most, from a warning over a pause to
 * the end. Nobody is revoked who has not confirmed a pause, and nothing moves somebody who is paused but confirming.
 * `violations` and `total` (of events) count since the case was opened.
 */
export function nextState(
  { state, has_confirmed }: Standing,
  { violations, total }: { violations: number; total: number },
  thresholds: EnforcementSettings,
): EnforcementState {
  const { warn_at, pause_at, revoke_at, revoke_ratio, revoke_ratio_from } = thresholds;
  const isTooMany =
    violations >= revoke_at || (total >= revoke_ratio_from && violations / total >= revoke_ratio);
  if (state === 'ok') return violations >= warn_at ? 'warned' : 'ok';
  if (state === 'warned' && isTooMany && has_confirmed) return 'revoked';
  if (state === 'warned') return isTooMany || violations >= pause_at ? 'paused' : 'warned';
  return state;
}

/** A run of violations ends when this long nothing more was violated; whoever is revoked waits for staff. */
const LAPSE_MS = 30 * 24 * 3600 * 1000;

export function hasLapsed(
  { state, last_at }: { state: EnforcementState; last_at: Date },
  now: Date,
): boolean {
  return state !== 'revoked' && last_at < lapsesBefore(now);
}

/** A case in which nothing happened since is over. */
export function lapsesBefore(now: Date): Date {
  return new Date(now.getTime() - LAPSE_MS);
}
