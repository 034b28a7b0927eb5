import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import { toPage } from '#core/list.ts';
import { publishToMany } from '#core/live.ts';
import { found, refuse } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import * as queries from './clinic-approvals.queries.ts';

/** Whose clinics would be approved. */
export function previewClinicApproval(scope: Scope, link_ids: readonly number[]) {
  return scope.tx(async (tx, scope) => {
    const links = await queries.listOpen(tx, scope, link_ids);
    return {
      links: links.map(({ student_id: _, ...link }) => link),
      students: new Set(links.map(({ student_id }) => student_id)).size,
      left_out: new Set(link_ids).size - links.length,
    };
  });
}

/** Approves what is open of these links; nobody is told. Refuses `conflict` when none is. */
export function approveClinics(scope: Scope, link_ids: readonly number[]) {
  return scope.tx(async (tx, scope) => {
    const by = byCaller(scope);
    const open = await queries.listOpen(tx, scope, link_ids);
    const moved = await queries.approve(
      tx,
      open.map(({ id }) => id),
      by,
    );
    if (moved.length === 0) refuse('conflict');
    const ids = moved.map(({ id }) => id).sort((a, b) => a - b);
    const id = await queries.insertApproval(tx, ids, by);
    await audit(tx, scope, {
      ...{ action: 'clinic.bulk', subject_type: 'clinic_approval', subject_id: id },
      ...{ before: { state: 'open' }, after: { state: 'approved', count: ids.length, link_ids: ids } },
    });
    await tellScreens(tx, moved);
    return queries.findApproval(tx, id);
  });
}

/** What the caller, or for who runs the academy anybody, has approved many at once. */
export function listClinicApprovals(scope: Scope, query: { page: number; page_size: number }, url: string) {
  return scope.tx(async (tx, scope) => {
    const { count, rows } = await queries.listApprovals(tx, ownOnly(scope), query);
    return toPage(url, query, count, rows);
  });
}

const UNDO_SECONDS = 86_400;

/**
 * Opens again what nothing has happened to since, of which the family was not told and the caller may know still. After a
 * day, or a second time, it is `undo_expired`.
 */
export function undoClinicApproval(scope: Scope, id: number) {
  return scope.tx(async (tx, scope) => {
    const by = byCaller(scope);
    const approval = found(await queries.lockApproval(tx, id, ownOnly(scope)));
    const age = scope.now.getTime() - approval.approved_at.getTime();
    if (approval.undone_at || age > UNDO_SECONDS * 1000) refuse('undo_expired');
    const link_ids = await queries.listVisible(tx, scope, approval.link_ids);
    const moved = await queries.reopen(tx, { ...approval, link_ids }, by);
    await queries.markUndone(tx, id, by);
    const outcome = { reopened: moved.length, kept: approval.link_ids.length - moved.length };
    await audit(tx, scope, {
      ...{ action: 'clinic.undo', subject_type: 'clinic_approval', subject_id: id },
      ...{ before: { state: 'approved' }, after: { state: 'open', ...outcome } },
    });
    await tellScreens(tx, moved);
    return outcome;
  });
}

const byCaller = (scope: Scope) => ({ user_id: userOf(scope).user_id, now: scope.now });

function ownOnly(scope: Scope): number | undefined {
  const { user_id, role } = userOf(scope);
  return role === 'owner' || role === 'admin' ? undefined : user_id;
}

function tellScreens(tx: Tx, moved: readonly queries.Moved[]): Promise<void> {
  return publishToMany(tx, 'clinic', [...new Set(moved.map(({ enrollment_id }) => enrollment_id))]);
}
