import type { EnrollmentQuery, EnrollmentStatus } from '@seodang/contract/enrollments.ts';
import type { Tx } from '#core/db.ts';
import { likeOf, type Order, offsetOf } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import { ownStudents, visibleLectures } from './access.queries.ts';
import { visibleStudents } from './students.queries.ts';

export const enrollmentOrders = ['id', 'student_name', 'status', 'created_at'] as const;
export type EnrollmentOrder = (typeof enrollmentOrders)[number];
type Filter = Partial<EnrollmentQuery>;

/** Enrollments that the caller may see: those of visible lectures, for students and parents only the own ones. */
function enrollments(tx: Tx, scope: Scope, { lecture_id, student_id, status, search }: Filter) {
  const { actor } = scope;
  const own = actor.kind === 'user' && (actor.role === 'student' || actor.role === 'parent');
  const like = search && likeOf(search);
  return tx
    .selectFrom('enrollment as e')
    .innerJoin('student as s', (on) =>
      on.onRef('s.tenant_id', '=', 'e.tenant_id').onRef('s.id', '=', 'e.student_id'),
    )
    .innerJoin('lecture as l', (on) =>
      on.onRef('l.tenant_id', '=', 'e.tenant_id').onRef('l.id', '=', 'e.lecture_id'),
    )
    .where('e.tenant_id', '=', tx.tenant_id)
    .where('s.deleted_at', 'is', null)
    .where('e.lecture_id', 'in', visibleLectures(tx, scope))
    .$if(own, (q) => q.where('e.student_id', 'in', ownStudents(tx, own ? actor.user_id : 0)))
    .$if(lecture_id !== undefined, (q) => q.where('e.lecture_id', '=', lecture_id ?? 0))
    .$if(student_id !== undefined, (q) => q.where('e.student_id', '=', student_id ?? 0))
    .$if(status !== undefined, (q) => q.where('e.status', '=', status ?? 'ACTIVE'))
    .$if(!!like, (q) => q.where('s.name', 'ilike', like ?? ''));
}

function withDetails(rows: ReturnType<typeof enrollments>) {
  return rows
    .select([
      'e.id',
      'e.lecture_id',
      'l.title as lecture_title',
      'e.student_id',
      's.name as student_name',
      's.school',
      's.grade',
      'e.status',
      'e.start_order',
      'e.created_at',
    ])
    .select((s) =>
      s
        .selectFrom('session_enrollment as se')
        .innerJoin('class_session as c', (on) =>
          on.onRef('c.tenant_id', '=', 'se.tenant_id').onRef('c.id', '=', 'se.session_id'),
        )
        .select(s.fn.countAll<number>().as('n'))
        .whereRef('se.tenant_id', '=', 'e.tenant_id')
        .whereRef('se.enrollment_id', '=', 'e.id')
        .where('c.deleted_at', 'is', null)
        .as('open_sessions'),
    );
}

export function listEnrollments(
  tx: Tx,
  scope: Scope,
  query: Filter & { page: number; page_size: number },
  order: readonly Order<EnrollmentOrder>[],
) {
  const { limit, offset } = offsetOf(query);
  let rows = withDetails(enrollments(tx, scope, query));
  for (const { column, direction } of order) {
    rows = rows.orderBy(column === 'student_name' ? 's.name' : `e.${column}`, direction);
  }
  return rows.orderBy('e.id').limit(limit).offset(offset).execute();
}

export async function countEnrollments(tx: Tx, scope: Scope, query: Filter): Promise<number> {
  const { n } = await enrollments(tx, scope, query)
    .select((s) => s.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return n;
}

export function listEnrollmentsById(tx: Tx, scope: Scope, ids: readonly number[]) {
  return withDetails(enrollments(tx, scope, {}))
    .where('e.id', 'in', [0, ...ids])
    .orderBy('s.name')
    .orderBy('e.id')
    .execute();
}

export function lockEnrollment(tx: Tx, id: number) {
  return tx
    .selectFrom('enrollment as e')
    .selectAll('e')
    .where('e.tenant_id', '=', tx.tenant_id)
    .where('e.id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** The ids among these that are students whom the caller may know of. */
export async function listStudentIds(tx: Tx, scope: Scope, ids: readonly number[]): Promise<Set<number>> {
  const rows = await tx
    .selectFrom('student as s')
    .select('s.id')
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.id', 'in', [0, ...ids])
    .where('s.deleted_at', 'is', null)
    .where('s.id', 'in', visibleStudents(tx, scope))
    .execute();
  return new Set(rows.map(({ id }) => id));
}

export type NewEnrollment = {
  lecture_id: number;
  student_id: number;
  status: EnrollmentStatus;
  start_order: number;
};

/** Leaves out who is enrolled already. */
export function insertEnrollments(tx: Tx, rows: readonly NewEnrollment[]) {
  return tx
    .insertInto('enrollment')
    .values(rows)
    .onConflict((on) => on.columns(['tenant_id', 'lecture_id', 'student_id']).doNothing())
    .returning(['id', 'student_id'])
    .execute();
}

export function findEnrollmentOf(tx: Tx, lecture_id: number, student_id: number) {
  return tx
    .selectFrom('enrollment as e')
    .select(['e.id', 'e.status'])
    .where('e.tenant_id', '=', tx.tenant_id)
    .where('e.lecture_id', '=', lecture_id)
    .where('e.student_id', '=', student_id)
    .executeTakeFirst();
}

export async function updateEnrollment(
  tx: Tx,
  id: number,
  values: { status: EnrollmentStatus; start_order: number },
) {
  await tx
    .updateTable('enrollment')
    .set(values)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

/** The order of the first class session that is on this day or later, or undated. */
export async function firstOrderFrom(tx: Tx, lecture_id: number, day: string): Promise<number> {
  const row = await tx
    .selectFrom('class_session as c')
    .select((s) => s.fn.min('c.order').as('first'))
    .where('c.tenant_id', '=', tx.tenant_id)
    .where('c.lecture_id', '=', lecture_id)
    .where('c.deleted_at', 'is', null)
    .where((is) => is.or([is('c.date', 'is', null), is('c.date', '>=', day)]))
    .executeTakeFirst();
  return row?.first ?? Number.MAX_SAFE_INTEGER;
}
