import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

/** Whether a student has a result of the session's exams that is not shown to students yet. */
export function hasHiddenResult(seat: 'se' | 'p' | 'l', now: Date) {
  return sql<boolean>`exists (
    select from exam x join result r on r.tenant_id = x.tenant_id and r.exam_id = x.id and r.enrollment_id = ${sql.ref(`${seat}.enrollment_id`)}
    where x.tenant_id = ${sql.ref(`${seat}.tenant_id`)} and x.session_id = ${sql.ref(`${seat}.session_id`)} and x.deleted_at is null
      and not app.is_shown(x, ${now}))`;
}

export function listClassSessions(tx: Tx, lecture_id: number) {
  return tx
    .selectFrom('class_session as s')
    .select(['s.id', 's.order', 's.title', 's.session_type', 's.regular_order', 's.date'])
    .select(sql<number>`(app.policy_of(s.id)).video_required_rate`.as('video_required_rate'))
    .select(
      sql<number>`(select count(*) from video v where v.tenant_id = s.tenant_id and v.session_id = s.id
        and v.status = 'READY' and v.deleted_at is null)`.as('video_count'),
    )
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.lecture_id', '=', lecture_id)
    .where('s.deleted_at', 'is', null)
    .orderBy('s.order')
    .execute();
}
export type MatrixSession = Awaited<ReturnType<typeof listClassSessions>>[number];

/** The active students of a lecture by name; `only` narrows to these enrollments. */
export function listStudents(tx: Tx, lecture_id: number, only?: readonly number[] | 0) {
  let query = tx
    .selectFrom('enrollment as e')
    .innerJoin('student as s', (on) =>
      on.onRef('s.tenant_id', '=', 'e.tenant_id').onRef('s.id', '=', 'e.student_id'),
    )
    .select(['e.id as enrollment_id', 's.id as student_id', 's.name as student_name'])
    .where('e.tenant_id', '=', tx.tenant_id)
    .where('e.lecture_id', '=', lecture_id)
    .where('e.status', '=', 'ACTIVE')
    .where('s.deleted_at', 'is', null);
  if (only) query = query.where(sql<boolean>`e.id = any(${only})`);
  return query.orderBy('s.name').orderBy('e.id').execute();
}
export type MatrixStudent = Awaited<ReturnType<typeof listStudents>>[number];

/** What is known of each seat of these enrollments: the attendance as marked, and the verdict if there is one. */
export function listSeats(tx: Tx, enrollmentIds: readonly number[], now: Date) {
  return withVerdicts(tx, enrollmentIds)
    .select(['se.enrollment_id', 'se.session_id', 'a.status as attendance_status', 'p.id as progress_id'])
    .select(['p.video_progress_rate', 'p.video_state', 'p.exam_state', 'p.homework_state'])
    .select(['p.completed', 'p.is_overridden', 'p.completed_at', 'p.meta', 'p.exam_score'])
    .select(hasHiddenResult('se', now).as('has_hidden_result'))
    .execute();
}
export type MatrixSeat = Awaited<ReturnType<typeof listSeats>>[number];

const verdict = [
  ...(['a.status', 'p.video_state', 'p.exam_state', 'p.homework_state'] as const),
  ...(['p.completed', 'p.is_overridden', 'p.meta'] as const),
] as const;

/**
 * The seats of these enrollments by what was judged of them. Measured: one row a seat costs three times as much on its way from
 * the database as these few rows with lists.
 */
export function listVerdicts(tx: Tx, enrollmentIds: readonly number[]) {
  return withVerdicts(tx, enrollmentIds)
    .select(['a.status as attendance_status', 'p.video_state', 'p.exam_state', 'p.homework_state'])
    .select(['p.completed', 'p.is_overridden', 'p.meta'])
    .select([
      sql<number[]>`json_agg(se.enrollment_id)`.as('enrollments'),
      sql<number[]>`json_agg(se.session_id)`.as('sessions'),
      sql<(number | null)[]>`json_agg(p.video_progress_rate)`.as('rates'),
      sql<(number | null)[]>`json_agg(p.exam_score)`.as('scores'),
    ])
    .groupBy(verdict)
    .execute();
}
export type VerdictGroup = Awaited<ReturnType<typeof listVerdicts>>[number];

/** Every table is narrowed by itself, so that they meet in hash joins and not seat by seat. */
function withVerdicts(tx: Tx, enrollmentIds: readonly number[]) {
  const within = (table: 'se' | 'a' | 'p') =>
    sql<boolean>`${sql.ref(`${table}.enrollment_id`)} = any(${enrollmentIds})`;
  return tx
    .selectFrom('session_enrollment as se')
    .leftJoin('attendance as a', (on) =>
      on
        .onRef('a.tenant_id', '=', 'se.tenant_id')
        .onRef('a.session_id', '=', 'se.session_id')
        .onRef('a.enrollment_id', '=', 'se.enrollment_id')
        .on(within('a')),
    )
    .leftJoin('session_progress as p', (on) =>
      on
        .onRef('p.tenant_id', '=', 'se.tenant_id')
        .onRef('p.session_id', '=', 'se.session_id')
        .onRef('p.enrollment_id', '=', 'se.enrollment_id')
        .on(within('p')),
    )
    .where('se.tenant_id', '=', tx.tenant_id)
    .where(within('se'));
}
