import { refuse } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import type { Stage } from './playback.ts';
import { mustHoldToken, PLAYBACK_SECONDS } from './playback-token.ts';
import { recordForgery } from './violations.ts';
import { isForged, multirangeOf } from './watched.rules.ts';

export type BeatInput = {
  token?: string | undefined;
  position?: number | undefined;
  intervals: [number, number][];
  clock?: number | undefined;
  seq?: number | undefined;
};

/**
 * The playback lives on, and what was played comes on record, cut to what one stream can have played (spec/02,
 * Watching is measured by the server). Refuses as the token does, then `policy_changed`, then `session_inactive` with
 * its `reason`. Seconds come in and go out.
 */
export async function heartbeat(scope: Scope, stage: Stage, input: BeatInput) {
  const claims = mustHoldToken(stage.token_secret, scope, input.token);
  const { login_session_id } = userOf(scope);
  const { problem, reason, ...beat } = await stage.store.beat({
    ...claims,
    login_session_id,
    now: scope.now,
    live_seconds: PLAYBACK_SECONDS,
    position_ms: milliseconds(input.position),
    claimed: multirangeOf(input.intervals),
    clock_ms: milliseconds(input.clock),
    seq: input.seq ?? null,
  });
  if (problem !== null) refuse(problem, reason === null ? {} : { reason });
  const { cut_ms, total_cut_ms, repeats, is_repeat, ...rest } = beat;
  if (isForged(beat)) await recordForgery(scope, claims, { cut_ms: total_cut_ms, repeats });
  return { ok: true as const, ...rest, cut_seconds: cut_ms / 1000 };
}

function milliseconds(seconds: number | undefined): number | null {
  return seconds === undefined ? null : Math.round(seconds * 1000);
}
