import type { NewExcuse, NewOverride } from '@seodang/contract/progress-exceptions.ts';
import type { Tx } from '#core/db.ts';

type Place = { session_id: number; enrollment_id: number };
type By = { created_by: number; created_at: Date };

/** The lecture of an enrollment that may enter a class session; undefined where it may not. */
export function findSeat(tx: Tx, { session_id, enrollment_id }: Place) {
  return tx
    .selectFrom('session_enrollment')
    .select(['lecture_id', 'session_id', 'enrollment_id'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('session_id', '=', session_id)
    .where('enrollment_id', '=', enrollment_id)
    .executeTakeFirst();
}

function excuses(tx: Tx) {
  return tx
    .selectFrom('requirement_excuse as x')
    .innerJoin('user_account as u', (on) =>
      on.onRef('u.tenant_id', '=', 'x.tenant_id').onRef('u.id', '=', 'x.created_by'),
    )
    .select(['x.id', 'x.session_id', 'x.enrollment_id', 'x.requirement', 'x.reason', 'x.created_at'])
    .select('u.name as created_by_name')
    .where('x.tenant_id', '=', tx.tenant_id);
}

export function listExcuses(tx: Tx, { session_id, enrollment_id }: Place) {
  return excuses(tx)
    .where('x.enrollment_id', '=', enrollment_id)
    .where('x.session_id', '=', session_id)
    .orderBy('x.requirement')
    .execute();
}

export function findExcuse(tx: Tx, id: number) {
  return excuses(tx).where('x.id', '=', id).executeTakeFirst();
}

/** Undefined where there is one already. */
export async function insertExcuse(tx: Tx, excuse: NewExcuse & By): Promise<number | undefined> {
  const row = await tx
    .insertInto('requirement_excuse')
    .values({ ...excuse, tenant_id: tx.tenant_id })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

export async function deleteExcuse(tx: Tx, id: number): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('requirement_excuse')
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

function overrides(tx: Tx) {
  return tx
    .selectFrom('progress_override as x')
    .innerJoin('user_account as u', (on) =>
      on.onRef('u.tenant_id', '=', 'x.tenant_id').onRef('u.id', '=', 'x.created_by'),
    )
    .select(['x.id', 'x.session_id', 'x.enrollment_id', 'x.completed', 'x.reason', 'x.created_at'])
    .select('u.name as created_by_name')
    .where('x.tenant_id', '=', tx.tenant_id);
}

export function findOverrideAt(tx: Tx, { session_id, enrollment_id }: Place) {
  return overrides(tx)
    .where('x.enrollment_id', '=', enrollment_id)
    .where('x.session_id', '=', session_id)
    .executeTakeFirst();
}

export function findOverride(tx: Tx, id: number) {
  return overrides(tx).where('x.id', '=', id).executeTakeFirst();
}

/** Undefined where there is one already. */
export async function insertOverride(tx: Tx, override: NewOverride & By): Promise<number | undefined> {
  const row = await tx
    .insertInto('progress_override')
    .values({ ...override, tenant_id: tx.tenant_id })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

export async function deleteOverride(tx: Tx, id: number): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('progress_override')
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
