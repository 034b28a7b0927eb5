import { z } from 'zod';
import type { Tx } from '#core/db.ts';

const instant = z.coerce.date().nullable();
/** What a batch wrote, kept as JSON: how each row was before, and which version the batch left behind. */
const Changes = z.array(
  z.object({
    attendance_id: z.number(),
    version: z.number(),
    before: z.object({
      status: z.string(),
      memo: z.string().nullable(),
      arrived_at: instant,
      left_at: instant,
      marked_by: z.number().nullable(),
      marked_at: instant,
    }),
  }),
);

type NewBatch = { session_id: number; created_by: number; created_at: Date; changes: readonly object[] };

export async function insertBatch(tx: Tx, { changes, ...batch }: NewBatch): Promise<number> {
  const { id } = await tx
    .insertInto('attendance_batch')
    .values({ ...batch, changes: JSON.stringify(changes) })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function lockBatch(tx: Tx, id: number) {
  const row = await tx
    .selectFrom('attendance_batch')
    .selectAll()
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row && { ...row, changes: Changes.parse(row.changes) };
}

export async function closeBatch(tx: Tx, id: number, undone_at: Date): Promise<void> {
  await tx
    .updateTable('attendance_batch')
    .set({ undone_at })
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}
