import type { ClassSessionChange, ClassSessionQuery } from '@seodang/contract/class-sessions.ts';
import { type Insertable, sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import { likeOf, type Order, offsetOf } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import type { ClassSession } from '#db/types.ts';
import { ownStudents } from './access.queries.ts';

export const classSessionOrders = ['order', 'date', 'id'] as const;
export type ClassSessionOrder = (typeof classSessionOrders)[number];
type Filter = Pick<ClassSessionQuery, 'session_type' | 'date_from' | 'date_to' | 'search'>;

/** The class sessions of a lecture that are there, in their order. */
export function listInOrder(tx: Tx, lecture_id: number) {
  return ofLecture(tx, lecture_id).selectAll('s').orderBy('s.order').execute();
}

function ofLecture(tx: Tx, lecture_id: number) {
  return tx
    .selectFrom('class_session as s')
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.lecture_id', '=', lecture_id)
    .where('s.deleted_at', 'is', null);
}

function filtered(tx: Tx, lecture_id: number, { session_type, date_from, date_to, search }: Filter) {
  const like = search && likeOf(search);
  return ofLecture(tx, lecture_id)
    .$if(session_type !== undefined, (q) => q.where('s.session_type', '=', session_type ?? 'REGULAR'))
    .$if(date_from !== undefined, (q) => q.where('s.date', '>=', date_from ?? ''))
    .$if(date_to !== undefined, (q) => q.where('s.date', '<=', date_to ?? ''))
    .$if(!!like, (q) => q.where('s.title', 'ilike', like ?? ''));
}

export function listClassSessions(
  tx: Tx,
  lecture_id: number,
  query: Filter & { page: number; page_size: number },
  order: readonly Order<ClassSessionOrder>[],
) {
  const { limit, offset } = offsetOf(query);
  let rows = filtered(tx, lecture_id, query).selectAll('s');
  for (const { column, direction } of order) rows = rows.orderBy(`s.${column}`, direction);
  return rows.orderBy('s.order').limit(limit).offset(offset).execute();
}

export async function countClassSessions(tx: Tx, lecture_id: number, query: Filter): Promise<number> {
  const { n } = await filtered(tx, lecture_id, query)
    .select((s) => s.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return n;
}

/** Which of these class sessions the caller's own enrollments (or the given one) may enter. */
export async function listOpenTo(
  tx: Tx,
  { actor }: Scope,
  lecture_id: number,
  enrollment_id?: number,
): Promise<Set<number>> {
  const rows = await tx
    .selectFrom('session_enrollment as se')
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 'se.tenant_id').onRef('e.id', '=', 'se.enrollment_id'),
    )
    .select('se.session_id')
    .where('se.tenant_id', '=', tx.tenant_id)
    .where('se.lecture_id', '=', lecture_id)
    .$if(enrollment_id !== undefined, (q) => q.where('se.enrollment_id', '=', enrollment_id ?? 0))
    .$if(enrollment_id === undefined && actor.kind === 'user', (q) =>
      q
        .where('e.status', '=', 'ACTIVE')
        .where('e.student_id', 'in', ownStudents(tx, actor.kind === 'user' ? actor.user_id : 0)),
    )
    .execute();
  return new Set(rows.map(({ session_id }) => session_id));
}

export async function insertClassSessions(
  tx: Tx,
  rows: readonly Insertable<ClassSession>[],
): Promise<number[]> {
  if (rows.length === 0) return [];
  const inserted = await tx.insertInto('class_session').values(rows).returning('id').execute();
  return inserted.map(({ id }) => id);
}

export async function updateClassSession(
  tx: Tx,
  id: number,
  change: ClassSessionChange & { order?: number; regular_order?: number | null; deleted_at?: Date | null },
): Promise<void> {
  await tx
    .updateTable('class_session')
    .set(change)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

/** Also a deleted one, for bringing it back. */
export function findAnyClassSession(tx: Tx, id: number) {
  return tx
    .selectFrom('class_session as s')
    .selectAll('s')
    .where('s.tenant_id', '=', tx.tenant_id)
    .where('s.id', '=', id)
    .executeTakeFirst();
}

/**
 * Numbers the class sessions 1..n in the given order, and the regular ones among them 1..m. A title that only
 * says the old number (`titles` has one %s) says the new one. Returns whose numbers moved.
 */
export async function renumber(tx: Tx, inOrder: readonly number[], title: string): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    update class_session s
    set "order" = n.place, regular_order = n.week,
      title = case when s.title = format(${title}::text, s.regular_order) then format(${title}::text, n.week) else s.title end
    from (
      select c.id, wanted.place::int,
        case c.session_type when 'REGULAR' then row_number() over (partition by c.session_type order by wanted.place) end::int as week
      from unnest(${[...inOrder]}::bigint[]) with ordinality as wanted (id, place)
      join class_session c on c.tenant_id = ${tx.tenant_id} and c.id = wanted.id
    ) n
    where s.tenant_id = ${tx.tenant_id} and s.id = n.id
      and (s."order", s.regular_order) is distinct from (n.place, n.week)
    returning s.id`.execute(tx);
  return rows.map(({ id }) => id);
}

/** How many students have been marked in a class session. */
export async function countMarked(tx: Tx, session_id: number): Promise<number> {
  const { n } = await tx
    .selectFrom('attendance as a')
    .select((s) => s.fn.countAll<number>().as('n'))
    .where('a.tenant_id', '=', tx.tenant_id)
    .where('a.session_id', '=', session_id)
    .where('a.status', '!=', 'UNSET')
    .executeTakeFirstOrThrow();
  return n;
}
