import type { ExamQuery } from '@seodang/contract/exams.ts';
import { type Insertable, sql, type Updateable } from 'kysely';
import type { Tx } from '#core/db.ts';
import { likeOf, type Order, offsetOf } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import type { Exam } from '#db/types.ts';
import { isStaff, visibleLectures } from '#domains/school/index.ts';

export const examOrders = ['id', 'title', 'opens_at', 'closes_at', 'created_at'] as const;
export type ExamOrder = (typeof examOrders)[number];

/** Exams that are there, of class sessions and lectures that the caller may know of; drafts are for staff. */
function exams(tx: Tx, scope: Scope) {
  return tx
    .selectFrom('exam as e')
    .innerJoin('class_session as c', (on) =>
      on.onRef('c.tenant_id', '=', 'e.tenant_id').onRef('c.id', '=', 'e.session_id'),
    )
    .where('e.tenant_id', '=', tx.tenant_id)
    .where('e.deleted_at', 'is', null)
    .where('c.deleted_at', 'is', null)
    .where('c.lecture_id', 'in', visibleLectures(tx, scope))
    .$if(!isStaff(scope), (q) => q.where('e.state', '!=', 'draft'));
}

/** The last end that somebody was given for the exam `e`; as shownNow asks for. */
export const extendedUntil = sql<Date | null>`(select max(x.closes_at) from exam_extension x
  where x.tenant_id = e.tenant_id and x.exam_id = e.id)`.as('extended_until');

function shown(tx: Tx, scope: Scope) {
  return exams(tx, scope)
    .selectAll('e')
    .select('c.lecture_id')
    .select((s) => [
      s
        .selectFrom('exam_question as q')
        .select(sql<number>`coalesce(sum(q.points) filter (where q.key_state <> 'void'), 0)`.as('sum'))
        .whereRef('q.tenant_id', '=', 'e.tenant_id')
        .whereRef('q.exam_id', '=', 'e.id')
        .as('max_score'),
      s
        .selectFrom('exam_question as q')
        .select(s.fn.countAll<number>().as('n'))
        .whereRef('q.tenant_id', '=', 'e.tenant_id')
        .whereRef('q.exam_id', '=', 'e.id')
        .as('question_count'),
      extendedUntil,
    ]);
}
export type ExamRow = Awaited<ReturnType<typeof listExams>>[number];

function filters({ session, lecture, search }: ExamQuery) {
  const like = search && likeOf(search);
  return [
    session === undefined ? undefined : sql<boolean>`e.session_id = ${session}`,
    lecture === undefined ? undefined : sql<boolean>`c.lecture_id = ${lecture}`,
    like ? sql<boolean>`e.title ilike ${like}` : undefined,
  ].filter((one) => one !== undefined);
}

export function listExams(tx: Tx, scope: Scope, query: ExamQuery, order: readonly Order<ExamOrder>[]) {
  const { limit, offset } = offsetOf(query);
  let rows = shown(tx, scope).where((is) => is.and(filters(query)));
  for (const { column, direction } of order) rows = rows.orderBy(`e.${column}`, direction);
  return rows.orderBy('e.id', 'desc').limit(limit).offset(offset).execute();
}

export async function countExams(tx: Tx, scope: Scope, query: ExamQuery): Promise<number> {
  const { n } = await exams(tx, scope)
    .select((s) => s.fn.countAll<number>().as('n'))
    .where((is) => is.and(filters(query)))
    .executeTakeFirstOrThrow();
  return n;
}

export function findExam(tx: Tx, scope: Scope, id: number) {
  return shown(tx, scope).where('e.id', '=', id).executeTakeFirst();
}

/** Also a deleted one, for bringing it back. Keys, layout and release of an exam change one after the other. */
export function lockExam(tx: Tx, id: number) {
  return tx
    .selectFrom('exam')
    .selectAll()
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export function insertExam(tx: Tx, values: Insertable<Exam>) {
  return tx.insertInto('exam').values(values).returning('id').executeTakeFirstOrThrow();
}

export async function updateExam(tx: Tx, id: number, change: Updateable<Exam>): Promise<void> {
  await tx
    .updateTable('exam')
    .set(change)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}
