import type { Insertable } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { AnswerImport } from '#db/types.ts';
import type { SubmissionRow } from './submissions.queries.ts';

/** The submissions of an exam that count now. */
export function listCounting(tx: Tx, exam_id: number) {
  return tx
    .selectFrom('submission')
    .select(['id', 'enrollment_id'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('exam_id', '=', exam_id)
    .where('superseded_at', 'is', null)
    .where('status', '!=', 'failed')
    .orderBy('id')
    .execute();
}

export function insertImport(tx: Tx, values: Insertable<AnswerImport>) {
  return tx.insertInto('answer_import').values(values).returning('id').executeTakeFirstOrThrow();
}

export function lockImport(tx: Tx, id: number) {
  return tx
    .selectFrom('answer_import')
    .selectAll()
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function markUndone(tx: Tx, id: number, undone_at: Date): Promise<void> {
  await tx
    .updateTable('answer_import')
    .set({ undone_at })
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

/** Whose submissions an import made, in the order in which their attempts are locked. */
export function listImported(tx: Tx, answer_import_id: number) {
  return tx
    .selectFrom('submission')
    .select('enrollment_id')
    .where('tenant_id', '=', tx.tenant_id)
    .where('answer_import_id', '=', answer_import_id)
    .orderBy('enrollment_id')
    .execute();
}

/** The submissions of an import; whoever locks them has locked the attempts of their students. */
export function lockImported(tx: Tx, answer_import_id: number): Promise<SubmissionRow[]> {
  return tx
    .selectFrom('submission')
    .selectAll()
    .where('tenant_id', '=', tx.tenant_id)
    .where('answer_import_id', '=', answer_import_id)
    .orderBy('enrollment_id')
    .forUpdate()
    .execute();
}

/** Lets submissions count again, or no longer. */
export async function supersede(tx: Tx, ids: readonly number[], superseded_at: Date | null): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .updateTable('submission')
    .set({ superseded_at })
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', 'in', ids)
    .execute();
}

/** Whether somebody corrected an answer of an import since. */
export async function wasCorrected(tx: Tx, ids: readonly number[]): Promise<boolean> {
  const row = await tx
    .selectFrom('submission_answer')
    .select('id')
    .where('tenant_id', '=', tx.tenant_id)
    .where('submission_id', 'in', ids.length > 0 ? ids : [0])
    .where('corrected_at', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
