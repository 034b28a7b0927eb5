import type { Updateable } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { Tenant } from '#db/types.ts';

/** The academy itself: its code, its clock, its language, its settings. */
export function findAcademy(tx: Tx) {
  return academy(tx).executeTakeFirstOrThrow();
}
export type Academy = Awaited<ReturnType<typeof findAcademy>>;

export function lockAcademy(tx: Tx): Promise<Academy> {
  return academy(tx).forUpdate().executeTakeFirstOrThrow();
}

function academy(tx: Tx) {
  return tx
    .selectFrom('tenant')
    .select(['code', 'name', 'timezone', 'locale', 'settings'])
    .where('id', '=', tx.tenant_id);
}

export async function updateAcademy(tx: Tx, change: Updateable<Tenant>): Promise<void> {
  await tx.updateTable('tenant').set(change).where('id', '=', tx.tenant_id).execute();
}
