import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

type Sheet = { enrollment_id: number; answers: readonly { id: number; answer: string }[] };

/** Answers of many students, typed in by staff; they wait for being graded. */
export async function handIn(
  tx: Tx,
  { exam_id, user_id, at }: { exam_id: number; user_id: number; at: Date },
  sheets: readonly Sheet[],
): Promise<void> {
  await sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(sheets)}::jsonb) as g(enrollment_id bigint, answers jsonb)
    ), handed_in as (
      insert into submission (tenant_id, user_id, lecture_id, enrollment_id, exam_id, source, created_at)
      select e.tenant_id, ${user_id}, e.lecture_id, e.id, ${exam_id}, 'omr_manual', ${at}
      from given g join enrollment e on e.tenant_id = ${tx.tenant_id} and e.id = g.enrollment_id
      returning id, enrollment_id
    )
    insert into submission_answer (tenant_id, submission_id, exam_id, exam_question_id, answer)
    select ${tx.tenant_id}, h.id, ${exam_id}, a.id, a.answer
    from handed_in h join given g using (enrollment_id), jsonb_to_recordset(g.answers) as a(id bigint, answer text)`.execute(
    tx,
  );
  for (const status of ['answers_ready', 'grading', 'done'] as const)
    await tx
      .updateTable('submission')
      .set({ status })
      .where('tenant_id', '=', tx.tenant_id)
      .where('exam_id', '=', exam_id)
      .execute();
}
