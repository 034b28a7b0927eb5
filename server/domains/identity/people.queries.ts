import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { Role } from '#db/types.ts';

export type NewAccount = {
  login_id: string;
  role: Role;
  name: string;
  phone: string | null;
  is_active: boolean;
};

/** Ids in the order of the rows. */
export async function insertAccounts(tx: Tx, rows: readonly NewAccount[]): Promise<number[]> {
  const ids: number[] = [];
  for (let from = 0; from < rows.length; from += 1000) {
    const written = await tx
      .insertInto('user_account')
      .values(rows.slice(from, from + 1000))
      .returning('id')
      .execute();
    ids.push(...written.map(({ id }) => id));
  }
  return ids;
}

export async function listLoginIds(tx: Tx): Promise<string[]> {
  const rows = await tx
    .selectFrom('user_account')
    .select('login_id')
    .where('tenant_id', '=', tx.tenant_id)
    .execute();
  return rows.map(({ login_id }) => login_id);
}

export async function updateContact(
  tx: Tx,
  user_id: number,
  contact: { name?: string; phone?: string | null },
): Promise<void> {
  await tx
    .updateTable('user_account')
    .set(contact)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', user_id)
    .execute();
}

/** Returns those who were not so already. */
export async function updateActive(
  tx: Tx,
  user_ids: readonly number[],
  is_active: boolean,
): Promise<number[]> {
  const rows = await tx
    .updateTable('user_account')
    .set({ is_active })
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', sql<number>`any(${[...user_ids]})`)
    .where('is_active', '!=', is_active)
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Ends every login of these people. */
export async function revokeLoginsOf(tx: Tx, user_ids: readonly number[], now: Date): Promise<void> {
  await tx
    .updateTable('login_session')
    .set({ revoked_at: now })
    .where('tenant_id', '=', tx.tenant_id)
    .where('user_id', '=', sql<number>`any(${[...user_ids]})`)
    .where('revoked_at', 'is', null)
    .execute();
}
