import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import { likeOf, type Order } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import { ownStudents, visibleLectures } from '#domains/school/index.ts';
import { hasHiddenResult } from './matrix.queries.ts';

export const progressOrders = [
  ...(['id', 'created_at', 'updated_at', 'calculated_at', 'completed'] as const),
  ...(['session_id', 'enrollment_id', 'video_progress_rate'] as const),
] as const;
type Column = (typeof progressOrders)[number];

type Filter = {
  id?: number | undefined;
  enrollment_id?: number | undefined;
  session?: number | undefined;
  lecture?: number | undefined;
  completed?: boolean | undefined;
  search?: string | undefined;
};

/** For students and parents a session is not complete by a result that is not shown to them yet. */
function isComplete(isStaff: boolean, now: Date) {
  return isStaff
    ? sql<boolean>`p.completed`
    : sql<boolean>`(p.completed and not ${hasHiddenResult('p', now)})`;
}

/** What is calculated again without a change is not written. */
function columnOf(column: Column, isStaff: boolean, now: Date) {
  if (column === 'completed') return isComplete(isStaff, now);
  return sql.ref(column === 'calculated_at' ? 'p.updated_at' : `p.${column}`);
}

/** The student, the class session or the lecture by a part of their names, an enrollment by its whole id. */
const isNamed = (search: string) =>
  sql<boolean>`(s.name ilike ${likeOf(search)} or p.enrollment_id::text = ${search} or exists (
    select from class_session c join lecture l on l.tenant_id = c.tenant_id and l.id = c.lecture_id
    where c.tenant_id = p.tenant_id and c.id = p.session_id
      and (c.title ilike ${likeOf(search)} or l.title ilike ${likeOf(search)} or l.name ilike ${likeOf(search)})))`;

/** Says again what the session says, for the index there is: verdicts are found by their enrollments. */
const hasSeatIn = (tx: Tx, session_id: number) =>
  sql<boolean>`p.enrollment_id in (
    select enrollment_id from session_enrollment where tenant_id = ${tx.tenant_id} and session_id = ${session_id})`;

function filtered(tx: Tx, scope: Scope, filter: Filter, isStaff: boolean) {
  const { now } = scope;
  let query = tx
    .selectFrom('session_progress as p')
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 'p.tenant_id').onRef('e.id', '=', 'p.enrollment_id'),
    )
    .innerJoin('student as s', (on) =>
      on.onRef('s.tenant_id', '=', 'e.tenant_id').onRef('s.id', '=', 'e.student_id'),
    )
    .where('p.tenant_id', '=', tx.tenant_id)
    .where('e.lecture_id', 'in', visibleLectures(tx, scope));
  if (!isStaff && scope.actor.kind === 'user')
    query = query.where('e.student_id', 'in', ownStudents(tx, scope.actor.user_id));
  if (filter.id) query = query.where('p.id', '=', filter.id);
  if (filter.enrollment_id) query = query.where('p.enrollment_id', '=', filter.enrollment_id);
  if (filter.session)
    query = query.where('p.session_id', '=', filter.session).where(hasSeatIn(tx, filter.session));
  if (filter.lecture) query = query.where('e.lecture_id', '=', filter.lecture);
  if (filter.completed !== undefined) query = query.where(isComplete(isStaff, now), '=', filter.completed);
  if (filter.search) query = query.where(isNamed(filter.search));
  return query;
}

export async function countProgress(tx: Tx, scope: Scope, filter: Filter, isStaff: boolean): Promise<number> {
  const { count } = await filtered(tx, scope, filter, isStaff)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

type Window = { limit: number; offset: number; order: readonly Order<Column>[] };

export function listProgress(
  tx: Tx,
  scope: Scope,
  filter: Filter,
  isStaff: boolean,
  { limit, offset, order }: Window,
) {
  let query = filtered(tx, scope, filter, isStaff)
    .select([
      'p.id',
      'p.enrollment_id',
      'p.session_id',
      'p.attendance_type',
      'p.video_progress_rate',
      'p.video_state',
    ])
    .select(['p.exam_state', 'p.homework_state', 'p.completed', 'p.completed_at', 'p.meta'])
    .select(['p.created_at', 'p.updated_at'])
    .select('p.is_overridden')
    .select([
      's.name as student_name',
      'p.exam_score',
      'p.homework_submitted',
      hasHiddenResult('p', scope.now).as('has_hidden_result'),
    ])
    .limit(limit)
    .offset(offset);
  for (const { column, direction } of order)
    query = query.orderBy(columnOf(column, isStaff, scope.now), direction);
  return query.orderBy('p.id', 'desc').execute();
}
export type ProgressRow = Awaited<ReturnType<typeof listProgress>>[number];
