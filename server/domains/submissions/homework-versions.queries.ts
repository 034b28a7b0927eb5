import type { Tx } from '#core/db.ts';

/** What counts of one student's homework, with its verdict if it was judged. */
export function findLast(tx: Tx, homework_id: number, enrollment_id: number) {
  return tx
    .selectFrom('submission as s')
    .leftJoin('submission_review as v', (on) =>
      on.onRef('v.tenant_id', '=', 's.tenant_id').onRef('v.submission_id', '=', 's.id'),
    )
    .select(['s.id', 's.is_late', 'v.verdict'])
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.homework_id', '=', homework_id)
    .where('s.enrollment_id', '=', enrollment_id)
    .where('s.superseded_at', 'is', null)
    .where('s.status', '!=', 'failed')
    .orderBy('s.id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function supersede(tx: Tx, id: number, at: Date): Promise<void> {
  await tx
    .updateTable('submission')
    .set({ superseded_at: at })
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}
