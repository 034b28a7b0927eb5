import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

/** Whose playbacks ran out and are not marked yet: those of up to `limit` playbacks. */
export function listOverdueUsers(tx: Tx, now: Date, limit: number): Promise<{ user_id: number }[]> {
  const over = tx
    .selectFrom('playback_session')
    .select('user_id')
    .where('tenant_id', '=', tx.tenant_id)
    .where('status', '=', 'ACTIVE')
    .where('expires_at', '<=', now)
    .limit(limit);
  return tx.selectFrom(over.as('over')).select('user_id').distinct().execute();
}

/** Ends up to `limit` playbacks that ran out; revoked and ended ones stay what they are. Returns how many. */
export async function expireSomePlaybacks(tx: Tx, now: Date, limit: number): Promise<number> {
  const over = tx
    .selectFrom('playback_session')
    .select('session_id')
    .where('tenant_id', '=', tx.tenant_id)
    .where('status', '=', 'ACTIVE')
    .where('expires_at', '<=', now)
    .limit(limit)
    .forUpdate()
    .skipLocked();
  const { numUpdatedRows } = await tx
    .updateTable('playback_session')
    .set({ status: 'EXPIRED', ended_reason: 'expired', ended_at: sql`expires_at` })
    .where('tenant_id', '=', tx.tenant_id)
    .where('session_id', 'in', over)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

const files = ['id', 'file_key', 'upload_id'] as const;
export type Files = { id: number; file_key: string; upload_id: string | null };

/** Up to `limit` removed videos whose files are still there, removed before that moment; held until commit. */
export function lockRemovedBefore(tx: Tx, before: Date, limit: number): Promise<Files[]> {
  return tx
    .selectFrom('video')
    .select(files)
    .where('tenant_id', '=', tx.tenant_id)
    .where('deleted_at', '<', before)
    .where('files_removed_at', 'is', null)
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
}

export async function noteFilesRemoved(tx: Tx, ids: readonly number[], now: Date): Promise<void> {
  await tx
    .updateTable('video')
    .set({ files_removed_at: now })
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', sql<number>`any(${[...ids]})`)
    .execute();
}

/** Takes up to `limit` sources off their way that nobody sent on since that moment, or whose video lost its files. */
export async function takeStaleReplacements(tx: Tx, before: Date, limit: number) {
  const { rows } = await sql<{ file_key: string; upload_id: string | null }>`
    delete from video_replacement where tenant_id = ${tx.tenant_id} and video_id in (
      select r.video_id from video_replacement r join video v on v.tenant_id = r.tenant_id and v.id = r.video_id
      where r.tenant_id = ${tx.tenant_id}
        and (v.files_removed_at is not null or (r.status = 'PENDING' and r.created_at < ${before}))
      limit ${limit})
    returning file_key, upload_id`.execute(tx);
  return rows;
}

/** Up to `limit` videos whose upload began before that moment and is not complete, the oldest first. */
export function listPendingSince(tx: Tx, before: Date, limit: number): Promise<Files[]> {
  return tx
    .selectFrom('video')
    .select(files)
    .where('tenant_id', '=', tx.tenant_id)
    .where('status', '=', 'PENDING')
    .where('deleted_at', 'is', null)
    .where('created_at', '<', before)
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** Up to `limit` events received before that moment. Returns how many. */
export function deleteEventsBefore(tx: Tx, before: Date, limit: number): Promise<number> {
  return deleteReceivedBefore(tx, 'playback_event', before, limit);
}

/** Up to `limit` names of batches received before that moment. Returns how many. */
export function deleteBatchesBefore(tx: Tx, before: Date, limit: number): Promise<number> {
  return deleteReceivedBefore(tx, 'playback_batch', before, limit);
}

/** By place in the table, since rows that came together lie together. */
async function deleteReceivedBefore(
  tx: Tx,
  table: 'playback_event' | 'playback_batch',
  before: Date,
  limit: number,
): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from ${sql.table(table)} where tenant_id = ${tx.tenant_id} and ctid = any(array(
      select ctid from ${sql.table(table)} where tenant_id = ${tx.tenant_id} and received_at < ${before} limit ${limit}))`.execute(
    tx,
  );
  return Number(numAffectedRows);
}
