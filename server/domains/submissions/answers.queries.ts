import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

export async function listAnswers(tx: Tx, submission_id: number) {
  const rows = await tx
    .selectFrom('submission_answer as a')
    .innerJoin('exam_question as q', (on) =>
      on.onRef('q.tenant_id', '=', 'a.tenant_id').onRef('q.id', '=', 'a.exam_question_id'),
    )
    .select(['a.exam_question_id', 'q.number', 'a.answer', 'a.meta', 'a.needs_review', 'a.corrected_at'])
    .where('a.tenant_id', '=', tx.tenant_id)
    .where('a.submission_id', '=', submission_id)
    .orderBy('q.number')
    .execute();
  return rows.map(({ meta, ...row }) => ({ ...row, meta: meta as Record<string, unknown> }));
}

/** The questions of a scan that are answered in words, and whose answers nobody has typed in. */
export function listUnwritten(tx: Tx, { id, exam_id }: { id: number; exam_id: number }) {
  return tx
    .selectFrom('exam_question as q')
    .select(['q.id as exam_question_id', 'q.number'])
    .where('q.tenant_id', '=', tx.tenant_id)
    .where('q.exam_id', '=', exam_id)
    .where('q.kind', '=', 'short')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('submission_answer as a')
            .select('a.exam_question_id')
            .where('a.tenant_id', '=', tx.tenant_id)
            .where('a.submission_id', '=', id)
            .whereRef('a.exam_question_id', '=', 'q.id'),
        ),
      ),
    )
    .execute();
}

type Answer = { exam_question_id: number; answer: string; needs_review?: boolean; meta?: object };

/** All answers of a submission, in place of those of a run before. */
export async function replaceAnswers(
  tx: Tx,
  { id, exam_id }: { id: number; exam_id: number | null },
  answers: readonly Answer[],
): Promise<void> {
  await tx
    .deleteFrom('submission_answer')
    .where('tenant_id', '=', tx.tenant_id)
    .where('submission_id', '=', id)
    .execute();
  await sql`
    insert into submission_answer (tenant_id, submission_id, exam_id, exam_question_id, answer, needs_review, meta)
    select ${tx.tenant_id}, ${id}, ${exam_id}, exam_question_id, answer, coalesce(needs_review, false), coalesce(meta, '{}')
    from jsonb_to_recordset(${JSON.stringify(answers)}) as a(exam_question_id bigint, answer text, needs_review boolean, meta jsonb)
  `.execute(tx);
}

type Correction = { exam_id: number; answer: string; corrected_by: number; corrected_at: Date };

/** What a person says was answered; what was read before stays beside it. */
export async function correctAnswer(
  tx: Tx,
  submission_id: number,
  exam_question_id: number,
  { exam_id, answer, corrected_by, corrected_at }: Correction,
): Promise<{ before: string | null }> {
  const { rows } = await sql<{ before: string | null }>`
    with was as (
      select answer, meta from submission_answer
      where tenant_id = ${tx.tenant_id} and submission_id = ${submission_id} and exam_question_id = ${exam_question_id}
    ), kept as (
      insert into submission_answer (tenant_id, submission_id, exam_id, exam_question_id, answer, corrected_by, corrected_at)
      values (${tx.tenant_id}, ${submission_id}, ${exam_id}, ${exam_question_id}, ${answer}, ${corrected_by}, ${corrected_at})
      on conflict (tenant_id, submission_id, exam_question_id) do update set
        answer = excluded.answer, needs_review = false, corrected_by = excluded.corrected_by,
        corrected_at = excluded.corrected_at,
        meta = submission_answer.meta - 'mark' || jsonb_build_object('read', coalesce(submission_answer.meta -> 'read', to_jsonb(submission_answer.answer)))
    )
    select (select answer from was) as before`.execute(tx);
  return { before: rows[0]?.before ?? null };
}

export function findReview(tx: Tx, submission_id: number) {
  return tx
    .selectFrom('submission_review')
    .select(['verdict', 'score', 'comment', 'annotations', 'marks', 'remarks', 'reviewed_at'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('submission_id', '=', submission_id)
    .executeTakeFirst();
}

type Review = {
  verdict: 'approved' | 'returned';
  score: number | null;
  comment: string;
  annotations: string;
  marks: string;
  remarks: string;
  reviewed_by: number;
  reviewed_at: Date;
};

export async function keepReview(tx: Tx, submission_id: number, review: Review): Promise<void> {
  await tx
    .insertInto('submission_review')
    .values({ submission_id, ...review })
    .onConflict((on) => on.columns(['tenant_id', 'submission_id']).doUpdateSet(review))
    .execute();
}
