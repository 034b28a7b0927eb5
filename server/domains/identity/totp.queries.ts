import type { Tx } from '#core/db.ts';

export async function insertRecoveryCodes(tx: Tx, user_id: number, hashes: readonly Buffer[]): Promise<void> {
  await deleteRecoveryCodes(tx, user_id);
  await tx
    .insertInto('recovery_code')
    .values(hashes.map((code_hash) => ({ user_id, code_hash })))
    .execute();
}

export async function deleteRecoveryCodes(tx: Tx, user_id: number): Promise<void> {
  await tx
    .deleteFrom('recovery_code')
    .where('tenant_id', '=', tx.tenant_id)
    .where('user_id', '=', user_id)
    .execute();
}

/** Uses a recovery code up; false if there is none such left. */
export async function useRecoveryCode(
  tx: Tx,
  user_id: number,
  code_hash: Buffer,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('recovery_code')
    .set({ used_at: now })
    .where('tenant_id', '=', tx.tenant_id)
    .where('user_id', '=', user_id)
    .where('code_hash', '=', code_hash)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
