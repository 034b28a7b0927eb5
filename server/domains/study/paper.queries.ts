import type { QuestionKind } from '@seodang/recall';
import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

/** The topic of a lecture's paper mistakes, made when there is none. */
export async function paperTopic(tx: Tx, lecture_id: number): Promise<number> {
  await sql`
    insert into study_topic (tenant_id, title, lecture_id, is_paper)
    select l.tenant_id, left(l.title || ' 시험 오답', 200), l.id, true from lecture l
    where l.tenant_id = ${tx.tenant_id} and l.id = ${lecture_id}
    on conflict (tenant_id, lecture_id) where is_paper do nothing`.execute(tx);
  const { id } = await tx
    .selectFrom('study_topic')
    .select('id')
    .where('tenant_id', '=', tx.tenant_id)
    .where('lecture_id', '=', lecture_id)
    .where('is_paper', '=', true)
    .executeTakeFirstOrThrow();
  return id;
}

export function listBySource(tx: Tx, topic_id: number, source_ids: readonly string[]) {
  return tx
    .selectFrom('study_question as q')
    .select(['q.source_id', 'q.pub_id'])
    .where('q.tenant_id', '=', tx.tenant_id)
    .where('q.study_topic_id', '=', topic_id)
    .where('q.source_id', '=', sql<string>`any(${source_ids}::text[])`)
    .execute();
}

/** What a student's queue was told of an exam, whether or not it was taken back since. */
export function listMistakesTold(tx: Tx, student_id: number, uuid: string) {
  return tx
    .selectFrom('study_attempt as a')
    .innerJoin('study_question as q', (on) =>
      on.onRef('q.tenant_id', '=', 'a.tenant_id').onRef('q.id', '=', 'a.study_question_id'),
    )
    .select(['a.id', 'a.seq', 'a.study_question_id', 'a.undone_at', 'q.source_id'])
    .select(sql<string[]>`a.selected`.as('selected'))
    .where('a.tenant_id', '=', tx.tenant_id)
    .where('a.student_id', '=', student_id)
    .where('a.uuid', '=', uuid)
    .orderBy('a.seq')
    .execute();
}

/** What a student's sheets of an exam say that are not replaced or taken away; a row without a question for each of them. */
export async function listStandingAnswers(tx: Tx, exam_id: number, student_id: number) {
  const { rows } = await sql<{
    exam_question_id: number | null;
    kind: QuestionKind;
    answer: string;
    mark: string | null;
  }>`
    select f.exam_question_id, q.kind, f.answer, g.meta ->> 'mark' as mark
    from submission s
    join enrollment e on e.tenant_id = s.tenant_id and e.id = s.enrollment_id
    left join attempt a on a.tenant_id = s.tenant_id and a.submission_id = s.id
    left join result_fact f on f.tenant_id = a.tenant_id and f.attempt_id = a.id
    left join exam_question q on q.tenant_id = f.tenant_id and q.id = f.exam_question_id
    left join submission_answer g on g.tenant_id = f.tenant_id and g.submission_id = s.id
      and g.exam_question_id = f.exam_question_id
    where s.tenant_id = ${tx.tenant_id} and s.exam_id = ${exam_id} and s.superseded_at is null
      and e.student_id = ${student_id}`.execute(tx);
  return rows;
}

export async function markUndone(tx: Tx, ids: readonly number[], at: Date): Promise<void> {
  await tx
    .updateTable('study_attempt')
    .set({ undone_at: at, picture_path: null })
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', 'in', ids)
    .execute();
}
