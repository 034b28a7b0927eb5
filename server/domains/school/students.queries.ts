import { type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Tx } from '#core/db.ts';
import { likeOf, type Order } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import type { DB } from '#db/types.ts';
import { type ownStudents, visibleLectures } from './access.queries.ts';

/** The ids of the students that a member of the staff may know of: all for owner and admin, else those of visible lectures. */
export function visibleStudents(tx: Tx, scope: Scope) {
  const all = tx.selectFrom('student as seen').select('seen.id').where('seen.tenant_id', '=', tx.tenant_id);
  const { actor } = scope;
  if (actor.kind === 'system' || (actor.kind === 'user' && ['owner', 'admin'].includes(actor.role)))
    return all;
  return all.where((is) =>
    is.exists(
      is
        .selectFrom('enrollment as seat')
        .select('seat.id')
        .whereRef('seat.tenant_id', '=', 'seen.tenant_id')
        .whereRef('seat.student_id', '=', 'seen.id')
        .where('seat.status', '!=', 'INACTIVE')
        .where('seat.lecture_id', 'in', visibleLectures(tx, scope)),
    ),
  );
}

function studentRows(tx: Tx, scope: Scope) {
  return tx
    .selectFrom('student as s')
    .leftJoin('user_account as u', (on) =>
      on.onRef('u.tenant_id', '=', 's.tenant_id').onRef('u.id', '=', 's.user_id'),
    )
    .select((row) => [
      's.id',
      's.user_id',
      's.name',
      's.phone',
      's.parent_phone',
      's.school',
      's.grade',
      's.birth_on',
      's.guardian_consent',
      's.attendance_code',
      's.memo',
      's.created_at',
      's.deleted_at',
      'u.login_id',
      'u.last_signed_in_at',
      jsonArrayFrom(
        row
          .selectFrom('enrollment as e')
          .innerJoin('lecture as l', (on) =>
            on.onRef('l.tenant_id', '=', 'e.tenant_id').onRef('l.id', '=', 'e.lecture_id'),
          )
          .select(['e.lecture_id', 'e.id as enrollment_id', 'l.title', 'e.status'])
          .whereRef('e.tenant_id', '=', 's.tenant_id')
          .whereRef('e.student_id', '=', 's.id')
          .where('e.lecture_id', 'in', visibleLectures(tx, scope))
          .orderBy('l.title'),
      ).as('lectures'),
    ])
    .where('s.tenant_id', '=', tx.tenant_id);
}
export type StudentRow = Awaited<ReturnType<typeof listStudents>>[number];

export type StudentWhere = {
  lecture_id?: number | undefined;
  school?: string | undefined;
  grade?: string | undefined;
  guardian_consent?: 'not_needed' | 'waiting' | 'given' | undefined;
  search?: string | undefined;
  deleted?: boolean | undefined;
};

type Row = ExpressionBuilder<DB & { s: DB['student'] }, 's'>;

function matching(tx: Tx, scope: Scope, where: StudentWhere) {
  return (is: Row) => {
    const all = [
      is('s.id', 'in', visibleStudents(tx, scope)),
      is('s.deleted_at', where.deleted ? 'is not' : 'is', null),
    ];
    if (where.school !== undefined) all.push(is('s.school', '=', where.school));
    if (where.grade !== undefined) all.push(is('s.grade', '=', where.grade));
    if (where.guardian_consent) all.push(is('s.guardian_consent', '=', where.guardian_consent));
    if (where.search) all.push(found(is, where.search));
    if (where.lecture_id !== undefined) all.push(attends(tx, scope, is, where.lecture_id));
    return is.and(all);
  };
}

function attends(tx: Tx, scope: Scope, is: Row, lecture_id: number) {
  return is.exists(
    is
      .selectFrom('enrollment as f')
      .select('f.id')
      .whereRef('f.tenant_id', '=', 's.tenant_id')
      .whereRef('f.student_id', '=', 's.id')
      .where('f.status', '!=', 'INACTIVE')
      .where('f.lecture_id', '=', lecture_id)
      .where('f.lecture_id', 'in', visibleLectures(tx, scope)),
  );
}

/** Any word of a name, a school or a login id, or four and more digits of a phone number, hyphens or not. */
function found(is: Row, search: string) {
  const like = likeOf(search);
  const any = [
    is('s.name', 'ilike', like),
    is('s.school', 'ilike', like),
    sql<SqlBool>`exists (select from user_account u2 where u2.tenant_id = s.tenant_id and u2.id = s.user_id
      and u2.login_id ilike ${like}::citext)`,
  ];
  const digits = search.replace(/[\s-]/g, '');
  if (/^\d{3,}$/.test(digits)) {
    any.push(is('s.phone', 'like', `%${digits}%`), is('s.parent_phone', 'like', `%${digits}%`));
  }
  return is.or(any);
}

