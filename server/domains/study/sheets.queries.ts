import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

/** The students of the lecture of an exam, or those of these enrollments; of an exam that is gone too. */
export async function listSitters(
  tx: Tx,
  exam_id: number,
  enrollment_ids: readonly number[] | null,
): Promise<number[]> {
  const rows = await tx
    .selectFrom('exam as x')
    .innerJoin('class_session as c', (on) =>
      on.onRef('c.tenant_id', '=', 'x.tenant_id').onRef('c.id', '=', 'x.session_id'),
    )
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 'c.tenant_id').onRef('e.lecture_id', '=', 'c.lecture_id'),
    )
    .select('e.student_id')
    .distinct()
    .where('x.tenant_id', '=', tx.tenant_id)
    .where('x.id', '=', exam_id)
    .$if(enrollment_ids !== null, (q) => q.where('e.id', '=', sql<number>`any(${enrollment_ids}::bigint[])`))
    .orderBy('e.student_id')
    .execute();
  return rows.map(({ student_id }) => student_id);
}

/** Those of the students whose session of paper mistakes is there. */
export async function listTold(
  tx: Tx,
  papers: readonly { student_id: number; uuid: string }[],
): Promise<number[]> {
  const { rows } = await sql<{ student_id: number }>`
    select p.student_id from jsonb_to_recordset(${JSON.stringify(papers)}::jsonb) as p (student_id bigint, uuid uuid)
    where exists (
      select from study_attempt a
      where a.tenant_id = ${tx.tenant_id} and a.student_id = p.student_id and a.uuid = p.uuid)
    order by p.student_id`.execute(tx);
  return rows.map(({ student_id }) => student_id);
}

/** The paper mistakes of one student in one exam that stand, each with its picture and the page that was cut from. */
export async function listPictures(tx: Tx, student_id: number, uuid: string) {
  const { rows } = await sql<{
    id: number;
    exam_question_id: number;
    study_topic_id: number;
    picture_path: string | null;
    cut_from: string | null;
  }>`
    select a.id, substr(q.source_id, length('exam_question:') + 1)::bigint as exam_question_id, q.study_topic_id,
      a.picture_path, i.cut_from
    from study_attempt a
    join study_question q on q.tenant_id = a.tenant_id and q.id = a.study_question_id
    left join study_image i on i.tenant_id = a.tenant_id and i.name = a.picture_path and i.student_id = a.student_id
    where a.tenant_id = ${tx.tenant_id} and a.student_id = ${student_id} and a.uuid = ${uuid}
      and a.undone_at is null and q.source_id like 'exam_question:%'
    order by a.seq`.execute(tx);
  return rows;
}

export async function putPictures(
  tx: Tx,
  pictures: readonly { id: number; picture_path: string | null }[],
): Promise<void> {
  if (pictures.length === 0) return;
  await sql`
    update study_attempt a set picture_path = p.picture_path
    from jsonb_to_recordset(${JSON.stringify(pictures)}::jsonb) as p (id bigint, picture_path text)
    where a.tenant_id = ${tx.tenant_id} and a.id = p.id`.execute(tx);
}
