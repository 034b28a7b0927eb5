import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

export type Difference = {
  enrollment_id: number;
  score_before: number | null;
  score_after: number | null;
  passed_before: boolean | null;
  passed_after: boolean | null;
};

/** Grades an exam from scratch, all of it or these students; returns whose result changed. */
export async function gradeExam(
  tx: Tx,
  { exam_id, only, at, why }: { exam_id: number; only: readonly number[] | null; at: Date; why: string },
): Promise<Difference[]> {
  const { rows } = await sql<Difference>`
    select * from app.grade_exam(${exam_id}, ${only as number[] | null}::bigint[], ${at}, ${why})`.execute(
    tx,
  );
  return rows;
}

/** From how many points on each exam of a lecture is passed, anew; returns whose result changed. */
export async function resolvePassScores(
  tx: Tx,
  { lecture_id, at, why }: { lecture_id: number; at: Date; why: string },
): Promise<{ exam_id: number; enrollment_id: number }[]> {
  const { rows } = await sql<{ exam_id: number; enrollment_id: number }>`
    select * from app.resolve_pass_scores(${lecture_id}, ${at}, ${why})`.execute(tx);
  return rows;
}

/** What stands for which answers of each enrollment in an exam are right. */
export async function listMarks(tx: Tx, exam_id: number): Promise<Map<number, string>> {
  const { rows } = await sql<{ enrollment_id: number; marks: string }>`
    select t.enrollment_id, md5(string_agg(concat_ws(' ', t.id, f.exam_question_id, f.is_correct), ',' order by t.id, f.exam_question_id)) as marks
    from attempt t join result_fact f on f.tenant_id = t.tenant_id and f.attempt_id = t.id
    where t.tenant_id = ${tx.tenant_id} and t.exam_id = ${exam_id}
    group by t.enrollment_id`.execute(tx);
  return new Map(rows.map(({ enrollment_id, marks }) => [enrollment_id, marks]));
}

type Proposed = { id?: number };

/** Whose result these questions would change; nothing is written. */
export async function previewGrades(
  tx: Tx,
  exam_id: number,
  questions: readonly Proposed[],
): Promise<Difference[]> {
  const { rows } = await sql<Difference>`
    select * from app.preview_grades(${exam_id}, ${JSON.stringify(questions)}::jsonb)`.execute(tx);
  return rows;
}

/** The names of those enrollments, by id. */
export async function namesOf(tx: Tx, enrollment_ids: readonly number[]): Promise<Map<number, string>> {
  const rows = await tx
    .selectFrom('enrollment as e')
    .innerJoin('student as k', (on) =>
      on.onRef('k.tenant_id', '=', 'e.tenant_id').onRef('k.id', '=', 'e.student_id'),
    )
    .select(['e.id', 'k.name'])
    .where('e.tenant_id', '=', tx.tenant_id)
    .where('e.id', 'in', [0, ...enrollment_ids])
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** What an exam was worth when it was taken again; false where that changes nothing, or there is no result. */
export async function setRetest(
  tx: Tx,
  { exam_id, enrollment_id, score, at }: { exam_id: number; enrollment_id: number; score: number; at: Date },
): Promise<boolean> {
  const { rows } = await sql<{ id: number }>`
    with was as (
      select id, total_score, passed from result
      where tenant_id = ${tx.tenant_id} and exam_id = ${exam_id} and enrollment_id = ${enrollment_id}
        and retest_score is distinct from ${score}::numeric
    ), kept as (
      update result r set retest_score = ${score}, updated_at = ${at} from was w where r.id = w.id returning r.id, r.passed
    )
    insert into result_change (tenant_id, exam_id, enrollment_id, score_before, score_after, passed_before, passed_after, reason, changed_at)
    select ${tx.tenant_id}, ${exam_id}, ${enrollment_id}, w.total_score, w.total_score, w.passed, k.passed, 'retest', ${at}
    from was w join kept k on k.id = w.id
    returning id`.execute(tx);
  return rows.length > 0;
}
