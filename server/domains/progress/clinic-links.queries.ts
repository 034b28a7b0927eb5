import type { ClinicLinkQuery } from '@seodang/contract/clinic.ts';
import { type Insertable, sql, type Updateable } from 'kysely';
import type { Tx } from '#core/db.ts';
import { likeOf, type Order, offsetOf } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import type { ClinicLink, ClinicRetest } from '#db/types.ts';
import { isStaff, ownStudents, visibleLectures } from '#domains/school/index.ts';
import { hasHiddenResult } from './matrix.queries.ts';

export const linkOrders = ['id', 'created_at', 'updated_at', 'approved', 'is_auto', 'opened_at'] as const;

/** Links that the caller may know of. Families see what was approved for them, never a result before it is shown. */
export function visibleLinks(tx: Tx, scope: Scope) {
  const { actor } = scope;
  const links = tx
    .selectFrom('clinic_link as l')
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 'l.tenant_id').onRef('e.id', '=', 'l.enrollment_id'),
    )
    .innerJoin('student as st', (on) =>
      on.onRef('st.tenant_id', '=', 'e.tenant_id').onRef('st.id', '=', 'e.student_id'),
    )
    .innerJoin('class_session as s', (on) =>
      on.onRef('s.tenant_id', '=', 'l.tenant_id').onRef('s.id', '=', 'l.session_id'),
    )
    .innerJoin('lecture as c', (on) =>
      on.onRef('c.tenant_id', '=', 'e.tenant_id').onRef('c.id', '=', 'e.lecture_id'),
    )
    .where('l.tenant_id', '=', tx.tenant_id)
    .where('e.lecture_id', 'in', visibleLectures(tx, scope))
    .where('st.deleted_at', 'is', null);
  if (isStaff(scope)) return links;
  return links
    .where('e.student_id', 'in', ownStudents(tx, actor.kind === 'user' ? actor.user_id : 0))
    .where((is) => is.or([is('l.approved', '=', true), is('l.reason', '=', 'MANUAL_REQUEST')]))
    .where('l.state', '!=', 'dismissed')
    .where('l.cause', '!=', 'LOW_CONFIDENCE_OMR')
    .where((is) => is.or([is('l.exam_id', 'is', null), is.not(hasHiddenResult('l', scope.now))]));
}

function filtered(tx: Tx, scope: Scope, query: ClinicLinkQuery) {
  const { enrollment_id, session, lecture, reason, state, is_auto, approved, active } = query;
  const like = query.search && likeOf(query.search);
  return visibleLinks(tx, scope)
    .$if(enrollment_id !== undefined, (q) => q.where('l.enrollment_id', '=', enrollment_id ?? 0))
    .$if(session !== undefined, (q) => q.where('l.session_id', '=', session ?? 0))
    .$if(lecture !== undefined, (q) => q.where('e.lecture_id', '=', lecture ?? 0))
    .$if(reason !== undefined, (q) => q.where('l.reason', '=', reason ?? 'AUTO_RISK'))
    .$if(state !== undefined, (q) => q.where('l.state', '=', state ?? 'open'))
    .$if(is_auto !== undefined, (q) => q.where('l.is_auto', '=', is_auto ?? true))
    .$if(approved !== undefined, (q) => q.where('l.approved', '=', approved ?? true))
    .$if(active !== undefined, (q) => q.where('l.closed_at', active ? 'is' : 'is not', null))
    .$if(Boolean(like), (q) =>
      q.where((is) =>
        is.or([
          is('st.name', 'ilike', like ?? ''),
          is('s.title', 'ilike', like ?? ''),
          is('c.title', 'ilike', like ?? ''),
          is('c.name', 'ilike', like ?? ''),
          ...(isStaff(scope) ? [is('l.memo', 'ilike', like ?? '')] : []),
          is(sql`l.enrollment_id::text`, '=', query.search ?? ''),
        ]),
      ),
    );
}

const columns = [
  ...(['l.id', 'l.enrollment_id', 'e.student_id', 'st.name as student_name', 'e.lecture_id'] as const),
  ...(['c.title as lecture_title', 'l.session_id', 's.title as session_title'] as const),
  ...(['s.date as session_date', 'l.reason', 'l.is_auto', 'l.approved', 'l.state', 'l.cause'] as const),
  ...(['l.memo', 'l.meta', 'l.exam_id', 'l.score_before', 'l.score_after', 'l.opened_at'] as const),
  ...(['l.closed_at', 'l.told_at', 'l.created_at', 'l.updated_at'] as const),
] as const;

export type LinkOrder = Order<(typeof linkOrders)[number]>;

export async function listLinks(tx: Tx, scope: Scope, query: ClinicLinkQuery, order: readonly LinkOrder[]) {
  const { limit, offset } = offsetOf(query);
  let rows = filtered(tx, scope, query)
    .select(columns)
    .select(hasHiddenResult('l', scope.now).as('has_hidden_result'))
    .limit(limit)
    .offset(offset);
  for (const { column, direction } of order) rows = rows.orderBy(`l.${column}`, direction);
  const { count } = await filtered(tx, scope, query)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return { count, rows: await rows.orderBy('l.id', 'desc').execute() };
}

export function findLink(tx: Tx, scope: Scope, id: number) {
  return visibleLinks(tx, scope)
    .select(columns)
    .select(hasHiddenResult('l', scope.now).as('has_hidden_result'))
    .where('l.id', '=', id)
    .executeTakeFirst();
}
export type LinkRow = NonNullable<Awaited<ReturnType<typeof findLink>>>;

