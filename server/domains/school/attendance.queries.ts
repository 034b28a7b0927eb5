import type { AttendanceStatus } from '@seodang/contract/attendance.ts';
import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import { likeOf, offsetOf } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import { ownStudents } from './access.queries.ts';

/** Attendance of students who are there, in class sessions that are there. */
function attendance(tx: Tx) {
  return tx
    .selectFrom('attendance as a')
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 'a.tenant_id').onRef('e.id', '=', 'a.enrollment_id'),
    )
    .innerJoin('student as st', (on) =>
      on.onRef('st.tenant_id', '=', 'e.tenant_id').onRef('st.id', '=', 'e.student_id'),
    )
    .innerJoin('class_session as s', (on) =>
      on.onRef('s.tenant_id', '=', 'a.tenant_id').onRef('s.id', '=', 'a.session_id'),
    )
    .where('a.tenant_id', '=', tx.tenant_id)
    .where('st.deleted_at', 'is', null)
    .where('s.deleted_at', 'is', null);
}

const columns = [
  'a.id',
  'a.session_id',
  'a.enrollment_id',
  'e.student_id',
  'st.name as student_name',
  'a.status',
  'a.memo',
  'a.arrived_at',
  'a.left_at',
  'a.marked_by',
  'a.marked_at',
  'a.version',
] as const;

/** Where the family is reached: the phone on the student's card (of `student as st`), or that of a guardian's account. */
export const familyContact = sql<string | null>`coalesce(st.parent_phone, (
  select u.phone from guardianship g
  join user_account u on u.tenant_id = g.tenant_id and u.id = g.user_id
  where g.tenant_id = st.tenant_id and g.student_id = st.id and u.phone is not null
  order by g.created_at limit 1))`;

type Filter = { search?: string | undefined; status?: AttendanceStatus | undefined };

function ofClassSession(tx: Tx, { actor }: Scope, session_id: number, { search, status }: Filter) {
  const own = actor.kind === 'user' && (actor.role === 'student' || actor.role === 'parent');
  const like = search && likeOf(search);
  return attendance(tx)
    .where('a.session_id', '=', session_id)
    .where('e.status', '=', 'ACTIVE')
    .$if(own, (q) => q.where('e.student_id', 'in', ownStudents(tx, own ? actor.user_id : 0)))
    .$if(status !== undefined, (q) => q.where('a.status', '=', status ?? 'UNSET'))
    .$if(!!like, (q) => q.where('st.name', 'ilike', like ?? ''));
}

export function listAttendance(
  tx: Tx,
  scope: Scope,
  session_id: number,
  query: Filter & { page: number; page_size: number },
) {
  const { limit, offset } = offsetOf({ ...query, search: undefined });
  return ofClassSession(tx, scope, session_id, query)
    .select(columns)
    .orderBy('st.name')
    .orderBy('a.id')
    .limit(limit)
    .offset(offset)
    .execute();
}
export type AttendanceRow = Awaited<ReturnType<typeof listAttendance>>[number];

export async function countAttendance(tx: Tx, scope: Scope, session_id: number, query: Filter) {
  const { n } = await ofClassSession(tx, scope, session_id, query)
    .select((q) => q.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return n;
}

/** The cells of a grid, in the order of the class sessions. */
export function listCells(tx: Tx, enrollment_ids: readonly number[]) {
  return attendance(tx)
    .select(columns)
    .where('a.enrollment_id', 'in', [0, ...enrollment_ids])
    .orderBy('s.order')
    .execute();
}

/** Who is expected in these class sessions, by name. */
export function listExpected(tx: Tx, session_ids: readonly number[]) {
  return attendance(tx)
    .select(columns)
    .where('a.session_id', 'in', [0, ...session_ids])
    .where('e.status', '=', 'ACTIVE')
    .orderBy('st.name')
    .orderBy('a.id')
    .execute();
}

/** Rows about to be marked, held against everybody else until commit, always in the same order. */
function locked(tx: Tx) {
  return attendance(tx)
    .select([...columns, 'e.lecture_id', 's.date as session_on', familyContact.as('contact')])
    .orderBy('a.id')
    .forUpdate('a');
}

export async function lockAttendance(tx: Tx, ids: readonly number[]) {
  return locked(tx)
    .where('a.id', 'in', [0, ...ids])
    .execute();
}
export type LockedRow = Awaited<ReturnType<typeof lockAttendance>>[number];

/** Everybody expected in the class session who is not marked yet. */
export function lockUnset(tx: Tx, session_id: number): Promise<LockedRow[]> {
  return locked(tx)
    .where('a.session_id', '=', session_id)
    .where('e.status', '=', 'ACTIVE')
    .where('a.status', '=', 'UNSET')
    .execute();
}

export type Written = {
  id: number;
  status: AttendanceStatus;
  memo: string | null;
  arrived_at: Date | string | null;
  left_at: Date | string | null;
  marked_by: number | null;
  marked_at: Date | string | null;
};

/** Writes all rows in one statement; every write moves the version. */
export async function writeAttendance(tx: Tx, rows: readonly Written[]): Promise<void> {
  await sql`
    update attendance a
    set status = n.status, memo = n.memo, arrived_at = n.arrived_at, left_at = n.left_at,
      marked_by = n.marked_by, marked_at = n.marked_at, version = a.version + 1
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (id bigint, status attendance_status, memo text,
      arrived_at timestamptz, left_at timestamptz, marked_by bigint, marked_at timestamptz)
    where a.tenant_id = ${tx.tenant_id} and a.id = n.id`.execute(tx);
}

/** What a message to the family about a row tells, and to whom. */
export function findStory(tx: Tx, attendance_id: number) {
  return attendance(tx)
    .innerJoin('lecture as l', (on) =>
      on.onRef('l.tenant_id', '=', 'a.tenant_id').onRef('l.id', '=', 's.lecture_id'),
    )
    .innerJoin('tenant as t', 't.id', 'a.tenant_id')
    .select([
      'a.id as attendance_id',
      'a.status',
      'e.student_id',
      'st.name as student_name',
      's.lecture_id',
      'l.title as lecture_title',
      's.date as session_on',
      's.starts_at',
      't.name as academy',
      't.timezone',
      't.locale',
      familyContact.as('contact'),
    ])
    .where('l.deleted_at', 'is', null)
    .where('a.id', '=', attendance_id)
    .executeTakeFirst();
}
export type AttendanceStory = NonNullable<Awaited<ReturnType<typeof findStory>>>;
