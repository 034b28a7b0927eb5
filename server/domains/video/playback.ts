import { randomUUID } from 'node:crypto';
import type { Playback } from '@seodang/contract/playback.ts';
import type { PlayRefusal } from '@seodang/contract/video.ts';
import type { Tx } from '#core/db.ts';
import { found, refuse } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { isStaff } from '#domains/school/index.ts';
import { toTracks } from './captions.ts';
import { chaptersOf } from './chapters.ts';
import type { Delivery } from './delivery.ts';
import type { EventWriter } from './event-writer.ts';
import * as queries from './playback.queries.ts';
import { creditFrom, placeFor } from './playback.rules.ts';
import type { PlaybackStore } from './playback-store.ts';
import { mustHoldToken, PLAYBACK_SECONDS, type PlaybackClaims, signPlayback } from './playback-token.ts';
import * as viewers from './viewers.queries.ts';
import { judge, standingOf, type Verdict } from './viewers.ts';
import { toWatchState } from './watched.rules.ts';

/** What playbacks need beside their scope. */
export type Stage = {
  readonly store: PlaybackStore;
  readonly events: EventWriter;
  readonly token_secret: string;
  readonly delivery: Delivery;
};

type StartInput = {
  video_id?: number | undefined;
  enrollment_id?: number | undefined;
  device_id: string;
  takeover: boolean;
};

/**
 * Opens a playback for the caller's own enrollment; the limits hold however many starts race. Refuses with the reason
 * why the video can't be watched, or `device_limit_exceeded` / `concurrency_limit_exceeded`, both with `can_take_over`.
 */
export function startPlayback(scope: Scope, stage: Stage, input: StartInput): Promise<Playback> {
  const { user_id } = userOf(scope);
  return stage.store.change(scope, user_id, async (tx, scope) => {
    const video_id = input.video_id ?? refuse('video_id_required');
    const { device_id, takeover } = input;
    const { student, viewing, live, over, continued } = await mustHaveSeat(tx, scope, input, video_id);
    const verdict = mustBeAllowed(viewing, input.enrollment_id);
    const { enrollment_id } = verdict;
    const seat = { student, viewing, verdict, enrollment_id };

    const place = placeFor(verdict.policy.concurrency, live, { video_id, device_id, takeover });
    if (place.refused !== null) refuse(place.refused, { can_take_over: true });
    const terms = termsOf(seat);
    const playback = { session_id: randomUUID(), policy_version: 1, ...standingOf(viewing, scope.now) };
    const row = {
      ...playback,
      ...terms,
      ...{ video_id, enrollment_id, user_id, device_id, credit_from: creditFrom(continued, scope.now) },
      credit_rate: terms.max_rate,
      paused_at: playback.state === 'paused' ? scope.now : null,
      ...{ started_at: scope.now, policy_since: scope.now },
      ...livingFrom(scope.now),
    };
    await queries.beginPlayback(tx, row, { over, ended: place.endings, isFirst: viewing.progress === null });
    return toPlayback(scope, stage, seat, playback);
  });
}

/** The caller, still signed in, with a seat in the video's class session; what its rules are made from is held. */
async function mustHaveSeat(
  tx: Tx,
  scope: Scope,
  { device_id, enrollment_id }: StartInput,
  video_id: number,
) {
  const { student, seat } = await mustBeStudent(tx, scope, video_id, device_id);
  if (seat) return { student, ...seat };
  const viewing = found(await viewers.findViewing(tx, video_id, student.student_id));
  return refuse(mustBeAllowed(viewing, enrollment_id) && 'no_session_access');
}

/** The caller, alone until commit; who has no seat in the video's class session holds nothing. */
async function mustBeStudent(tx: Tx, scope: Scope, video_id: number, device_id: string | null) {
  if (isStaff(scope)) refuse('instructor_must_use_play_api');
  const { user_id, role, login_session_id } = userOf(scope);
  const who = { login_session_id, user_id, video_id, device_id, now: scope.now };
  const opened = await viewers.openStart(tx, who);
  if (opened.role !== role) refuse('unauthenticated');
  if (opened.must_change_password) refuse('password_change_required');
  return { student: opened.student ?? refuse('student_profile_not_linked'), seat: opened.seat };
}

function mustBeAllowed(viewing: viewers.StartViewing, wanted: number | undefined) {
  const { enrollment_id, case_id } = viewing;
  if (wanted !== undefined && wanted !== enrollment_id) refuse('enrollment_mismatch');
  const verdict = judge(viewing);
  if (verdict.refusal === 'playback_revoked') refuse(verdict.refusal, { case_id });
  if (verdict.refusal !== null || enrollment_id === null) refuse(verdict.refusal ?? 'not_enrolled');
  return { ...verdict, enrollment_id };
}

