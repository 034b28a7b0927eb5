import type { Playback } from '@seodang/contract/playback.ts';
import type { PlayRefusal } from '@seodang/contract/video.ts';
import type { Tx } from '#core/db.ts';
import { refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import type { Delivery } from './delivery.ts';
import type { EventWriter } from './event-writer.ts';
import * as queries from './playback.queries.ts';
import type { PlaybackStore } from './playback-store.ts';
import { mustHoldToken, type PlaybackClaims } from './playback-token.ts';
import { livingFrom, mustBeStudent, openingOf, termsOf, toPlayback, toStudent } from './seat.ts';
import { type OpenedSeat, type Opening, openStarts, type Student } from './starts.queries.ts';
import type { Starts } from './starts.ts';
import * as viewers from './viewers.queries.ts';
import { judge } from './viewers.ts';

/** What playbacks need beside their scope. */
export type Stage = {
  readonly store: PlaybackStore;
  readonly starts: Starts;
  readonly events: EventWriter;
  readonly token_secret: string;
  readonly delivery: Delivery;
};

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
  const opening = openingOf(scope, claims.video_id, null);
  const { alone } = stage.starts;
  const held = <T>(work: (asked: Asked) => Promise<T>) =>
    stage.store.hold(scope, claims.user_id, (mustStillHold) =>
      work({ scope, stage, claims, opening, mustStillHold }),
    );
  // Nobody is held while they wait for a place.
  const refreshed =
    (await held(refreshAtOnce)) ??
    (await alone.take(scope.tenant_id, () => held((asked) => refreshAlone(asked, alone.patience_ms))));
  return refreshed.refused === null ? refreshed.playback : refuse(refreshed.refused);
}

type Asked = {
  scope: Scope;
  stage: Stage;
  claims: PlaybackClaims;
  opening: Omit<Opening, 'index'>;
  mustStillHold: () => void;
};

/** Undefined where somebody has a hand on what it needs, or there is no seat: nothing is waited for. */
function refreshAtOnce(asked: Asked): Promise<Refreshed | undefined> {
  return asked.scope.tx(async (tx, scope) => {
    const opened = (await openStarts(tx, [{ ...asked.opening, index: 0 }])).get(0);
    if (!opened?.seat) return undefined;
    const live = await queries.lockPlayback(tx, asked.claims.session_id, { atOnce: true });
    return live && refresh(tx, scope, asked, { ...toStudent(scope, opened), live });
  });
}

function refreshAlone(asked: Asked, patience_ms: number): Promise<Refreshed> {
  return asked.scope.tx(async (tx, scope) => {
    const found = await mustBeStudent(tx, scope, asked.opening, patience_ms);
    const live = await queries.lockPlayback(tx, asked.claims.session_id);
    return refresh(tx, scope, asked, { ...found, live });
  });
}

type Found = Pick<OpenedSeat, 'viewing'>;
type Place = { student: Student; seat: Found | null; live: queries.LivePlaybackRow | undefined };

/** Ending the playback is kept although the caller will be refused. */
async function refresh(
  tx: Tx,
  scope: Scope,
  { stage, claims, mustStillHold }: Asked,
  { student, seat: held, live: playback }: Place,
): Promise<Refreshed> {
  const { session_id, video_id, enrollment_id } = claims;
  const live = mustBeLive(playback, scope.now);
  const viewing = held?.viewing ?? (await viewers.findViewing(tx, video_id, student.student_id));
  const verdict = viewing && judge(viewing);
  if (!verdict || verdict.refusal !== null || viewing.enrollment_id !== enrollment_id) {
    const refused = verdict ? (verdict.refusal ?? 'not_enrolled') : 'video_not_ready';
    await queries.endPlaybacks(tx, [claims], refused, scope.now);
    mustStillHold();
    return { refused };
  }
  const seat = { student, viewing, verdict, enrollment_id };
  const terms = termsOf(seat);
  const credit_rate = Math.max(live.credit_rate, terms.max_rate);
  const renewed = { ...terms, policy: JSON.stringify(terms.policy), credit_rate, ...livingFrom(scope.now) };
  await queries.renewPlayback(tx, session_id, renewed, scope.now);
  mustStillHold();
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

function mustBeLive(playback: queries.LivePlaybackRow | undefined, now: Date): queries.LivePlaybackRow {
  if (!playback) refuse('invalid_token');
  const { status, expires_at, ended_reason } = playback;
  if (status !== 'ACTIVE' || expires_at <= now)
    refuse('session_inactive', { reason: ended_reason ?? 'expired' });
  return playback;
}
