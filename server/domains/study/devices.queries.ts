import { sql } from 'kysely';
import type { Db, Tx } from '#core/db.ts';

function devices(tx: Tx) {
  return tx
    .selectFrom('study_device as d')
    .where('d.tenant_id', '=', tx.tenant_id)
    .where('d.revoked_at', 'is', null);
}

export function listDevices(tx: Tx, student_id: number) {
  return devices(tx)
    .select(['d.id', 'd.name', 'd.created_at'])
    .where('d.student_id', '=', student_id)
    .orderBy('d.id')
    .execute();
}

/** Whose device this is, in one round trip that sets the tenant too; of students and accounts that are still there. */
export async function findByHash(db: Db, tenant_id: number, token_hash: Buffer) {
  const { rows } = await sql<{ student_id: number; user_id: number }>`
    select * from app.study_sender(${tenant_id}, ${token_hash})`.execute(db);
  return rows[0];
}

export function insertDevice(
  tx: Tx,
  values: { student_id: number; user_id: number; name: string; token_hash: Buffer },
) {
  return tx
    .insertInto('study_device')
    .values(values)
    .returning(['id', 'name', 'created_at'])
    .executeTakeFirstOrThrow();
}

export async function revokeDevice(tx: Tx, student_id: number, id: number, at: Date): Promise<boolean> {
  const row = await tx
    .updateTable('study_device')
    .set({ revoked_at: at })
    .where('tenant_id', '=', tx.tenant_id)
    .where('student_id', '=', student_id)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** A student as the principal of a viewer with the shared token. */
export async function findPrincipal(tx: Tx, student_id: number) {
  return tx
    .selectFrom('student as s')
    .select(['s.id as student_id', 's.user_id'])
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.id', '=', student_id)
    .where('s.deleted_at', 'is', null)
    .executeTakeFirst();
}
