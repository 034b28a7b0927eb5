import type { LectureQuery, Weekly } from '@seodang/contract/lectures.ts';
import { type Insertable, sql, type Updateable } from 'kysely';
import type { Tx } from '#core/db.ts';
import { likeOf, type Order, offsetOf } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import type { Lecture } from '#db/types.ts';
import { ownStudents, visibleLectures } from './access.queries.ts';

export const lectureOrders = ['id', 'title', 'subject', 'grade', 'starts_on', 'created_at'] as const;
export type LectureOrder = (typeof lectureOrders)[number];

/** Lectures that the caller may know of, with what a list shows of each. */
function lectures(tx: Tx, scope: Scope, today: string) {
  return tx
    .selectFrom('lecture as l')
    .leftJoin('user_account as t', (on) =>
      on.onRef('t.tenant_id', '=', 'l.tenant_id').onRef('t.id', '=', 'l.teacher_id'),
    )
    .selectAll('l')
    .select('t.name as teacher_name')
    .select((s) => [
      s
        .selectFrom('class_session as c')
        .select(s.fn.countAll<number>().as('n'))
        .whereRef('c.tenant_id', '=', 'l.tenant_id')
        .whereRef('c.lecture_id', '=', 'l.id')
        .where('c.deleted_at', 'is', null)
        .as('session_count'),
      s
        .selectFrom('class_session as c')
        .select((c) => c.fn.min('c.date').as('next'))
        .whereRef('c.tenant_id', '=', 'l.tenant_id')
        .whereRef('c.lecture_id', '=', 'l.id')
        .where('c.deleted_at', 'is', null)
        .where('c.date', '>=', today)
        .as('next_on'),
      s
        .selectFrom('enrollment as e')
        .innerJoin('student as k', (on) =>
          on.onRef('k.tenant_id', '=', 'e.tenant_id').onRef('k.id', '=', 'e.student_id'),
        )
        .select(s.fn.countAll<number>().as('n'))
        .whereRef('e.tenant_id', '=', 'l.tenant_id')
        .whereRef('e.lecture_id', '=', 'l.id')
        .where('e.status', '=', 'ACTIVE')
        .where('k.deleted_at', 'is', null)
        .as('enrollment_count'),
    ])
    .where('l.tenant_id', '=', tx.tenant_id)
    .where('l.id', 'in', visibleLectures(tx, scope));
}
export type LectureRow = Awaited<ReturnType<typeof listLectures>>[number];

export function listLectures(
  tx: Tx,
  scope: Scope,
  query: LectureQuery,
  order: readonly Order<LectureOrder>[],
  today: string,
) {
  const { limit, offset } = offsetOf(query);
  let rows = lectures(tx, scope, today).where((is) => is.and(filters(query)));
  for (const { column, direction } of order) rows = rows.orderBy(`l.${column}`, direction);
  return rows.orderBy('l.id', 'desc').limit(limit).offset(offset).execute();
}

export async function countLectures(tx: Tx, scope: Scope, query: LectureQuery): Promise<number> {
  const { n } = await tx
    .selectFrom('lecture as l')
    .select((s) => s.fn.countAll<number>().as('n'))
    .where('l.tenant_id', '=', tx.tenant_id)
    .where('l.id', 'in', visibleLectures(tx, scope))
    .where((is) => is.and(filters(query)))
    .executeTakeFirstOrThrow();
  return n;
}

function filters({ subject, grade, term, teacher_id, search }: LectureQuery) {
  const like = search && likeOf(search);
  return [
    subject === undefined ? undefined : sql<boolean>`l.subject = ${subject}`,
    grade === undefined ? undefined : sql<boolean>`l.grade = ${grade}`,
    term === undefined ? undefined : sql<boolean>`l.term = ${term}`,
    teacher_id === undefined ? undefined : sql<boolean>`l.teacher_id = ${teacher_id}`,
    like ? sql<boolean>`(l.title ilike ${like} or l.name ilike ${like})` : undefined,
  ].filter((one) => one !== undefined);
}

export function findLecture(tx: Tx, scope: Scope, id: number, today: string) {
  return lectures(tx, scope, today).where('l.id', '=', id).executeTakeFirst();
}

/** Also a deleted one, for bringing it back. */
export function lockLecture(tx: Tx, id: number) {
  return tx
    .selectFrom('lecture')
    .selectAll()
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export function insertLecture(tx: Tx, { schedule, ...values }: WithSchedule<Insertable<Lecture>>) {
  return tx
    .insertInto('lecture')
    .values({ ...values, schedule: JSON.stringify(schedule ?? []) })
    .returning('id')
    .executeTakeFirstOrThrow();
}

export async function updateLecture(
  tx: Tx,
  id: number,
  { schedule, ...values }: WithSchedule<Updateable<Lecture>>,
): Promise<void> {
  await tx
    .updateTable('lecture')
    .set({ ...values, ...(schedule ? { schedule: JSON.stringify(schedule) } : {}) })
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

type WithSchedule<T> = Omit<T, 'schedule'> & { schedule?: readonly Weekly[] };

/** The people who may teach among these ids. */
export function listTeachers(tx: Tx, user_ids: readonly number[]) {
  return tx
    .selectFrom('user_account as u')
    .select(['u.id', 'u.role'])
    .where('u.tenant_id', '=', tx.tenant_id)
    .where('u.id', 'in', [0, ...user_ids])
    .where('u.role', 'in', ['owner', 'admin', 'teacher', 'assistant'])
    .where('u.is_active', '=', true)
    .execute();
}

export function listLectureStaff(tx: Tx, lecture_id: number) {
  return tx
    .selectFrom('lecture_staff as s')
    .innerJoin('user_account as u', (on) =>
      on.onRef('u.tenant_id', '=', 's.tenant_id').onRef('u.id', '=', 's.user_id'),
    )
    .select(['u.id as user_id', 'u.name', 'u.role'])
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.lecture_id', '=', lecture_id)
    .orderBy('u.name')
    .execute();
}

export async function replaceLectureStaff(tx: Tx, lecture_id: number, user_ids: readonly number[]) {
  await tx
    .deleteFrom('lecture_staff')
    .where('tenant_id', '=', tx.tenant_id)
    .where('lecture_id', '=', lecture_id)
    .where('user_id', 'not in', [0, ...user_ids])
    .execute();
  if (user_ids.length === 0) return;
  await tx
    .insertInto('lecture_staff')
    .values(user_ids.map((user_id) => ({ lecture_id, user_id })))
    .onConflict((on) => on.doNothing())
    .execute();
}

/** The caller's own enrollments (or the children's) in these lectures. */
export function listOwnEnrollmentsIn(tx: Tx, user_id: number, lecture_ids: readonly number[]) {
  return tx
    .selectFrom('enrollment as e')
    .innerJoin('student as s', (on) =>
      on.onRef('s.tenant_id', '=', 'e.tenant_id').onRef('s.id', '=', 'e.student_id'),
    )
    .select(['e.id as enrollment_id', 'e.lecture_id', 'e.student_id', 's.name as student_name', 'e.status'])
    .where('e.tenant_id', '=', tx.tenant_id)
    .where('e.lecture_id', 'in', [0, ...lecture_ids])
    .where('e.student_id', 'in', ownStudents(tx, user_id))
    .orderBy('e.id')
    .execute();
}
