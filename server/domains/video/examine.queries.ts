import type { Tx } from '#core/db.ts';

/** The sources that are on their way to videos. */
export async function listReplacementFiles(tx: Tx): Promise<string[]> {
  const rows = await tx
    .selectFrom('video_replacement')
    .select('file_key')
    .where('tenant_id', '=', tx.tenant_id)
    .execute();
  return rows.map(({ file_key }) => file_key);
}

/** Every video of the academy, removed ones too, with where its files should be. */
export function listAllFiles(tx: Tx) {
  return tx
    .selectFrom('video')
    .select([
      'id',
      'title',
      'status',
      'error_reason',
      'file_key',
      'hls_path',
      'deleted_at',
      'files_removed_at',
    ])
    .where('tenant_id', '=', tx.tenant_id)
    .orderBy('id')
    .execute();
}
