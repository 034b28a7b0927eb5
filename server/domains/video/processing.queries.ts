import type { Selectable, Updateable } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { Video } from '#db/types.ts';

export type VideoRow = Selectable<Video>;

/** A video that is not deleted, held until commit. */
export function lockVideo(tx: Tx, id: number): Promise<VideoRow | undefined> {
  return tx
    .selectFrom('video')
    .selectAll()
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
}

export async function updateVideo(tx: Tx, id: number, change: Updateable<Video>): Promise<void> {
  await tx
    .updateTable('video')
    .set(change)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

/** The key of an output; the first one stays, so that a claim asked twice gives the same. */
export async function keepKey(
  tx: Tx,
  video_id: number,
  { version, source_key }: { version: string; source_key: string },
  fresh: Buffer,
): Promise<Buffer> {
  await tx
    .insertInto('video_key')
    .values({ video_id, version, source_key, key: fresh })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'video_id', 'version']).doNothing())
    .execute();
  const { key } = await tx
    .selectFrom('video_key')
    .select('key')
    .where('tenant_id', '=', tx.tenant_id)
    .where('video_id', '=', video_id)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return key;
}
