import type { StudyTopicQuery } from '@seodang/contract/study-bank.ts';
import { type Insertable, sql, type Updateable } from 'kysely';
import type { Tx } from '#core/db.ts';
import { likeOf, type Order, offsetOf } from '#core/list.ts';
import { type Scope, userOf } from '#core/scope.ts';
import type { StudyTopic } from '#db/types.ts';
import { isStaff, visibleLectures } from '#domains/school/index.ts';

export const topicOrders = ['id', 'title', 'created_at'] as const;
export type TopicOrder = (typeof topicOrders)[number];

/** Topics that are there: of lectures that the caller may know of, and a student's own. */
function topics(tx: Tx, scope: Scope) {
  return tx
    .selectFrom('study_topic as t')
    .where('t.tenant_id', '=', tx.tenant_id)
    .where('t.deleted_at', 'is', null)
    .where((is) =>
      is.or([
        is('t.lecture_id', 'in', visibleLectures(tx, scope)),
        ...(isStaff(scope) ? [] : [is('t.student_id', 'in', ownStudent(tx, userOf(scope).user_id))]),
      ]),
    );
}

/** The id of the student whose account this is. */
export function ownStudent(tx: Tx, user_id: number) {
  return tx
    .selectFrom('student as me')
    .select('me.id')
    .where('me.tenant_id', '=', tx.tenant_id)
    .where('me.user_id', '=', user_id)
    .where('me.deleted_at', 'is', null);
}

export async function findOwnStudent(tx: Tx, user_id: number): Promise<number | undefined> {
  return (await ownStudent(tx, user_id).executeTakeFirst())?.id;
}

/** The ids of the topics that the caller may know of, as a subquery. */
export function visibleTopics(tx: Tx, scope: Scope) {
  return topics(tx, scope).select('t.id');
}

function shown(tx: Tx, scope: Scope) {
  return topics(tx, scope)
    .selectAll('t')
    .select((s) =>
      s
        .selectFrom('study_question as q')
        .select(s.fn.countAll<number>().as('n'))
        .whereRef('q.tenant_id', '=', 't.tenant_id')
        .whereRef('q.study_topic_id', '=', 't.id')
        .where('q.deleted_at', 'is', null)
        .where('q.state', '=', 'published')
        .as('question_count'),
    );
}
export type TopicRow = Awaited<ReturnType<typeof listTopics>>[number];

function filters({ lecture, search }: StudyTopicQuery) {
  const like = search && likeOf(search);
  return [
    lecture === undefined ? undefined : sql<boolean>`t.lecture_id = ${lecture}`,
    like ? sql<boolean>`t.title ilike ${like}` : undefined,
  ].filter((one) => one !== undefined);
}

export function listTopics(
  tx: Tx,
  scope: Scope,
  query: StudyTopicQuery,
  order: readonly Order<TopicOrder>[],
) {
  const { limit, offset } = offsetOf(query);
  let rows = shown(tx, scope).where((is) => is.and(filters(query)));
  for (const { column, direction } of order) rows = rows.orderBy(`t.${column}`, direction);
  return rows.orderBy('t.id', 'desc').limit(limit).offset(offset).execute();
}

export async function countTopics(tx: Tx, scope: Scope, query: StudyTopicQuery): Promise<number> {
  const { n } = await topics(tx, scope)
    .select((s) => s.fn.countAll<number>().as('n'))
    .where((is) => is.and(filters(query)))
    .executeTakeFirstOrThrow();
  return n;
}

export function findTopic(tx: Tx, scope: Scope, id: number) {
  return shown(tx, scope).where('t.id', '=', id).executeTakeFirst();
}

/** Without the count of its questions, for hot paths. */
export function findTopicOnly(tx: Tx, scope: Scope, id: number) {
  return topics(tx, scope).selectAll('t').where('t.id', '=', id).executeTakeFirst();
}

/** Also a deleted one, for bringing it back. */
export function lockTopic(tx: Tx, id: number) {
  return tx
    .selectFrom('study_topic')
    .selectAll()
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export function insertTopic(tx: Tx, values: Insertable<StudyTopic>) {
  return tx.insertInto('study_topic').values(values).returning('id').executeTakeFirstOrThrow();
}

export async function updateTopic(tx: Tx, id: number, change: Updateable<StudyTopic>): Promise<void> {
  await tx
    .updateTable('study_topic')
    .set(change)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

/** Copies of its bank, wherever they are kept, are out of date from here on. */
export async function moveBank(tx: Tx, topic_id: number): Promise<void> {
  await tx
    .updateTable('study_topic')
    .set({ bank_version: sql`bank_version + 1` })
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', topic_id)
    .execute();
}
