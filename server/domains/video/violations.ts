import type { EnforcementState } from '@seodang/contract/playback.ts';
import { lock, type Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import { refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { lockPlayback } from './playback.queries.ts';
import type { Stage } from './playback.ts';
import { type EventBatch, type Stored, storeViolating } from './playback-events.queries.ts';
import { mustHoldToken, type PlaybackClaims } from './playback-token.ts';
import { thresholdsOf } from './settings.ts';
import * as queries from './violations.queries.ts';
import { hasLapsed, nextState } from './violations.rules.ts';

/** Stores a batch that violates, with what follows from it: the case with its evidence, and its next state. */
export function enforce(
  scope: Scope,
  { store }: Stage,
  claims: PlaybackClaims,
  batch: EventBatch,
): Promise<Stored> {
  return store.change(scope, claims.user_id, async (tx, scope) => {
    await lock(tx, 'playback', claims.user_id);
    const stored = await storeViolating(tx, batch);
    if (stored.problem !== null || stored.violations === null) return stored;
    const open = await openCase(tx, scope, claims);
    await queries.addViolations(tx, open.id, batch, { ...stored, violations: stored.violations });
    const state = await step(tx, scope, claims, open, stored.violations);
    await tell(tx, claims);
    return { ...stored, state, case_id: open.id };
  });
}

/** The open case of a student and video, held until commit; a new one when there is none, or nothing happened for long. */
async function openCase(tx: Tx, { now }: Scope, of: PlaybackClaims): Promise<queries.OpenCase> {
  const open = await queries.lockOpenCase(tx, of);
  if (open && !hasLapsed(open, now)) return open;
  if (open) {
    await queries.updateCase(tx, open.id, { status: 'lapsed', resolved_at: now });
    await queries.addEntry(tx, { case_id: open.id, at: now, kind: 'lapsed' });
  }
  return queries.insertCase(tx, of, now);
}

async function step(
  tx: Tx,
  { now }: Scope,
  claims: PlaybackClaims,
  open: queries.OpenCase,
  violated: NonNullable<Stored['violations']>,
): Promise<EnforcementState> {
  const violations = open.violations + violated.length;
  // Batches that waited on the device tell of what was done before the student could see the last step.
  const isAfterLastStep = violated.some(
    ({ occurred_at }) => open.step_at === null || new Date(occurred_at) >= open.step_at,
  );
  const total = await queries.countEvents(tx, open);
  const thresholds = thresholdsOf(await queries.settingsOf(tx));
  const standing = { state: open.state, has_confirmed: open.confirmed_at !== null };
  const next = isAfterLastStep ? nextState(standing, { violations, total }, thresholds) : open.state;
  await queries.updateCase(tx, open.id, {
    ...{ violations, last_at: now },
    ...(next !== open.state && { state: next, step_at: now }),
    ...(next === 'revoked' && { revoked_at: now }),
  });
  if (next !== open.state) await take(tx, claims, { open, next, now });
  return next;
}

/** The next state reaches every playback of this student and video. */
async function take(
  tx: Tx,
  { session_id }: PlaybackClaims,
  { open, next, now }: { open: queries.OpenCase; next: EnforcementState; now: Date },
): Promise<void> {
  if (next === 'ok') return;
  await queries.setPlaybacks(tx, open, {
    state: next,
    case_id: open.id,
    paused_at: next === 'paused' ? now : null,
  });
  if (next === 'revoked') await queries.revokePlaybacks(tx, open, now);
  await queries.addEntry(tx, { case_id: open.id, at: now, kind: next, session_id });
}

/**
 * The student has seen the warning, or has confirmed the pause and goes on, under warning as before. Another state than
 * the present one changes nothing. Refuses as the token does, then `session_inactive`.
 */
export function acknowledge(
  scope: Scope,
  stage: Stage,
  { token, state }: { token?: string | undefined; state: 'warned' | 'paused' },
) {
  const claims = mustHoldToken(stage.token_secret, scope, token);
  return stage.store.change(scope, claims.user_id, async (tx, scope) => {
    const { now } = scope;
    const { session_id } = claims;
    await lock(tx, 'playback', claims.user_id);
    const playback = await lockPlayback(tx, session_id);
    if (!playback) refuse('invalid_token');
    if (playback.status !== 'ACTIVE' || playback.expires_at <= now)
      refuse('session_inactive', { reason: playback.ended_reason ?? 'expired' });
    const open = await queries.lockOpenCase(tx, claims);
    if (!open || open.state === 'ok') return { ok: true as const, state: 'ok' as const, case_id: null };
    if (open.state !== state) return { ok: true as const, state: open.state, case_id: open.id };
    const seen = { warning_seen_at: open.warning_seen_at ?? now };
    if (state === 'warned') {
      await queries.updateCase(tx, open.id, seen);
      if (open.warning_seen_at === null)
        await queries.addEntry(tx, { case_id: open.id, at: now, kind: 'warning_seen', session_id });
    } else {
      await queries.updateCase(tx, open.id, { ...seen, state: 'warned', step_at: now, confirmed_at: now });
      await queries.addEntry(tx, { case_id: open.id, at: now, kind: 'confirmed', session_id });
      await queries.resumePlaybacks(tx, open, { state: 'warned', case_id: open.id, now });
    }
    await tell(tx, claims);
    return { ok: true as const, state: 'warned' as const, case_id: open.id };
  });
}

/** Beats that claimed more than can have been played, or came again and again: kept as evidence, without consequence. */
export type Forgery = { cut_ms: number; repeats: number };

export function recordForgery(scope: Scope, claims: PlaybackClaims, forgery: Forgery): Promise<void> {
  return scope.tx(async (tx, scope) => {
    await lock(tx, 'playback', claims.user_id);
    const open = await openCase(tx, scope, claims);
    await queries.updateCase(tx, open.id, { forged: open.forged + 1, last_at: scope.now });
    await queries.putForgery(tx, open.id, claims.session_id, forgery, scope.now);
    await tell(tx, claims);
  });
}

async function tell(tx: Tx, { enrollment_id, user_id }: PlaybackClaims): Promise<void> {
  await publish(tx, 'playback-cases', { enrollment_id, user_id });
}
