import type { HomeworkQuery } from '@seodang/contract/homework.ts';
import { type Insertable, sql, type Updateable } from 'kysely';
import type { Tx } from '#core/db.ts';
import { likeOf, type Order, offsetOf } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import type { Homework } from '#db/types.ts';
import { visibleLectures } from '#domains/school/index.ts';

export const homeworkOrders = ['id', 'title', 'due_at', 'created_at'] as const;
export type HomeworkOrder = (typeof homeworkOrders)[number];

/** Homework that is there, of class sessions and lectures that the caller may know of. */
function homeworks(tx: Tx, scope: Scope) {
  return tx
    .selectFrom('homework as h')
    .innerJoin('class_session as c', (on) =>
      on.onRef('c.tenant_id', '=', 'h.tenant_id').onRef('c.id', '=', 'h.session_id'),
    )
    .where('h.tenant_id', '=', tx.tenant_id)
    .where('h.deleted_at', 'is', null)
    .where('c.deleted_at', 'is', null)
    .where('c.lecture_id', 'in', visibleLectures(tx, scope));
}
export type HomeworkRow = Awaited<ReturnType<typeof listHomework>>[number];

function filters({ session, lecture, search }: HomeworkQuery) {
  const like = search && likeOf(search);
  return [
    session === undefined ? undefined : sql<boolean>`h.session_id = ${session}`,
    lecture === undefined ? undefined : sql<boolean>`c.lecture_id = ${lecture}`,
    like ? sql<boolean>`h.title ilike ${like}` : undefined,
  ].filter((one) => one !== undefined);
}

export function listHomework(
  tx: Tx,
  scope: Scope,
  query: HomeworkQuery,
  order: readonly Order<HomeworkOrder>[],
) {
  const { limit, offset } = offsetOf(query);
  let rows = homeworks(tx, scope)
    .selectAll('h')
    .select('c.lecture_id')
    .where((is) => is.and(filters(query)));
  for (const { column, direction } of order) rows = rows.orderBy(`h.${column}`, direction);
  return rows.orderBy('h.id', 'desc').limit(limit).offset(offset).execute();
}

export async function countHomework(tx: Tx, scope: Scope, query: HomeworkQuery): Promise<number> {
  const { n } = await homeworks(tx, scope)
    .select((s) => s.fn.countAll<number>().as('n'))
    .where((is) => is.and(filters(query)))
    .executeTakeFirstOrThrow();
  return n;
}

export function findHomework(tx: Tx, scope: Scope, id: number) {
  return homeworks(tx, scope).selectAll('h').select('c.lecture_id').where('h.id', '=', id).executeTakeFirst();
}

/** Also a deleted one, for bringing it back. */
export function lockHomework(tx: Tx, id: number) {
  return tx
    .selectFrom('homework')
    .selectAll()
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export function insertHomework(tx: Tx, values: Insertable<Homework>) {
  return tx.insertInto('homework').values(values).returning('id').executeTakeFirstOrThrow();
}

export async function updateHomework(tx: Tx, id: number, change: Updateable<Homework>): Promise<void> {
  await tx
    .updateTable('homework')
    .set(change)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}
