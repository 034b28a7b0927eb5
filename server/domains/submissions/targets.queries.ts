import type { Tx } from '#core/db.ts';

/** Whether this enrollment may enter the class session. */
export async function maySit(tx: Tx, session_id: number, enrollment_id: number): Promise<boolean> {
  const seat = await tx
    .selectFrom('session_enrollment as s')
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 's.tenant_id').onRef('e.id', '=', 's.enrollment_id'),
    )
    .select('s.id')
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.session_id', '=', session_id)
    .where('s.enrollment_id', '=', enrollment_id)
    .where('e.status', '=', 'ACTIVE')
    .executeTakeFirst();
  return seat !== undefined;
}
