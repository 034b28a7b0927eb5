import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { VideoReplacement } from '#db/types.ts';

export type ReplacementRow = Selectable<VideoReplacement>;

/** The source on its way to a video, held until commit. Whoever changes it holds the video first. */
export function lockReplacement(tx: Tx, video_id: number): Promise<ReplacementRow | undefined> {
  return tx
    .selectFrom('video_replacement')
    .selectAll()
    .where('tenant_id', '=', tx.tenant_id)
    .where('video_id', '=', video_id)
    .forUpdate()
    .executeTakeFirst();
}

/** Undefined where there is one already. */
export function insertReplacement(
  tx: Tx,
  row: Insertable<VideoReplacement>,
): Promise<ReplacementRow | undefined> {
  return tx
    .insertInto('video_replacement')
    .values(row)
    .onConflict((conflict) => conflict.columns(['tenant_id', 'video_id']).doNothing())
    .returningAll()
    .executeTakeFirst();
}

export function updateReplacement(tx: Tx, video_id: number, change: Updateable<VideoReplacement>) {
  return tx
    .updateTable('video_replacement')
    .set(change)
    .where('tenant_id', '=', tx.tenant_id)
    .where('video_id', '=', video_id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function deleteReplacement(tx: Tx, video_id: number): Promise<void> {
  await tx
    .deleteFrom('video_replacement')
    .where('tenant_id', '=', tx.tenant_id)
    .where('video_id', '=', video_id)
    .execute();
}

/** Of which source an output was made; undefined where it was never begun. */
export async function findSourceOf(tx: Tx, video_id: number, version: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('video_key')
    .select('source_key')
    .where('tenant_id', '=', tx.tenant_id)
    .where('video_id', '=', video_id)
    .where('version', '=', version)
    .executeTakeFirst();
  return row?.source_key;
}

/** What was watched, inside the new length of a video. Before the playbacks are outdated, as heartbeats hold them. */
export async function fitWatched(tx: Tx, video_id: number, duration_ms: number): Promise<void> {
  await sql`select app.fit_watched(${video_id}, ${duration_ms})`.execute(tx);
}
