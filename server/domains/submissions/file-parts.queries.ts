import type { Tx } from '#core/db.ts';

/** A file of this user that is being sent in parts. */
export function findSending(tx: Tx, uploaded_by: number, id: number) {
  return tx
    .selectFrom('submission_file')
    .select(['id', 'file_key', 'upload_id', 'part_size', 'announced_size'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('uploaded_by', '=', uploaded_by)
    .where('id', '=', id)
    .where('submission_id', 'is', null)
    .where('part_size', 'is not', null)
    .executeTakeFirst();
}

export async function endSending(tx: Tx, id: number): Promise<void> {
  await tx
    .updateTable('submission_file')
    .set({ upload_id: null })
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}
