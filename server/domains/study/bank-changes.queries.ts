import type { Outcome } from '@seodang/recall';
import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

/** Everybody who answered a question, in an order that all who go through them share. */
export async function listAnswerers(tx: Tx, question_id: number): Promise<number[]> {
  const rows = await tx
    .selectFrom('study_attempt as a')
    .select('a.student_id')
    .distinct()
    .where('a.tenant_id', '=', tx.tenant_id)
    .where('a.study_question_id', '=', question_id)
    .orderBy('a.student_id')
    .execute();
  return rows.map(({ student_id }) => student_id);
}

/** What a student selected; a paper mistake has no answer that could be judged anew. */
export function listSelected(tx: Tx, student_id: number, question_id: number) {
  return tx
    .selectFrom('study_attempt as a')
    .select(['a.id', 'a.unsure'])
    .select(sql<string[]>`a.selected`.as('selected'))
    .where('a.tenant_id', '=', tx.tenant_id)
    .where('a.student_id', '=', student_id)
    .where('a.study_question_id', '=', question_id)
    .execute();
}

type Verdict = { id: number; outcome: Outcome; is_correct: boolean };

export async function putVerdicts(tx: Tx, verdicts: readonly Verdict[]): Promise<void> {
  await sql`
    update study_attempt a set outcome = v.outcome, is_correct = v.is_correct
    from jsonb_to_recordset(${JSON.stringify(verdicts)}::jsonb) as v (id bigint, outcome study_outcome, is_correct boolean)
    where a.tenant_id = ${tx.tenant_id} and a.id = v.id
      and (a.outcome, a.is_correct) is distinct from (v.outcome, v.is_correct)`.execute(tx);
}

export async function findUserOf(tx: Tx, student_id: number): Promise<number | null> {
  const row = await tx
    .selectFrom('student as s')
    .select('s.user_id')
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.id', '=', student_id)
    .executeTakeFirst();
  return row?.user_id ?? null;
}

/** Of the students of these enrollments those of whom something waits. */
export async function listWaitingAmong(tx: Tx, enrollment_ids: readonly number[]): Promise<number[]> {
  const rows = await tx
    .selectFrom('enrollment as e')
    .innerJoin('study_quarantine as w', (on) =>
      on.onRef('w.tenant_id', '=', 'e.tenant_id').onRef('w.student_id', '=', 'e.student_id'),
    )
    .select('e.student_id')
    .distinct()
    .where('e.tenant_id', '=', tx.tenant_id)
    .where('e.id', '=', sql<number>`any(${enrollment_ids}::bigint[])`)
    .orderBy('e.student_id')
    .execute();
  return rows.map(({ student_id }) => student_id);
}
