import type { Insertable } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { Video } from '#db/types.ts';
import type { VideoRow } from './processing.queries.ts';

export function insertVideo(tx: Tx, video: Insertable<Video>): Promise<VideoRow> {
  return tx.insertInto('video').values(video).returningAll().executeTakeFirstOrThrow();
}

export function findVideo(tx: Tx, id: number): Promise<VideoRow | undefined> {
  return tx
    .selectFrom('video')
    .selectAll()
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
}
