import { type Insertable, sql, type Updateable } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { PlaybackSession } from '#db/types.ts';
import type { Ending } from './playback.rules.ts';

/** Ends what has run out, so that what is left ACTIVE is live. */
export async function expirePlaybacks(tx: Tx, user_id: number, now: Date): Promise<void> {
  await tx
    .updateTable('playback_session')
    .set({ status: 'EXPIRED', ended_reason: 'expired', ended_at: sql`expires_at` })
    .where('tenant_id', '=', tx.tenant_id)
    .where('user_id', '=', user_id)
    .where('status', '=', 'ACTIVE')
    .where('expires_at', '<=', now)
    .execute();
}

export function listLivePlaybacks(tx: Tx, user_id: number) {
  return tx
    .selectFrom('playback_session')
    .select(['session_id', 'device_id', 'video_id', 'started_at'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('user_id', '=', user_id)
    .where('status', '=', 'ACTIVE')
    .execute();
}

/** The last playback of a video on this device that nobody ended. */
export function findContinued(tx: Tx, of: { video_id: number; enrollment_id: number; device_id: string }) {
  return tx
    .selectFrom('playback_session')
    .select(['credit_from', 'last_seen_at'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('video_id', '=', of.video_id)
    .where('enrollment_id', '=', of.enrollment_id)
    .where('device_id', '=', of.device_id)
    .where('status', 'in', ['ACTIVE', 'EXPIRED'])
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** ENDED, EXPIRED and REVOKED are final: only what is ACTIVE ends. Returns how many did. */
export async function endPlaybacks(
  tx: Tx,
  endings: readonly Omit<Ending, 'reason'>[],
  reason: string,
  now: Date,
) {
  if (endings.length === 0) return 0;
  const { numUpdatedRows } = await tx
    .updateTable('playback_session')
    .set({ status: 'ENDED', ended_reason: reason, ended_at: now })
    .where('tenant_id', '=', tx.tenant_id)
    .where(
      'session_id',
      'in',
      endings.map(({ session_id }) => session_id),
    )
    .where('status', '=', 'ACTIVE')
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

export async function insertPlayback(tx: Tx, row: Insertable<PlaybackSession>): Promise<void> {
  await tx.insertInto('playback_session').values(row).execute();
}

/** Heartbeats only update; the row that they update is made here. */
export async function ensureProgress(tx: Tx, video_id: number, enrollment_id: number): Promise<void> {
  await tx
    .insertInto('video_progress')
    .values({ video_id, enrollment_id })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'video_id', 'enrollment_id']).doNothing())
    .execute();
}

/** The terms anew; what happened before they changed is not judged by them. */
export async function renewPlayback(
  tx: Tx,
  session_id: string,
  terms: Updateable<PlaybackSession> & { policy: string },
  now: Date,
): Promise<void> {
  await tx
    .updateTable('playback_session')
    .set(terms)
    .set({ policy_since: sql`case when policy = ${terms.policy}::jsonb then policy_since else ${now} end` })
    .where('tenant_id', '=', tx.tenant_id)
    .where('session_id', '=', session_id)
    .execute();
}

/** A playback, held until commit. */
export function lockPlayback(tx: Tx, session_id: string) {
  return tx
    .selectFrom('playback_session')
    .select([
      'session_id',
      'video_id',
      'user_id',
      'status',
      'expires_at',
      'ended_reason',
      'policy_version',
      'credit_rate',
      'state',
      'case_id',
    ])
    .where('tenant_id', '=', tx.tenant_id)
    .where('session_id', '=', session_id)
    .forUpdate()
    .executeTakeFirst();
}
