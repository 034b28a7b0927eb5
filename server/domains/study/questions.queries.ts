import type { StudyChoice, StudyQuestionQuery } from '@seodang/contract/study-bank.ts';
import { type Insertable, sql, type Updateable } from 'kysely';
import type { Tx } from '#core/db.ts';
import { likeOf, type Order, offsetOf } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import type { StudyQuestion } from '#db/types.ts';
import { isStaff } from '#domains/school/index.ts';
import { visibleTopics } from './topics.queries.ts';

export const questionOrders = ['id', 'subject', 'frequency', 'created_at', 'updated_at'] as const;
export type QuestionOrder = (typeof questionOrders)[number];

/** Questions with their keys, of topics that the caller may change: staff those of lectures, students their own. */
function questions(tx: Tx, scope: Scope) {
  return tx
    .selectFrom('study_question as q')
    .where('q.tenant_id', '=', tx.tenant_id)
    .where('q.deleted_at', 'is', null)
    .where('q.study_topic_id', 'in', writableTopics(tx, scope));
}

function writableTopics(tx: Tx, scope: Scope) {
  const visible = visibleTopics(tx, scope);
  return isStaff(scope) ? visible : visible.where('t.student_id', 'is not', null);
}

function filters({ topic, state, subject, tag, kind, search }: StudyQuestionQuery) {
  const like = search && likeOf(search);
  return [
    topic === undefined ? undefined : sql<boolean>`q.study_topic_id = ${topic}`,
    state === undefined ? undefined : sql<boolean>`q.state = ${state}`,
    subject === undefined ? undefined : sql<boolean>`q.subject = ${subject}`,
    kind === undefined ? undefined : sql<boolean>`q.kind = ${kind}`,
    tag === undefined ? undefined : sql<boolean>`q.tags @> array[${tag}]::text[]`,
    like ? sql<boolean>`q.body ilike ${like}` : undefined,
  ].filter((one) => one !== undefined);
}

function shown(tx: Tx, scope: Scope) {
  return questions(tx, scope)
    .selectAll('q')
    .select([sql<StudyChoice[]>`q.choices`.as('choices'), sql<string[][]>`q.keys`.as('keys')]);
}
export type QuestionRow = Awaited<ReturnType<typeof listQuestions>>[number];

export function listQuestions(
  tx: Tx,
  scope: Scope,
  query: StudyQuestionQuery,
  order: readonly Order<QuestionOrder>[],
) {
  const { limit, offset } = offsetOf(query);
  let rows = shown(tx, scope).where((is) => is.and(filters(query)));
  for (const { column, direction } of order) rows = rows.orderBy(`q.${column}`, direction);
  return rows.orderBy('q.id', 'desc').limit(limit).offset(offset).execute();
}

export async function countQuestions(tx: Tx, scope: Scope, query: StudyQuestionQuery): Promise<number> {
  const { n } = await questions(tx, scope)
    .select((s) => s.fn.countAll<number>().as('n'))
    .where((is) => is.and(filters(query)))
    .executeTakeFirstOrThrow();
  return n;
}

export function findQuestion(tx: Tx, scope: Scope, id: number) {
  return shown(tx, scope).where('q.id', '=', id).executeTakeFirst();
}

/** Changes of one question follow one another. */
export function lockQuestion(tx: Tx, scope: Scope, id: number) {
  return shown(tx, scope).where('q.id', '=', id).forUpdate('q').executeTakeFirst();
}

/**
 * Answers are judged by the key that holds when they are written: who changes one waits for those who judge, and the
 * other way round.
 */
export async function lockKeys(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${tx.tenant_id}:study_keys`}, 0))`.execute(tx);
}

type Values = Omit<Insertable<StudyQuestion>, 'choices' | 'keys'> & {
  choices: readonly StudyChoice[];
  keys: readonly (readonly string[])[];
};

/** Those that are there already by their source are left as they are; returns the ids of the new ones. */
export function insertQuestions(tx: Tx, values: readonly Values[]) {
  const rows = values.map((one) => ({
    ...one,
    choices: JSON.stringify(one.choices),
    keys: JSON.stringify(one.keys),
  }));
  return tx
    .insertInto('study_question')
    .values(rows)
    .onConflict((on) =>
      on.columns(['tenant_id', 'study_topic_id', 'source_id']).where('source_id', 'is not', null).doNothing(),
    )
    .returning(['id', 'pub_id', 'source_id'])
    .execute();
}

export async function updateQuestion(tx: Tx, id: number, change: Updateable<StudyQuestion>): Promise<void> {
  await tx
    .updateTable('study_question')
    .set(change)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

export async function keepRevision(tx: Tx, id: number, revision: number, content: unknown): Promise<void> {
  await tx
    .insertInto('study_question_revision')
    .values({ study_question_id: id, revision, content: JSON.stringify(content) })
    .execute();
}
