import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

type NewLink = { token_hash: Buffer; student_id: number; notice_id: number; expires_at: Date };

/** A message that is tried again carries the same address, for as long from then on; a revoked one stays closed. */
export async function upsertLink(tx: Tx, link: NewLink): Promise<void> {
  await tx
    .insertInto('family_link')
    .values(link)
    .onConflict((on) => on.columns(['tenant_id', 'notice_id']).doUpdateSet({ expires_at: link.expires_at }))
    .execute();
}

/** The link that this token opens now; noted when it was opened for the first time. */
export async function openLink(tx: Tx, token_hash: Buffer, now: Date) {
  const { rows } = await sql<{ id: number; student_id: number; expires_at: Date }>`
    with found as (
      select l.id, l.student_id, l.expires_at, l.opened_at from family_link l
      join student s on s.tenant_id = l.tenant_id and s.id = l.student_id and s.deleted_at is null
      where l.tenant_id = ${tx.tenant_id} and l.token_hash = ${token_hash}
        and l.revoked_at is null and l.expires_at > ${now}
    ), noted as (
      update family_link l set opened_at = ${now} from found
      where l.tenant_id = ${tx.tenant_id} and l.id = found.id and found.opened_at is null
    )
    select id, student_id, expires_at from found`.execute(tx);
  return rows[0];
}

/** Closes the address in a message; undefined where it has none. */
export function revokeLink(tx: Tx, notice_id: number, now: Date) {
  return tx
    .updateTable('family_link')
    .set((is) => ({ revoked_at: is.fn.coalesce('revoked_at', is.val(now)) }))
    .where('tenant_id', '=', tx.tenant_id)
    .where('notice_id', '=', notice_id)
    .returning('revoked_at')
    .executeTakeFirst();
}

export async function findLinkExpiry(tx: Tx, id: number): Promise<Date | undefined> {
  const row = await tx
    .selectFrom('family_link')
    .select('expires_at')
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.expires_at;
}