export const studentOrder = ['name', 'grade', 'school', 'created_at', 'id'] as const;

export function listStudents(
  tx: Tx,
  scope: Scope,
  where: StudentWhere,
  page: { orders: readonly Order<(typeof studentOrder)[number]>[]; limit: number; offset: number },
) {
  let query = studentRows(tx, scope).where(matching(tx, scope, where));
  for (const { column, direction } of page.orders) {
    query = query.orderBy(`s.${column}`, (order) =>
      direction === 'asc' ? order.asc().nullsLast() : order.desc().nullsLast(),
    );
  }
  return query.orderBy('s.id').limit(page.limit).offset(page.offset).execute();
}

export async function countStudents(tx: Tx, scope: Scope, where: StudentWhere): Promise<number> {
  const { count } = await tx
    .selectFrom('student as s')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('s.tenant_id', '=', tx.tenant_id)
    .where(matching(tx, scope, where))
    .executeTakeFirstOrThrow();
  return count;
}

/** How many of the visible students have each value of a column, most first. */
export function countBy(tx: Tx, scope: Scope, column: 'school' | 'grade') {
  return tx
    .selectFrom('student as s')
    .select(({ fn }) => [`s.${column} as value`, fn.countAll<number>().as('count')])
    .where('s.tenant_id', '=', tx.tenant_id)
    .where(`s.${column}`, '!=', '')
    .where(matching(tx, scope, {}))
    .groupBy(`s.${column}`)
    .orderBy('count', 'desc')
    .orderBy(`s.${column}`)
    .limit(200)
    .$narrowType<{ value: string }>()
    .execute();
}

/** A student that the caller may know of, removed or not. */
export function findStudent(tx: Tx, scope: Scope, student_id: number) {
  return studentRows(tx, scope)
    .where('s.id', '=', student_id)
    .where('s.id', 'in', visibleStudents(tx, scope))
    .executeTakeFirst();
}

/** The rows of these ids as the caller may see them, whatever lecture they are in. */
export function listOwnRows(tx: Tx, scope: Scope, ids: ReturnType<typeof ownStudents>) {
  return studentRows(tx, scope)
    .where('s.id', 'in', ids)
    .where('s.deleted_at', 'is', null)
    .orderBy('s.name')
    .orderBy('s.id')
    .execute();
}

/** Keeps everybody else from changing the student until the end of the transaction. */
export function lockStudent(tx: Tx, student_id: number) {
  return tx
    .selectFrom('student')
    .selectAll()
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', student_id)
    .forUpdate()
    .executeTakeFirst();
}

export type StudentFields = {
  user_id: number | null;
  name: string;
  phone: string | null;
  parent_phone: string | null;
  school: string | null;
  grade: string | null;
  birth_on: string | null;
  guardian_consent: 'not_needed' | 'waiting' | 'given';
  attendance_code: string | null;
  memo: string | null;
};

/** A present student of the same name with the same own or parent phone. */
export function findTwin(
  tx: Tx,
  wanted: { name: string; phone?: string | null | undefined; parent_phone?: string | null | undefined },
) {
  return tx
    .selectFrom('student')
    .select('id')
    .where('tenant_id', '=', tx.tenant_id)
    .where('deleted_at', 'is', null)
    .where('name', '=', wanted.name)
    .where((is) =>
      is.or([is('phone', '=', wanted.phone ?? ''), is('parent_phone', '=', wanted.parent_phone ?? '')]),
    )
    .executeTakeFirst();
}

/** Ids in the order of the rows. */
export async function insertStudents(tx: Tx, rows: readonly StudentFields[]): Promise<number[]> {
  const ids: number[] = [];
  for (let from = 0; from < rows.length; from += 1000) {
    const written = await tx
      .insertInto('student')
      .values(rows.slice(from, from + 1000))
      .returning('id')
      .execute();
    ids.push(...written.map(({ id }) => id));
  }
  return ids;
}

export async function updateStudent(
  tx: Tx,
  student_id: number,
  change: { [K in keyof StudentFields]?: StudentFields[K] | undefined } & { deleted_at?: Date | null },
): Promise<void> {
  await tx
    .updateTable('student')
    .set((eb) => ({ name: eb.ref('name'), ...change }))
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', student_id)
    .execute();
}

/** Which of these kiosk codes somebody has; removed students do not count. */
export async function takenCodes(tx: Tx, codes: readonly string[]): Promise<Set<string>> {
  if (codes.length === 0) return new Set();
  const rows = await tx
    .selectFrom('student')
    .select('attendance_code')
    .where('tenant_id', '=', tx.tenant_id)
    .where('deleted_at', 'is', null)
    .where('attendance_code', '=', sql<string>`any(${[...codes]})`)
    .execute();
  return new Set(rows.flatMap(({ attendance_code }) => attendance_code ?? []));
}
