import type { QuizQuery, QuizSummary } from '@seodang/contract/study-quiz.ts';
import { type Insertable, sql, type Updateable } from 'kysely';
import type { Tx } from '#core/db.ts';
import { offsetOf } from '#core/list.ts';
import type { StudyQuizSession } from '#db/types.ts';

function quizzes(tx: Tx, student_id: number) {
  return tx
    .selectFrom('study_quiz_session as s')
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.student_id', '=', student_id);
}

/** A device that is lost, or was never taken up again, ends no round. */
const GOES_ON_DAYS = 3;

/** A device shared its round with others of late, or sends answers of it, and nobody has ended it. */
const goesOn = sql<boolean>`(s.source = 'viewer' and exists (
  select from study_round r
  where r.student_id = s.student_id and r.uuid = s.uuid and r.tenant_id = s.tenant_id and r.ended_at is null
    and greatest(r.shared_at, s.finalized_at) > now() - make_interval(days => ${sql.lit(GOES_ON_DAYS)})))`;

function shown(tx: Tx, student_id: number) {
  return quizzes(tx, student_id)
    .selectAll('s')
    .select([
      sql<number[]>`s.question_ids`.as('question_ids'),
      sql<number[]>`s.revisions`.as('revisions'),
      sql<number[]>`s.reshuffled_ids`.as('reshuffled_ids'),
      sql<Record<string, number>>`s.subject_distribution`.as('subject_distribution'),
      sql<Record<string, number>>`s.missing`.as('missing'),
      sql<QuizSummary | null>`s.summary`.as('summary'),
      goesOn.as('goes_on'),
    ]);
}
export type QuizRow = Awaited<ReturnType<typeof listQuizzes>>[number];

function filters({ topic, status }: QuizQuery) {
  return [
    topic === undefined ? undefined : sql<boolean>`s.study_topic_id = ${topic}`,
    status === undefined
      ? undefined
      : sql<boolean>`case when ${goesOn} then 'in_progress' else s.status end = ${status}`,
  ].filter((one) => one !== undefined);
}

export function listQuizzes(tx: Tx, student_id: number, query: QuizQuery) {
  const { limit, offset } = offsetOf(query);
  return shown(tx, student_id)
    .where((is) => is.and(filters(query)))
    .orderBy('s.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
}

export async function countQuizzes(tx: Tx, student_id: number, query: QuizQuery): Promise<number> {
  const { n } = await quizzes(tx, student_id)
    .select((s) => s.fn.countAll<number>().as('n'))
    .where((is) => is.and(filters(query)))
    .executeTakeFirstOrThrow();
  return n;
}

export function findQuiz(tx: Tx, student_id: number, id: number) {
  return shown(tx, student_id).where('s.id', '=', id).executeTakeFirst();
}

export function findOpenQuiz(tx: Tx, student_id: number, topic_id: number) {
  return shown(tx, student_id)
    .where('s.study_topic_id', '=', topic_id)
    .where('s.status', '=', 'in_progress')
    .executeTakeFirst();
}

type Values = Omit<
  Insertable<StudyQuizSession>,
  'question_ids' | 'revisions' | 'reshuffled_ids' | 'missing'
> & {
  question_ids: readonly number[];
  revisions: readonly number[];
  reshuffled_ids: readonly number[];
  missing: Record<string, number>;
};

export function insertQuiz(tx: Tx, values: Values) {
  return tx
    .insertInto('study_quiz_session')
    .values({
      ...values,
      question_ids: JSON.stringify(values.question_ids),
      revisions: JSON.stringify(values.revisions),
      reshuffled_ids: JSON.stringify(values.reshuffled_ids),
      missing: JSON.stringify(values.missing),
      subject_distribution: JSON.stringify(values.subject_distribution),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
}

export async function updateQuiz(tx: Tx, id: number, change: Updateable<StudyQuizSession>): Promise<void> {
  await tx
    .updateTable('study_quiz_session')
    .set(change)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

/** One terminal transition: only what is open ends. */
export async function endQuiz(
  tx: Tx,
  id: number,
  end: Updateable<StudyQuizSession> & { status: 'done' | 'abandoned' },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('study_quiz_session')
    .set(end)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .where('status', '=', 'in_progress')
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** The answers of a quiz session that were not taken back, in their order; `next_seq` counts those too. */
export function listAnswers(tx: Tx, student_id: number, uuid: string, quiz_id: number) {
  return tx
    .selectFrom('study_attempt as a')
    .select(['a.id', 'a.seq', 'a.study_question_id', 'a.revision', 'a.unsure', 'a.elapsed_ms'])
    .select(['a.answered_at', 'a.at', 'a.outcome', 'a.is_correct', 'a.undone_at'])
    .select(sql<string[]>`a.selected`.as('selected'))
    .where('a.tenant_id', '=', tx.tenant_id)
    .where('a.student_id', '=', student_id)
    .where('a.uuid', '=', uuid)
    .where('a.study_quiz_session_id', '=', quiz_id)
    .orderBy('a.seq')
    .execute();
}
export type AnswerRow = Awaited<ReturnType<typeof listAnswers>>[number];

export async function markUndone(tx: Tx, id: number, at: Date): Promise<void> {
  await tx
    .updateTable('study_attempt')
    .set({ undone_at: at })
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}
