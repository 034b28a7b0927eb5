import type { Insertable } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { SubmissionFile } from '#db/types.ts';

export async function insertFile(tx: Tx, values: Insertable<SubmissionFile>): Promise<void> {
  await tx.insertInto('submission_file').values(values).execute();
}

/** Files that this user uploaded, whatever became of them; locked, so that one is handed in once. */
export function lockFiles(tx: Tx, uploaded_by: number, keys: readonly string[]) {
  return tx
    .selectFrom('submission_file')
    .selectAll()
    .where('tenant_id', '=', tx.tenant_id)
    .where('uploaded_by', '=', uploaded_by)
    .where('file_key', 'in', ['', ...keys])
    .forUpdate()
    .execute();
}
export type FileRow = Awaited<ReturnType<typeof lockFiles>>[number];

export async function bindFile(
  tx: Tx,
  id: number,
  bound: { submission_id?: number; batch_id?: number; place: number; file_size: number },
): Promise<void> {
  await tx
    .updateTable('submission_file')
    .set(bound)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

export function listFiles(tx: Tx, submission_id: number) {
  return tx
    .selectFrom('submission_file')
    .select(['place', 'filename', 'file_type', 'file_size', 'file_key'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('submission_id', '=', submission_id)
    .orderBy('place')
    .execute();
}

/** Files that were never handed in, the oldest first. */
export function listForgotten(tx: Tx, before: Date, limit: number) {
  return tx
    .selectFrom('submission_file')
    .select(['id', 'file_key'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('submission_id', 'is', null)
    .where('batch_id', 'is', null)
    .where('created_at', '<', before)
    .orderBy('created_at')
    .limit(limit)
    .execute();
}

export async function deleteFile(tx: Tx, id: number): Promise<void> {
  await tx
    .deleteFrom('submission_file')
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .where('submission_id', 'is', null)
    .execute();
}
