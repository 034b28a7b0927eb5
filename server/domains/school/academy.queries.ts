import type { Tx } from '#core/db.ts';

/** What the school needs to know of the academy itself: its clock, its language, its settings. */
export function findAcademy(tx: Tx) {
  return tx
    .selectFrom('tenant')
    .select(['code', 'name', 'timezone', 'locale', 'settings'])
    .where('id', '=', tx.tenant_id)
    .executeTakeFirstOrThrow();
}