/** Holds a link until the end of the transaction, as it is now. */
export function lockLink(tx: Tx, id: number) {
  return tx
    .selectFrom('clinic_link')
    .select(['id', 'enrollment_id', 'session_id', 'state', 'is_auto', 'reason', 'approved', 'exam_id'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

/** Undefined: one of this reason is under way for the same student and class session. */
export async function insertLink(tx: Tx, link: Insertable<ClinicLink>): Promise<number | undefined> {
  const row = await tx
    .insertInto('clinic_link')
    .values(link)
    .onConflict((on) => on.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

export async function updateLink(tx: Tx, id: number, change: Updateable<ClinicLink>): Promise<void> {
  await tx
    .updateTable('clinic_link')
    .set(change)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

/** Whether a class session is one that an enrollment may enter. */
export async function isSeated(tx: Tx, enrollment_id: number, session_id: number): Promise<boolean> {
  const row = await tx
    .selectFrom('session_enrollment as se')
    .innerJoin('class_session as s', (on) =>
      on.onRef('s.tenant_id', '=', 'se.tenant_id').onRef('s.id', '=', 'se.session_id'),
    )
    .select('se.id')
    .where('se.tenant_id', '=', tx.tenant_id)
    .where('se.enrollment_id', '=', enrollment_id)
    .where('se.session_id', '=', session_id)
    .where('s.deleted_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

export function listHistory(tx: Tx, link_id: number) {
  return tx
    .selectFrom('clinic_link_change as h')
    .leftJoin('user_account as u', (on) =>
      on.onRef('u.tenant_id', '=', 'h.tenant_id').onRef('u.id', '=', 'h.changed_by'),
    )
    .select(['h.id', 'h.state_before', 'h.state_after', 'h.why', 'u.name as changed_by_name'])
    .select(['h.score_before', 'h.score_after', 'h.changed_at'])
    .where('h.tenant_id', '=', tx.tenant_id)
    .where('h.link_id', '=', link_id)
    .orderBy('h.id')
    .execute();
}

export function listRetests(tx: Tx, link_id: number) {
  return tx
    .selectFrom('clinic_retest as t')
    .innerJoin('user_account as u', (on) =>
      on.onRef('u.tenant_id', '=', 't.tenant_id').onRef('u.id', '=', 't.recorded_by'),
    )
    .select(['t.id', 't.score', 'u.name as recorded_by_name', 't.recorded_at'])
    .where('t.tenant_id', '=', tx.tenant_id)
    .where('t.link_id', '=', link_id)
    .orderBy('t.id')
    .execute();
}

export async function insertRetest(tx: Tx, retest: Insertable<ClinicRetest>): Promise<void> {
  await tx.insertInto('clinic_retest').values(retest).execute();
}

/** What can be reached in an exam, by the student's result; undefined without one. */
export async function findReachable(
  tx: Tx,
  exam_id: number,
  enrollment_id: number,
): Promise<number | undefined> {
  const row = await tx
    .selectFrom('result')
    .select('max_score')
    .where('tenant_id', '=', tx.tenant_id)
    .where('exam_id', '=', exam_id)
    .where('enrollment_id', '=', enrollment_id)
    .executeTakeFirst();
  return row?.max_score;
}

/** Appointments of links, the oldest first. */
export function listAppointments(tx: Tx, linkIds: readonly number[]) {
  return tx
    .selectFrom('clinic_booking as b')
    .innerJoin('clinic_slot as o', (on) =>
      on.onRef('o.tenant_id', '=', 'b.tenant_id').onRef('o.id', '=', 'b.slot_id'),
    )
    .leftJoin('user_account as u', (on) =>
      on.onRef('u.tenant_id', '=', 'o.tenant_id').onRef('u.id', '=', 'o.teacher_id'),
    )
    .select(['b.id', 'b.link_id', 'b.slot_id', 'b.state', 'o.starts_at', 'o.ends_at', 'o.room'])
    .select('u.name as teacher_name')
    .where('b.tenant_id', '=', tx.tenant_id)
    .where(sql<boolean>`b.link_id = any(${linkIds})`)
    .orderBy('b.id')
    .execute();
}

type Followed = { link_id: number; enrollment_id: number; lecture_id: number; what: FollowedStep };
export type FollowedStep = 'opened' | 'changed' | 'closed';

/** Opens and closes automatic links by the facts; see app.recompute_clinic. Returns what it did. */
export async function recomputeLinks(tx: Tx, enrollmentIds: readonly number[], today: string, now: Date) {
  const { rows } = await sql<Followed>`
    select * from app.recompute_clinic(${enrollmentIds}, ${today}, ${now})`.execute(tx);
  return rows;
}

/** Enrollments with a class session whose days of grace are over, and that has no clinic yet. */
export async function listGraceOver(tx: Tx, today: string): Promise<number[]> {
  const { rows } = await sql<{ enrollment_id: number }>`
    select distinct p.enrollment_id
    from session_progress p
    join class_session s on s.tenant_id = p.tenant_id and s.id = p.session_id and s.deleted_at is null
    where p.tenant_id = ${tx.tenant_id} and not p.completed and p.is_judged
      and s.date + (app.policy_on(s.lecture_id, s.date)).grace_days < ${today}::date
      and not exists (select from clinic_link l where l.tenant_id = p.tenant_id and l.enrollment_id = p.enrollment_id
        and l.session_id = p.session_id and l.reason = 'AUTO_FAILED' and l.state <> 'done')`.execute(tx);
  return rows.map(({ enrollment_id }) => enrollment_id);
}
