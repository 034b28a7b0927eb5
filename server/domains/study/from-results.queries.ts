import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import { extendedUntil } from '#domains/exams/index.ts';
import type { SheetPlace } from './sheet-pictures.ts';

/** An exam that is there, with its lecture. */
export function findShownExam(tx: Tx, exam_id: number) {
  return tx
    .selectFrom('exam as e')
    .innerJoin('class_session as c', (on) =>
      on.onRef('c.tenant_id', '=', 'e.tenant_id').onRef('c.id', '=', 'e.session_id'),
    )
    .selectAll('e')
    .select(['c.lecture_id', extendedUntil])
    .where('e.tenant_id', '=', tx.tenant_id)
    .where('e.id', '=', exam_id)
    .where('e.deleted_at', 'is', null)
    .executeTakeFirst();
}

/** The attempts that count in an exam, of these enrollments, of one student or of all. */
export function listCounting(tx: Tx, exam_id: number, of: readonly number[] | { student_id: number } | null) {
  const enrollment_ids = Array.isArray(of) ? of : null;
  const student_id = of !== null && 'student_id' in of ? of.student_id : null;
  return tx
    .selectFrom('result as r')
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 'r.tenant_id').onRef('e.id', '=', 'r.enrollment_id'),
    )
    .innerJoin('attempt as a', (on) =>
      on.onRef('a.tenant_id', '=', 'r.tenant_id').onRef('a.id', '=', 'r.attempt_id'),
    )
    .innerJoin('submission as s', (on) =>
      on.onRef('s.tenant_id', '=', 'a.tenant_id').onRef('s.id', '=', 'a.submission_id'),
    )
    .select(['r.attempt_id', 'e.student_id', 's.created_at as written_at'])
    .where('r.tenant_id', '=', tx.tenant_id)
    .where('r.exam_id', '=', exam_id)
    .$if(enrollment_ids !== null, (q) =>
      q.where('r.enrollment_id', '=', sql<number>`any(${enrollment_ids}::bigint[])`),
    )
    .$if(student_id !== null, (q) => q.where('e.student_id', '=', student_id))
    .orderBy('e.student_id')
    .execute();
}

/** What was wrong in an attempt, or left out; not what a reader was unsure of, which is nobody's mistake. */
export function listMistakes(tx: Tx, attempt_id: number) {
  return tx
    .selectFrom('result_fact as f')
    .innerJoin('exam_question as q', (on) =>
      on.onRef('q.tenant_id', '=', 'f.tenant_id').onRef('q.id', '=', 'f.exam_question_id'),
    )
    .innerJoin('attempt as a', (on) =>
      on.onRef('a.tenant_id', '=', 'f.tenant_id').onRef('a.id', '=', 'f.attempt_id'),
    )
    .leftJoin('submission_answer as g', (on) =>
      on
        .onRef('g.tenant_id', '=', 'f.tenant_id')
        .onRef('g.submission_id', '=', 'a.submission_id')
        .onRef('g.exam_question_id', '=', 'f.exam_question_id'),
    )
    .select(['f.exam_question_id', 'f.answer', 'q.number', 'q.kind', 'q.choices'])
    .select(sql<string | null>`g.meta ->> 'mark'`.as('mark'))
    .select(sql<string[]>`q.keys`.as('keys'))
    .where('f.tenant_id', '=', tx.tenant_id)
    .where('f.attempt_id', '=', attempt_id)
    .where('f.is_correct', '=', false)
    .where('q.key_state', '=', 'keyed')
    .where(
      sql<boolean>`coalesce(f.meta #>> '{grading,invalid_reason}', '') not in ('LOW_CONFIDENCE', 'NO_KEY')`,
    )
    .where(sql<boolean>`jsonb_array_length(q.keys) > 0`)
    .orderBy('q.number')
    .execute();
}

/** Where on the scans of its sheet these questions of an attempt were answered; of a sheet that was scanned twice the last. */
export async function listSheetPlaces(
  tx: Tx,
  attempt_id: number,
  exam_question_ids: readonly number[],
): Promise<SheetPlace[]> {
  const { rows } = await sql<SheetPlace>`
    select distinct on (read.exam_question_id) read.exam_question_id, p.image_key, read.corners
    from attempt a
    join scan_page p on p.tenant_id = a.tenant_id and p.submission_id = a.submission_id and p.status = 'assigned'
      and p.image_key is not null
    cross join jsonb_to_recordset(p.answers) as read (exam_question_id bigint, corners jsonb)
    where a.tenant_id = ${tx.tenant_id} and a.id = ${attempt_id}
      and read.exam_question_id = any(${exam_question_ids}::bigint[])
    order by read.exam_question_id, p.place desc`.execute(tx);
  return rows;
}

/** The questions of an exam that are studied already, with the key they have here and the one they have there. */
export function listPaperKeys(tx: Tx, exam_id: number) {
  return tx
    .selectFrom('exam_question as q')
    .innerJoin('study_question as s', (on) =>
      on
        .onRef('s.tenant_id', '=', 'q.tenant_id')
        .on('s.source_id', '=', sql<string>`'exam_question:' || q.id`),
    )
    .innerJoin('study_topic as t', (on) =>
      on.onRef('t.tenant_id', '=', 's.tenant_id').onRef('t.id', '=', 's.study_topic_id'),
    )
    .select(['s.id as study_question_id', 's.revision', 'q.kind'])
    .select([sql<string[]>`q.keys`.as('keys'), sql<string[][]>`s.keys`.as('own_keys')])
    .where('q.tenant_id', '=', tx.tenant_id)
    .where('q.exam_id', '=', exam_id)
    .where('q.key_state', '=', 'keyed')
    .where('t.is_paper', '=', true)
    .where(sql<boolean>`jsonb_array_length(q.keys) > 0`)
    .orderBy('s.id')
    .execute();
}
