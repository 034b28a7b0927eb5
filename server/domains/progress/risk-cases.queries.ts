import type { RiskCaseQuery } from '@seodang/contract/risk-cases.ts';
import { type Insertable, sql, type Updateable } from 'kysely';
import type { Tx } from '#core/db.ts';
import { likeOf, type Order, offsetOf } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import type { RiskCase, RiskContact } from '#db/types.ts';
import { visibleLectures } from '#domains/school/index.ts';

export const caseOrders = ['id', 'opened_at', 'due_on', 'risk_level', 'updated_at'] as const;

/** Opens and ends cases as the alarms are; see app.recompute_cases. */
export async function recomputeCases(tx: Tx, enrollmentIds: readonly number[], today: string, now: Date) {
  const { rows } = await sql<{ enrollment_id: number }>`
    select * from app.recompute_cases(${enrollmentIds}, ${today}, ${now})`.execute(tx);
  return rows;
}

function cases(tx: Tx, scope: Scope) {
  return tx
    .selectFrom('risk_case as k')
    .innerJoin('enrollment as e', (on) =>
      on.onRef('e.tenant_id', '=', 'k.tenant_id').onRef('e.id', '=', 'k.enrollment_id'),
    )
    .innerJoin('student as st', (on) =>
      on.onRef('st.tenant_id', '=', 'e.tenant_id').onRef('st.id', '=', 'e.student_id'),
    )
    .innerJoin('lecture as c', (on) =>
      on.onRef('c.tenant_id', '=', 'e.tenant_id').onRef('c.id', '=', 'e.lecture_id'),
    )
    .leftJoin('user_account as u', (on) =>
      on.onRef('u.tenant_id', '=', 'k.tenant_id').onRef('u.id', '=', 'k.owner_id'),
    )
    .where('k.tenant_id', '=', tx.tenant_id)
    .where('e.lecture_id', 'in', visibleLectures(tx, scope))
    .where('st.deleted_at', 'is', null);
}

function filtered(tx: Tx, scope: Scope, query: RiskCaseQuery) {
  const { enrollment_id, lecture, owner, risk_level, open, search } = query;
  const like = likeOf(search ?? '');
  return cases(tx, scope)
    .$if(enrollment_id !== undefined, (q) => q.where('k.enrollment_id', '=', enrollment_id ?? 0))
    .$if(lecture !== undefined, (q) => q.where('e.lecture_id', '=', lecture ?? 0))
    .$if(owner !== undefined, (q) => q.where('k.owner_id', '=', owner ?? 0))
    .$if(risk_level !== undefined, (q) => q.where('k.risk_level', '=', risk_level ?? 'DANGER'))
    .$if(open !== undefined, (q) => q.where('k.closed_at', open ? 'is' : 'is not', null))
    .$if(Boolean(search), (q) => q.where('st.name', 'ilike', like));
}

const isUnseen = sql<boolean>`st.user_id is null or not exists (
  select from login_session g where g.tenant_id = st.tenant_id and g.user_id = st.user_id)`;
const contactCount = sql<number>`(
  select count(*) from risk_contact n where n.tenant_id = k.tenant_id and n.case_id = k.id)`;

const columns = [
  ...(['k.id', 'k.enrollment_id', 'e.student_id', 'st.name as student_name', 'e.lecture_id'] as const),
  ...(['c.title as lecture_title', 'k.risk_level', 'k.rule', 'k.meta', 'k.owner_id'] as const),
  ...(['u.name as owner_name', 'k.due_on', 'k.opened_at', 'k.ended_at', 'k.closed_at'] as const),
  ...(['k.outcome', 'k.outcome_note', 'k.updated_at'] as const),
] as const;

type CaseOrder = Order<(typeof caseOrders)[number]>;

export async function listCases(tx: Tx, scope: Scope, query: RiskCaseQuery, order: readonly CaseOrder[]) {
  const { limit, offset } = offsetOf(query);
  let rows = filtered(tx, scope, query)
    .select(columns)
    .select([isUnseen.as('never_signed_in'), contactCount.as('contact_count')])
    .limit(limit)
    .offset(offset);
  for (const { column, direction } of order) rows = rows.orderBy(`k.${column}`, direction);
  const { count } = await filtered(tx, scope, query)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return { count, rows: await rows.orderBy('k.id', 'desc').execute() };
}

export function findCase(tx: Tx, scope: Scope, id: number) {
  return cases(tx, scope)
    .select(columns)
    .select([isUnseen.as('never_signed_in'), contactCount.as('contact_count')])
    .where('k.id', '=', id)
    .executeTakeFirst();
}
export type CaseRow = NonNullable<Awaited<ReturnType<typeof findCase>>>;

export async function updateCase(tx: Tx, id: number, change: Updateable<RiskCase>): Promise<void> {
  await tx
    .updateTable('risk_case')
    .set(change)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

export function listContacts(tx: Tx, case_id: number) {
  return tx
    .selectFrom('risk_contact as n')
    .innerJoin('user_account as u', (on) =>
      on.onRef('u.tenant_id', '=', 'n.tenant_id').onRef('u.id', '=', 'n.contacted_by'),
    )
    .select(['n.id', 'n.channel', 'n.with_whom', 'n.reached', 'n.note', 'n.contacted_at'])
    .select('u.name as contacted_by_name')
    .where('n.tenant_id', '=', tx.tenant_id)
    .where('n.case_id', '=', case_id)
    .orderBy('n.id', 'desc')
    .execute();
}

export async function insertContact(tx: Tx, contact: Insertable<RiskContact>): Promise<void> {
  await tx.insertInto('risk_contact').values(contact).execute();
}

/** The class sessions of the evidence, in their order, and what is left in each. */
export async function listMissed(tx: Tx, enrollment_id: number, sessionIds: readonly number[]) {
  const { rows } = await sql<{ id: number; title: string; date: string | null; codes: string[] }>`
    select s.id, s.title, s.date, coalesce(p.meta -> 'codes', '[]') as codes
    from class_session s
    left join session_progress p on p.tenant_id = s.tenant_id and p.session_id = s.id and p.enrollment_id = ${enrollment_id}
    where s.tenant_id = ${tx.tenant_id} and s.id = any(${sessionIds})
    order by s."order"`.execute(tx);
  return rows;
}

export function listExamTitles(tx: Tx, examIds: readonly number[]) {
  return tx
    .selectFrom('exam')
    .select(['id', 'title'])
    .where('tenant_id', '=', tx.tenant_id)
    .where(sql<boolean>`id = any(${examIds})`)
    .execute();
}

/** Who may own a case of a lecture: those who run the academy, and who works in the lecture. */
export async function listOwners(tx: Tx, lecture_id: number): Promise<{ id: number; name: string }[]> {
  const { rows } = await sql<{ id: number; name: string }>`
    select u.id, u.name from user_account u
    where u.tenant_id = ${tx.tenant_id} and u.is_active and (u.role in ('owner', 'admin')
      or exists (select from lecture l where l.tenant_id = u.tenant_id and l.id = ${lecture_id} and l.teacher_id = u.id)
      or exists (select from lecture_staff w where w.tenant_id = u.tenant_id and w.lecture_id = ${lecture_id} and w.user_id = u.id))
    order by u.name, u.id`.execute(tx);
  return rows;
}
