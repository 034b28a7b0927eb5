import type { Tx } from '#core/db.ts';
import type { Scope } from '#core/scope.ts';

/**
 * The ids of the students that a student or parent stands for: the own one, or the own children. Two questions with an
 * index each: as one with an `or` it read every student of the academy.
 */
export function ownStudents(tx: Tx, user_id: number) {
  const there = tx
    .selectFrom('student as own')
    .select('own.id')
    .where('own.tenant_id', '=', tx.tenant_id)
    .where('own.deleted_at', 'is', null);
  return there
    .where('own.user_id', '=', user_id)
    .union(
      there
        .innerJoin('guardianship as g', (on) =>
          on.onRef('g.tenant_id', '=', 'own.tenant_id').onRef('g.student_id', '=', 'own.id'),
        )
        .where('g.user_id', '=', user_id),
    );
}

export async function listOwnStudentIds(tx: Tx, user_id: number): Promise<number[]> {
  return (await ownStudents(tx, user_id).execute()).map(({ id }) => id);
}

/**
 * The ids of the lectures that the caller may know of, as a subquery: `.where('x.lecture_id', 'in', visibleLectures(tx, scope))`.
 * Owner and admin all; teachers and assistants those they teach or are assigned to; students and parents those of own enrollments.
 */
export function visibleLectures(tx: Tx, { actor }: Scope) {
  const all = tx
    .selectFrom('lecture as seen')
    .select('seen.id')
    .where('seen.tenant_id', '=', tx.tenant_id)
    .where('seen.deleted_at', 'is', null);
  if (actor.kind === 'system') return all;
  if (actor.kind !== 'user') return all.where('seen.id', 'is', null);
  const { role, user_id } = actor;
  if (role === 'owner' || role === 'admin') return all;
  if (role === 'teacher' || role === 'assistant') return all.where('seen.id', 'in', taught(tx, user_id));
  return all.where('seen.id', 'in', attended(tx, user_id));
}

function taught(tx: Tx, user_id: number) {
  return tx
    .selectFrom('lecture as mine')
    .select('mine.id')
    .where('mine.tenant_id', '=', tx.tenant_id)
    .where('mine.teacher_id', '=', user_id)
    .union(
      tx
        .selectFrom('lecture_staff as assigned')
        .select('assigned.lecture_id as id')
        .where('assigned.tenant_id', '=', tx.tenant_id)
        .where('assigned.user_id', '=', user_id),
    );
}

function attended(tx: Tx, user_id: number) {
  return tx
    .selectFrom('enrollment as e')
    .select('e.lecture_id as id')
    .where('e.tenant_id', '=', tx.tenant_id)
    .where('e.status', '!=', 'INACTIVE')
    .where('e.student_id', 'in', ownStudents(tx, user_id));
}

export function findVisibleLecture(tx: Tx, scope: Scope, lecture_id: number) {
  return tx
    .selectFrom('lecture as l')
    .innerJoin('tenant as t', 't.id', 'l.tenant_id')
    .select(['l.id as lecture_id', 'l.title', 'l.teacher_id', 't.code as tenant_code', 't.timezone'])
    .where('l.tenant_id', '=', tx.tenant_id)
    .where('l.id', '=', lecture_id)
    .where('l.id', 'in', visibleLectures(tx, scope))
    .executeTakeFirst();
}

/** The lectures that the caller may know of, by title. */
export function listVisibleLectures(tx: Tx, scope: Scope) {
  return tx
    .selectFrom('lecture as l')
    .select(['l.id as lecture_id', 'l.title'])
    .where('l.tenant_id', '=', tx.tenant_id)
    .where('l.id', 'in', visibleLectures(tx, scope))
    .orderBy('l.title')
    .orderBy('l.id')
    .execute();
}

/** Every enrollment that a student or parent stands for, in whatever lecture. */
export async function listOwnEnrollmentIds(tx: Tx, user_id: number): Promise<number[]> {
  const rows = await tx
    .selectFrom('enrollment as e')
    .select('e.id')
    .where('e.tenant_id', '=', tx.tenant_id)
    .where('e.student_id', 'in', ownStudents(tx, user_id))
    .execute();
  return rows.map(({ id }) => id);
}

/** A class session that is there, with what other domains need of its lecture and academy. Asks nobody's permission. */
export function findClassSession(tx: Tx, session_id: number) {
  return tx
    .selectFrom('class_session as s')
    .innerJoin('lecture as l', (on) =>
      on.onRef('l.tenant_id', '=', 's.tenant_id').onRef('l.id', '=', 's.lecture_id'),
    )
    .innerJoin('tenant as t', 't.id', 's.tenant_id')
    .select([
      's.id as session_id',
      's.lecture_id',
      's.title',
      's.order',
      's.session_type',
      's.regular_order',
      's.date',
      's.starts_at',
      'l.title as lecture_title',
      't.code as tenant_code',
      't.timezone',
    ])
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.id', '=', session_id)
    .where('s.deleted_at', 'is', null)
    .where('l.deleted_at', 'is', null)
    .executeTakeFirst();
}

/** The caller's own active enrollments, or those that are not (student: own; parent: the children's); staff have none. */
export function listOwnEnrollments(tx: Tx, user_id: number, lecture_id: number, isActive = true) {
  return tx
    .selectFrom('enrollment as e')
    .innerJoin('student as s', (on) =>
      on.onRef('s.tenant_id', '=', 'e.tenant_id').onRef('s.id', '=', 'e.student_id'),
    )
    .select(['e.id as enrollment_id', 'e.lecture_id', 'e.student_id', 's.user_id', 's.name as student_name'])
    .where('e.tenant_id', '=', tx.tenant_id)
    .where('e.lecture_id', '=', lecture_id)
    .where('e.status', isActive ? '=' : '<>', 'ACTIVE')
    .where('e.student_id', 'in', ownStudents(tx, user_id))
    .orderBy('e.id')
    .execute();
}

/** An enrollment and its student, whatever its status; `user_id` is the student's own account. */
export function findEnrollment(tx: Tx, enrollment_id: number) {
  return tx
    .selectFrom('enrollment as e')
    .innerJoin('student as s', (on) =>
      on.onRef('s.tenant_id', '=', 'e.tenant_id').onRef('s.id', '=', 'e.student_id'),
    )
    .select([
      'e.id as enrollment_id',
      'e.lecture_id',
      'e.student_id',
      'e.status',
      's.user_id',
      's.name as student_name',
    ])
    .where('e.tenant_id', '=', tx.tenant_id)
    .where('e.id', '=', enrollment_id)
    .where('s.deleted_at', 'is', null)
    .executeTakeFirst();
}
