import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import { offsetOf } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import { visibleLinks } from './clinic-links.queries.ts';

const visible = (tx: Tx, scope: Scope, linkIds: readonly number[]) =>
  visibleLinks(tx, scope).where(sql<boolean>`l.id = any(${linkIds})`);

/** Which of these links are of students whom the caller may know of. */
export async function listVisible(tx: Tx, scope: Scope, linkIds: readonly number[]): Promise<number[]> {
  const rows = await visible(tx, scope, linkIds).select('l.id').execute();
  return rows.map(({ id }) => id);
}

/** Which of these links are open, of students whom the caller may know of; by name. */
export function listOpen(tx: Tx, scope: Scope, linkIds: readonly number[]) {
  return visible(tx, scope, linkIds)
    .select(['l.id', 'e.student_id', 'st.name as student_name', 'c.title as lecture_title'])
    .select(['s.title as session_title', 'l.cause'])
    .where('l.state', '=', 'open')
    .orderBy('st.name')
    .orderBy('l.id')
    .execute();
}

type By = { user_id: number; now: Date };
export type Moved = { id: number; enrollment_id: number };

/** Approves those that are open still, one after the other for everybody who does the same at once. */
export async function approve(tx: Tx, linkIds: readonly number[], { user_id, now }: By): Promise<Moved[]> {
  const { rows } = await sql<Moved>`
    with held as (
      select l.id from clinic_link l where l.tenant_id = ${tx.tenant_id} and l.id = any(${linkIds}) and l.state = 'open'
      order by l.id for update)
    update clinic_link l set state = 'approved', approved = true, changed_by = ${user_id}, changed_why = '', updated_at = ${now}
    from held where l.tenant_id = ${tx.tenant_id} and l.id = held.id and l.state = 'open'
    returning l.id, l.enrollment_id`.execute(tx);
  return rows;
}

/** Opens those again whose last step was to be approved at that moment, unless their family was told. */
export async function reopen(
  tx: Tx,
  { link_ids, approved_at }: { link_ids: readonly number[]; approved_at: Date },
  { user_id, now }: By,
): Promise<Moved[]> {
  const { rows } = await sql<Moved>`
    with held as (
      select l.id from clinic_link l where l.tenant_id = ${tx.tenant_id} and l.id = any(${link_ids}) and l.state = 'approved'
      order by l.id for update)
    update clinic_link l set state = 'open', approved = false, changed_by = ${user_id}, changed_why = 'approval_undone', updated_at = ${now}
    from held
    where l.tenant_id = ${tx.tenant_id} and l.id = held.id and l.state = 'approved' and l.told_at is null
      and (select h.changed_at from clinic_link_change h where h.tenant_id = l.tenant_id and h.link_id = l.id
        order by h.id desc limit 1) = ${approved_at}
    returning l.id, l.enrollment_id`.execute(tx);
  return rows;
}

export async function insertApproval(tx: Tx, link_ids: number[], { user_id, now }: By): Promise<number> {
  const { id } = await tx
    .insertInto('clinic_approval')
    .values({ link_ids, approved_by: user_id, approved_at: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function markUndone(tx: Tx, id: number, { user_id, now }: By): Promise<void> {
  await tx
    .updateTable('clinic_approval')
    .set({ undone_by: user_id, undone_at: now })
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

/** Everybody takes back what they did; who runs the academy takes back everybody's. */
function approvals(tx: Tx, approved_by: number | undefined) {
  return tx
    .selectFrom('clinic_approval as k')
    .where('k.tenant_id', '=', tx.tenant_id)
    .$if(approved_by !== undefined, (q) => q.where('k.approved_by', '=', approved_by ?? 0));
}

export function lockApproval(tx: Tx, id: number, approved_by: number | undefined) {
  return approvals(tx, approved_by)
    .select(['k.id', 'k.link_ids', 'k.approved_at', 'k.undone_at'])
    .where('k.id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

const approvalColumns = [
  ...(['k.id', 'k.approved_at', 'k.undone_at', 'u.name as approved_by_name'] as const),
  'b.name as undone_by_name',
] as const;

function named(tx: Tx, approved_by: number | undefined) {
  return approvals(tx, approved_by)
    .innerJoin('user_account as u', (on) =>
      on.onRef('u.tenant_id', '=', 'k.tenant_id').onRef('u.id', '=', 'k.approved_by'),
    )
    .leftJoin('user_account as b', (on) =>
      on.onRef('b.tenant_id', '=', 'k.tenant_id').onRef('b.id', '=', 'k.undone_by'),
    )
    .select(approvalColumns)
    .select(sql<number>`cardinality(k.link_ids)`.as('approved'));
}

export function findApproval(tx: Tx, id: number) {
  return named(tx, undefined).where('k.id', '=', id).executeTakeFirstOrThrow();
}

export async function listApprovals(
  tx: Tx,
  approved_by: number | undefined,
  query: { page: number; page_size: number },
) {
  const { limit, offset } = offsetOf(query);
  const { count } = await approvals(tx, approved_by)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  const rows = await named(tx, approved_by).orderBy('k.id', 'desc').limit(limit).offset(offset).execute();
  return { count, rows };
}
