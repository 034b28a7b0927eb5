import { type Insertable, sql, type Updateable } from 'kysely';
import type { Tx } from '#core/db.ts';
import { likeOf, offsetOf } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import type { FamilyRequest, FamilyRequestStatus } from '#db/types.ts';
import { visibleLectures } from '#domains/school/index.ts';

function requests(tx: Tx) {
  return tx
    .selectFrom('family_request as q')
    .innerJoin('student as st', (on) =>
      on.onRef('st.tenant_id', '=', 'q.tenant_id').onRef('st.id', '=', 'q.student_id'),
    )
    .innerJoin('class_session as s', (on) =>
      on.onRef('s.tenant_id', '=', 'q.tenant_id').onRef('s.id', '=', 'q.session_id'),
    )
    .innerJoin('lecture as l', (on) =>
      on.onRef('l.tenant_id', '=', 's.tenant_id').onRef('l.id', '=', 's.lecture_id'),
    )
    .leftJoin('class_session as m', (on) =>
      on.onRef('m.tenant_id', '=', 'q.tenant_id').onRef('m.id', '=', 'q.make_up_session_id'),
    )
    .where('q.tenant_id', '=', tx.tenant_id);
}

const columns = [
  'q.id',
  'q.kind',
  'q.status',
  'q.student_id',
  'q.enrollment_id',
  'st.name as student_name',
  's.lecture_id',
  'l.title as lecture_title',
  'q.session_id',
  's.title as session_title',
  's.date',
  's.starts_at',
  'q.reason',
  'q.asked_at',
  'q.asked_by',
  'q.link_id',
  'q.answer',
  'q.decided_at',
  'q.make_up_session_id',
  'm.date as make_up_date',
  'm.starts_at as make_up_starts_at',
] as const;

const LAST = 20;

/** The last requests about one student. */
export function listRequestsOf(tx: Tx, student_id: number) {
  return requests(tx)
    .select(columns)
    .where('q.student_id', '=', student_id)
    .orderBy('q.id', 'desc')
    .limit(LAST)
    .execute();
}
export type RequestRow = Awaited<ReturnType<typeof listRequestsOf>>[number];

export function findRequest(tx: Tx, id: number): Promise<RequestRow | undefined> {
  return requests(tx).select(columns).where('q.id', '=', id).executeTakeFirst();
}

type Filter = { status?: FamilyRequestStatus | undefined; search?: string | undefined };

function visible(tx: Tx, scope: Scope, { status, search }: Filter) {
  return requests(tx)
    .where('s.lecture_id', 'in', visibleLectures(tx, scope))
    .$if(status !== undefined, (q) => q.where('q.status', '=', status ?? 'open'))
    .$if(Boolean(search), (q) => q.where('st.name', 'ilike', likeOf(search ?? '')));
}

/** What is open first, the oldest on top; then what was decided last. */
export function listVisible(tx: Tx, scope: Scope, query: Filter & { page: number; page_size: number }) {
  const { limit, offset } = offsetOf({ ...query });
  return visible(tx, scope, query)
    .select(columns)
    .orderBy(sql`q.status <> 'open'`)
    .orderBy(sql`case when q.status = 'open' then q.id end`)
    .orderBy('q.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
}

export async function countVisible(tx: Tx, scope: Scope, query: Filter): Promise<number> {
  const { n } = await visible(tx, scope, query)
    .select((q) => q.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return n;
}

/** The student's seat in a class session that has a date. */
export function findSeat(tx: Tx, student_id: number, session_id: number) {
  return tx
    .selectFrom('session_enrollment as se')
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 'se.tenant_id').onRef('e.id', '=', 'se.enrollment_id'),
    )
    .innerJoin('class_session as s', (on) =>
      on.onRef('s.tenant_id', '=', 'se.tenant_id').onRef('s.id', '=', 'se.session_id'),
    )
    .innerJoin('lecture as l', (on) =>
      on.onRef('l.tenant_id', '=', 's.tenant_id').onRef('l.id', '=', 's.lecture_id'),
    )
    .leftJoin('attendance as a', (on) =>
      on
        .onRef('a.tenant_id', '=', 'se.tenant_id')
        .onRef('a.session_id', '=', 'se.session_id')
        .onRef('a.enrollment_id', '=', 'se.enrollment_id'),
    )
    .select(['e.id as enrollment_id', 's.lecture_id', 'a.id as attendance_id', 'a.status as attendance'])
    .where('se.tenant_id', '=', tx.tenant_id)
    .where('se.session_id', '=', session_id)
    .where('e.student_id', '=', student_id)
    .where('e.status', '=', 'ACTIVE')
    .where('s.deleted_at', 'is', null)
    .where('l.deleted_at', 'is', null)
    .executeTakeFirst();
}

export async function countOpen(tx: Tx, student_id: number): Promise<number> {
  const { n } = await tx
    .selectFrom('family_request')
    .select((q) => q.fn.countAll<number>().as('n'))
    .where('tenant_id', '=', tx.tenant_id)
    .where('student_id', '=', student_id)
    .where('status', '=', 'open')
    .executeTakeFirstOrThrow();
  return n;
}

/** Undefined where the same is asked already and open. */
export async function insertRequest(tx: Tx, row: Insertable<FamilyRequest>): Promise<number | undefined> {
  const made = await tx
    .insertInto('family_request')
    .values(row)
    .onConflict((on) => on.doNothing())
    .returning('id')
    .executeTakeFirst();
  return made?.id;
}

/** Decides an open request; false where somebody was faster. */
export async function closeRequest(
  tx: Tx,
  id: number,
  change: Updateable<FamilyRequest> & { status: FamilyRequestStatus },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('family_request')
    .set(change)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .where('status', '=', 'open')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function noteMakeUp(tx: Tx, id: number, make_up_session_id: number): Promise<void> {
  await tx
    .updateTable('family_request')
    .set({ make_up_session_id })
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}