type Refreshed = { refused: PlayRefusal } | { refused: null; playback: Playback };

/**
 * A new token, address and policy, also after `policy_changed`; ends the playback and says why when there is none.
 * Refuses `session_inactive` with the `reason` for which the playback ended.
 */
export async function refreshPlayback(
  scope: Scope,
  stage: Stage,
  token: string | undefined,
): Promise<Playback> {
  const claims = mustHoldToken(stage.token_secret, scope, token);
  // Ending the playback must be kept although the caller is refused.
  const refreshed = await stage.store.change(scope, claims.user_id, (tx, scope) =>
    refresh(tx, scope, stage, claims),
  );
  return refreshed.refused === null ? refreshed.playback : refuse(refreshed.refused);
}

async function refresh(tx: Tx, scope: Scope, stage: Stage, claims: PlaybackClaims): Promise<Refreshed> {
  const { session_id, video_id, enrollment_id } = claims;
  const { student, seat: held } = await mustBeStudent(tx, scope, video_id, null);
  const live = mustBeLive(await queries.lockPlayback(tx, session_id), scope.now);
  const viewing = held?.viewing ?? (await viewers.findViewing(tx, video_id, student.student_id));
  const verdict = viewing && judge(viewing);
  if (!verdict || verdict.refusal !== null || viewing.enrollment_id !== enrollment_id) {
    const refused = verdict ? (verdict.refusal ?? 'not_enrolled') : 'video_not_ready';
    await queries.endPlaybacks(tx, [claims], refused, scope.now);
    return { refused };
  }
  const seat = { student, viewing, verdict, enrollment_id };
  const terms = termsOf(seat);
  const credit_rate = Math.max(live.credit_rate, terms.max_rate);
  const renewed = { ...terms, policy: JSON.stringify(terms.policy), credit_rate, ...livingFrom(scope.now) };
  await queries.renewPlayback(tx, session_id, renewed, scope.now);
  return { refused: null, playback: toPlayback(scope, stage, seat, live) };
}

/** Ends the caller's playback, also when its token has run out. What has ended otherwise stays as it ended. */
export async function endPlayback(scope: Scope, stage: Stage, token: string | undefined): Promise<void> {
  const claims = mustHoldToken(stage.token_secret, scope, token, { evenExpired: true });
  await stage.store.change(
    scope,
    claims.user_id,
    (tx) => queries.endPlaybacks(tx, [claims], 'ended', scope.now),
    { evenAway: true },
  );
}

type Live = NonNullable<Awaited<ReturnType<typeof queries.lockPlayback>>>;

function mustBeLive(playback: Live | undefined, now: Date): Live {
  if (!playback) refuse('invalid_token');
  const { status, expires_at, ended_reason } = playback;
  if (status !== 'ACTIVE' || expires_at <= now)
    refuse('session_inactive', { reason: ended_reason ?? 'expired' });
  return playback;
}

/** A student who may watch now, and how. */
type Seat = {
  student: viewers.Student;
  viewing: viewers.StartViewing;
  verdict: Verdict;
  enrollment_id: number;
};

/** What the playback was allowed under; its heartbeats judge by it. */
function termsOf({ viewing, verdict: { rule, policy } }: Seat) {
  return {
    rule,
    policy,
    max_rate: policy.playback_rate.max,
    duration_ms: viewing.duration_ms ?? 0,
    required_rate: viewing.video_required_rate,
  };
}

function livingFrom(now: Date) {
  return { last_seen_at: now, expires_at: new Date(now.getTime() + PLAYBACK_SECONDS * 1000) };
}

type Begun = Pick<Live, 'session_id' | 'policy_version' | 'state' | 'case_id'>;

function toPlayback(
  scope: Scope,
  { token_secret, delivery }: Stage,
  { student, viewing, verdict, enrollment_id }: Seat,
  { session_id, policy_version: pv, state, case_id }: Begun,
): Playback {
  const expires_at = Math.floor(scope.now.getTime() / 1000) + PLAYBACK_SECONDS;
  const { user_id } = userOf(scope);
  const claims = {
    tenant_id: scope.tenant_id,
    session_id,
    video_id: viewing.video_id,
    enrollment_id,
    user_id,
    pv,
  };
  return {
    token: signPlayback(token_secret, claims, expires_at),
    session_id,
    expires_at,
    policy: verdict.policy,
    duration: viewing.duration ?? 0,
    ...delivery.playUrls(viewing, session_id, expires_at),
    captions: toTracks(scope, delivery, viewing.captions),
    chapters: chaptersOf(viewing),
    watermark_text: [student.name, student.phone?.slice(-4)].filter(Boolean).join(' · '),
    watch: toWatchState(viewing),
    ...{ state, case_id },
  };
}
