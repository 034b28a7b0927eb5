import type { Playback } from '@seodang/contract/playback.ts';
import type { Tx } from '#core/db.ts';
import { refuse } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { isStaff } from '#domains/school/index.ts';
import { toTracks } from './captions.ts';
import { chaptersOf } from './chapters.ts';
import type { Delivery } from './delivery.ts';
import type { BegunPlayback } from './playback.queries.ts';
import { PLAYBACK_SECONDS, signPlayback } from './playback-token.ts';
import * as queries from './starts.queries.ts';
import { judge, type Verdict } from './viewers.ts';
import { toWatchState } from './watched.rules.ts';

/** A student who may watch now, and how. */
export type Seat = {
  student: queries.Student;
  viewing: queries.StartViewing;
  verdict: Verdict;
  enrollment_id: number;
};

/** What is asked to open a start or a refresh by the caller. */
export function openingOf(
  scope: Scope,
  video: number,
  device: string | null,
): Omit<queries.Opening, 'index'> {
  if (isStaff(scope)) refuse('instructor_must_use_play_api');
  const { user_id: person, login_session_id: login } = userOf(scope);
  return { login, person, video, device, at: scope.now };
}

/** The caller, alone until commit; who has no seat in the video's class session holds nothing. */
export async function mustBeStudent(
  tx: Tx,
  scope: Scope,
  opening: Omit<queries.Opening, 'index'>,
  patience_ms: number,
) {
  return toStudent(scope, await queries.openStartAlone(tx, opening, patience_ms));
}

/** Still signed in as who is asking, and a student. */
export function toStudent(scope: Scope, opened: queries.Opened | undefined) {
  if (opened?.role !== userOf(scope).role) refuse('unauthenticated');
  if (opened.must_change_password) refuse('password_change_required');
  return { student: opened.student ?? refuse('student_profile_not_linked'), seat: opened.seat };
}

export function mustBeAllowed(viewing: queries.StartViewing, wanted: number | undefined) {
  const { enrollment_id, case_id } = viewing;
  if (wanted !== undefined && wanted !== enrollment_id) refuse('enrollment_mismatch');
  const verdict = judge(viewing);
  if (verdict.refusal === 'playback_revoked') refuse(verdict.refusal, { case_id });
  if (verdict.refusal !== null || enrollment_id === null) refuse(verdict.refusal ?? 'not_enrolled');
  return { verdict, enrollment_id };
}

/** What the playback was allowed under; its heartbeats judge by it. */
export function termsOf({ viewing, verdict: { rule, policy } }: Seat) {
  return {
    rule,
    policy,
    max_rate: policy.playback_rate.max,
    duration_ms: viewing.duration_ms ?? 0,
    required_rate: viewing.video_required_rate,
  };
}

export function livingFrom(now: Date) {
  return { last_seen_at: now, expires_at: new Date(now.getTime() + PLAYBACK_SECONDS * 1000) };
}

/** What a player gets to play with. */
export function toPlayback(
  scope: Scope,
  { token_secret, delivery }: { token_secret: string; delivery: Delivery },
  { student, viewing, verdict, enrollment_id }: Seat,
  { session_id, policy_version: pv, state, case_id }: BegunPlayback,
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
