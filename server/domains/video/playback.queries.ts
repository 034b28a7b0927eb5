import { sql, type Updateable } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { PlaybackSession } from '#db/types.ts';
import type { Ending } from './playback.rules.ts';

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

/** A playback, held until commit; `atOnce` or not at all. */
export function lockPlayback(tx: Tx, session_id: string, { atOnce = false } = {}) {
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
    .$if(atOnce, (q) => q.skipLocked())
    .executeTakeFirst();
}
export type LivePlaybackRow = NonNullable<Awaited<ReturnType<typeof lockPlayback>>>;
export type BegunPlayback = Pick<LivePlaybackRow, 'session_id' | 'policy_version' | 'state' | 'case_id'>;
