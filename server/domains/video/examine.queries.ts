import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

/** Up to `limit` videos behind this id that wait for a runner, or are with one. */
export function listWaiting(tx: Tx, after: number, limit: number) {
  return tx
    .selectFrom('video')
    .select(['id', 'title', 'status'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('status', 'in', ['UPLOADED', 'PROCESSING'])
    .where('deleted_at', 'is', null)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** Those of these sources that videos have, or that are on their way to one. */
export async function listKnownSources(tx: Tx, keys: readonly string[]): Promise<string[]> {
  const wanted = sql<string>`any(${[...keys]})`;
  const rows = await tx
    .selectFrom('video')
    .select('file_key')
    .where('tenant_id', '=', tx.tenant_id)
    .where('file_key', '=', wanted)
    .where('files_removed_at', 'is', null)
    .unionAll(
      tx
        .selectFrom('video_replacement')
        .select('file_key')
        .where('tenant_id', '=', tx.tenant_id)
        .where('file_key', '=', wanted),
    )
    .execute();
  return rows.map(({ file_key }) => file_key);
}

/** Those of these videos that may have files, with the output that they show. */
export function listOutputs(tx: Tx, ids: readonly number[]) {
  return tx
    .selectFrom('video')
    .select(['id', 'output_version'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', sql<number>`any(${[...ids]})`)
    .where('files_removed_at', 'is', null)
    .execute();
}

/** Up to `limit` videos behind this id that are not removed, with where their files should be. */
export function listPlaced(tx: Tx, after: number, limit: number) {
  return tx
    .selectFrom('video')
    .select(['id', 'title', 'status', 'error_reason', 'file_key', 'hls_path'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('deleted_at', 'is', null)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
}
export type Placed = Awaited<ReturnType<typeof listPlaced>>[number];
