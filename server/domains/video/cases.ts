import type {
  CaseQuery,
  CaseStatus,
  OwnPlaybackCase,
  PlaybackCase,
  PlaybackCaseDetail,
} from '@seodang/contract/playback-cases.ts';
import { audit } from '#core/audit.ts';
import { lock, type Tx } from '#core/db.ts';
import { orderOf, toPage } from '#core/list.ts';
import { publish } from '#core/live.ts';
import { found, refuse } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import * as queries from './cases.queries.ts';
import type { PlaybackStore } from './playback-store.ts';
import { addEntry, resumePlaybacks, updateCase } from './violations.queries.ts';

const MOST_ENTRIES = 500;

/** Cases in the lectures that the caller works in, the newest first unless ordered otherwise. */
export function listCases(scope: Scope, query: CaseQuery, url: string) {
  return scope.tx(async (tx, scope) => {
    const order = orderOf(query, queries.caseOrders, [{ column: 'opened_at', direction: 'desc' }]);
    const rows = await queries.listCases(tx, scope, query, order);
    return toPage(url, query, await queries.countCases(tx, scope, query), rows);
  });
}

/** A case with its evidence. */
export function getCase(scope: Scope, id: number): Promise<PlaybackCaseDetail> {
  return scope.tx(async (tx, scope) => {
    const { user_id: _, ...one } = found(await queries.findCase(tx, scope, id));
    const timeline = await queries.listEntries(tx, id, MOST_ENTRIES);
    return { ...one, timeline, playbacks: await queries.listPlaybacksOf(tx, one) };
  });
}

/** Gives access back, effective at once. Refuses `case_closed` when it was decided before. */
export function restoreCase(
  scope: Scope,
  store: PlaybackStore,
  id: number,
  reason: string,
): Promise<PlaybackCase> {
  return decide(scope, store, id, { status: 'restored', reason });
}

/** Closes a case in which there is nothing, also giving access back. Refuses `case_closed`. */
export function dismissCase(
  scope: Scope,
  store: PlaybackStore,
  id: number,
  reason: string | null,
): Promise<PlaybackCase> {
  return decide(scope, store, id, { status: 'dismissed', reason });
}

type Decision = { status: Extract<CaseStatus, 'restored' | 'dismissed'>; reason: string | null };

function decide(
  scope: Scope,
  store: PlaybackStore,
  id: number,
  { status, reason }: Decision,
): Promise<PlaybackCase> {
  const mustBeSeen = async (tx: Tx, scope: Scope) => found(await queries.findCase(tx, scope, id));
  const whose = async (tx: Tx, scope: Scope) => (await mustBeSeen(tx, scope)).user_id ?? 0;
  const work = async (tx: Tx, scope: Scope): Promise<PlaybackCase> => {
    const { now } = scope;
    const seen = await mustBeSeen(tx, scope);
    // Starts and violations of this student wait, so that none of them still goes by the old state.
    await lock(tx, 'playback', seen.user_id ?? 0);
    const held = found(await queries.lockCase(tx, id));
    if (held.status !== 'open') refuse('case_closed');
    const resolved_by = userOf(scope).user_id;
    await updateCase(tx, id, { status, resolution: reason, resolved_at: now, resolved_by });
    await addEntry(tx, { case_id: id, at: now, kind: status, text: reason, actor_id: resolved_by });
    await resumePlaybacks(tx, held, { state: 'ok', case_id: null, now });
    await audit(tx, scope, {
      ...{ action: `playback_case.${status}`, subject_type: 'playback_case', subject_id: id },
      before: { status: held.status, state: held.state },
      after: { status, reason },
    });
    await tell(tx, seen);
    const { user_id: _, ...decided } = await mustBeSeen(tx, scope);
    return decided;
  };
  return store.change(scope, whose, work, { evenAway: true });
}

/** The caller's own cases, the newest first. */
export function listOwnCases(
  scope: Scope,
  { video, status }: { video?: number | undefined; status?: CaseStatus | undefined },
): Promise<OwnPlaybackCase[]> {
  return scope.tx((tx, scope) =>
    queries
      .ownCases(tx, scope)
      .$if(video !== undefined, (q) => q.where('k.video_id', '=', video ?? 0))
      .$if(status !== undefined, (q) => q.where('k.status', '=', status ?? 'open'))
      .orderBy('k.opened_at', 'desc')
      .orderBy('k.id', 'desc')
      .limit(100)
      .execute(),
  );
}

/** The student says why it was not so; again, in place of what was said before. Refuses `case_closed` when it was decided. */
export function objectTo(scope: Scope, id: number, text: string): Promise<OwnPlaybackCase> {
  return scope.tx(async (tx, scope) => {
    const { now } = scope;
    const own = queries.ownCases(tx, scope).where('k.id', '=', id);
    found(await own.executeTakeFirst());
    const held = found(await queries.lockCase(tx, id));
    if (held.status !== 'open') refuse('case_closed');
    const { user_id } = userOf(scope);
    await updateCase(tx, id, { objection: text, objected_at: now });
    await addEntry(tx, { case_id: id, at: now, kind: 'objected', text, actor_id: user_id });
    const { lecture_id, ...said } = found(await own.executeTakeFirst());
    await tell(tx, { lecture: lecture_id, enrollment: said.enrollment, user_id });
    return said;
  });
}

type Concerned = { lecture: number; enrollment: number; user_id: number | null };

async function tell(tx: Tx, { lecture, enrollment, user_id }: Concerned): Promise<void> {
  const about = { lecture_id: lecture, enrollment_id: enrollment, ...(user_id !== null && { user_id }) };
  await publish(tx, 'playback-cases', about);
  await publish(tx, 'videos', about);
}
