import type { EnforcementState } from '@seodang/contract/playback.ts';
import { type Insertable, sql, type Updateable } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { PlaybackCase, PlaybackCaseEntry } from '#db/types.ts';
import type { EventBatch, Stored, Violated } from './playback-events.queries.ts';

/** A student and a video. */
export type Of = { video_id: number; enrollment_id: number };

const columns = [
  'id',
  'video_id',
  'enrollment_id',
  'state',
  'violations',
  'forged',
  'opened_at',
  'last_at',
  'step_at',
  'warning_seen_at',
  'confirmed_at',
] as const;

/** The open case of a student and video, held until commit; playbacks that name it may begin meanwhile. */
export function lockOpenCase(tx: Tx, { video_id, enrollment_id }: Of) {
  return tx
    .selectFrom('playback_case')
    .select(columns)
    .where('tenant_id', '=', tx.tenant_id)
    .where('video_id', '=', video_id)
    .where('enrollment_id', '=', enrollment_id)
    .where('status', '=', 'open')
    .forNoKeyUpdate()
    .executeTakeFirst();
}
export type OpenCase = NonNullable<Awaited<ReturnType<typeof lockOpenCase>>>;

export function insertCase(tx: Tx, { video_id, enrollment_id }: Of, now: Date): Promise<OpenCase> {
  return tx
    .insertInto('playback_case')
    .values({ video_id, enrollment_id, opened_at: now, last_at: now })
    .returning(columns)
    .executeTakeFirstOrThrow();
}

/** Also by whom and why, when staff decide. */
export async function updateCase(tx: Tx, id: number, change: Updateable<PlaybackCase>): Promise<void> {
  await tx
    .updateTable('playback_case')
    .set(change)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

/** Events of the playbacks that a case is about, those that violate nothing included. */
export async function countEvents(tx: Tx, { video_id, enrollment_id, opened_at }: OpenCase): Promise<number> {
  const { n } = await tx
    .selectFrom('playback_session as s')
    .innerJoin('playback_event as e', 'e.session_id', 's.session_id')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.enrollment_id', '=', enrollment_id)
    .where('s.video_id', '=', video_id)
    .where((s) => s.or([s('s.ended_at', 'is', null), s('s.ended_at', '>=', opened_at)]))
    .executeTakeFirstOrThrow();
  return n;
}

export async function settingsOf(tx: Tx): Promise<unknown> {
  const { settings } = await tx
    .selectFrom('tenant')
    .select('settings')
    .where('id', '=', tx.tenant_id)
    .executeTakeFirstOrThrow();
  return settings;
}

export async function addEntry(tx: Tx, entry: Insertable<PlaybackCaseEntry>): Promise<void> {
  await tx.insertInto('playback_case_entry').values(entry).execute();
}

/** More of one batch are only counted: the events themselves are kept as well. */
const ENTRIES_A_BATCH = 20;

export async function addViolations(
  tx: Tx,
  case_id: number,
  { session_id, events }: EventBatch,
  { violations, policy_id, max_watched }: Stored & { violations: readonly Violated[] },
): Promise<void> {
  const rows = violations.slice(0, ENTRIES_A_BATCH).map(({ place, reason, occurred_at }) => ({
    ...{ case_id, session_id, policy_id },
    at: occurred_at,
    kind: 'violation' as const,
    event_type: events[place]?.type ?? null,
    violation_reason: reason,
    payload: JSON.stringify({ ...events[place]?.payload, max_watched }),
  }));
  await tx.insertInto('playback_case_entry').values(rows).execute();
}

/** One entry a playback, which grows. */
export async function putForgery(
  tx: Tx,
  case_id: number,
  session_id: string,
  { cut_ms, repeats }: { cut_ms: number; repeats: number },
  at: Date,
): Promise<void> {
  const payload = JSON.stringify({ cut_seconds: Math.round(cut_ms / 1000), repeats });
  const { numUpdatedRows } = await tx
    .updateTable('playback_case_entry')
    .set({ at, payload })
    .where('tenant_id', '=', tx.tenant_id)
    .where('case_id', '=', case_id)
    .where('kind', '=', 'forged')
    .where('session_id', '=', session_id)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) await addEntry(tx, { case_id, session_id, at, kind: 'forged', payload });
}

function livePlaybacks(tx: Tx, { video_id, enrollment_id }: Of) {
  return tx
    .updateTable('playback_session')
    .where('tenant_id', '=', tx.tenant_id)
    .where('enrollment_id', '=', enrollment_id)
    .where('video_id', '=', video_id)
    .where('status', '=', 'ACTIVE');
}

type Standing = { state: EnforcementState; case_id: number | null };

export async function setPlaybacks(tx: Tx, of: Of, standing: Standing & { paused_at: Date | null }) {
  await livePlaybacks(tx, of).set(standing).execute();
}

/** Nothing that was played while it was paused counts. */
export async function resumePlaybacks(tx: Tx, of: Of, { now, ...standing }: Standing & { now: Date }) {
  await livePlaybacks(tx, of)
    .set({
      ...standing,
      paused_at: null,
      credit_from: sql`case when paused_at is null then credit_from else greatest(credit_from, ${now}) end`,
    })
    .execute();
}

export async function revokePlaybacks(tx: Tx, of: Of, now: Date): Promise<void> {
  await livePlaybacks(tx, of).set({ status: 'REVOKED', ended_reason: 'revoked', ended_at: now }).execute();
}
