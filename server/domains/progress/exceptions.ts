import type { AuditVerb } from '@seodang/contract/audit.ts';
import type { NewExcuse, NewOverride } from '@seodang/contract/progress-exceptions.ts';
import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import { found, refuse } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { mustTeachLecture } from '#domains/school/index.ts';
import * as queries from './exceptions.queries.ts';
import { recomputeProgress } from './recompute.ts';

type Place = { session_id: number; enrollment_id: number };

/** What was decided for one student in one class session beside the rules, and why. */
export function listProgressExceptions(scope: Scope, place: Place) {
  return scope.tx(async (tx, scope) => {
    await mustTeachSeat(tx, scope, place);
    return {
      excuses: await queries.listExcuses(tx, place),
      override: (await queries.findOverrideAt(tx, place)) ?? null,
    };
  });
}

/** Excuses a student of one requirement of a class session; `already_exists` where that was done before. */
export function excuseRequirement(scope: Scope, excuse: NewExcuse) {
  return scope.tx(async (tx, scope) => {
    await mustTeachSeat(tx, scope, excuse);
    const id = await queries.insertExcuse(tx, { ...excuse, ...by(scope) });
    if (id === undefined) refuse('already_exists');
    await tell(tx, scope, 'excuse', excuse, { after: excuse });
    return found(await queries.findExcuse(tx, id));
  });
}

/** Takes an excuse back: the requirement is judged by its facts again. */
export function revertExcuse(scope: Scope, id: number): Promise<void> {
  return scope.tx(async (tx, scope) => {
    const before = found(await queries.findExcuse(tx, id));
    await mustTeachSeat(tx, scope, before);
    if (!(await queries.deleteExcuse(tx, id))) refuse('not_found');
    await tell(tx, scope, 'revert_excuse', before, { before });
  });
}

/** Says what a class session came to for a student, whatever its requirements say. */
export function overrideProgress(scope: Scope, override: NewOverride) {
  return scope.tx(async (tx, scope) => {
    await mustTeachSeat(tx, scope, override);
    const id = await queries.insertOverride(tx, { ...override, ...by(scope) });
    if (id === undefined) refuse('already_exists');
    await tell(tx, scope, 'override', override, { after: override });
    return found(await queries.findOverride(tx, id));
  });
}

/** Takes an override back: the session is judged by its facts again. */
export function revertOverride(scope: Scope, id: number): Promise<void> {
  return scope.tx(async (tx, scope) => {
    const before = found(await queries.findOverride(tx, id));
    await mustTeachSeat(tx, scope, before);
    if (!(await queries.deleteOverride(tx, id))) refuse('not_found');
    await tell(tx, scope, 'revert_override', before, { before });
  });
}

async function mustTeachSeat(tx: Tx, scope: Scope, place: Place): Promise<void> {
  const { lecture_id } = found(await queries.findSeat(tx, place));
  await mustTeachLecture(tx, scope, lecture_id);
}

const by = (scope: Scope) => ({ created_by: userOf(scope).user_id, created_at: scope.now });

async function tell(
  tx: Tx,
  scope: Scope,
  action: AuditVerb,
  { enrollment_id }: Place,
  change: { before?: unknown; after?: unknown },
): Promise<void> {
  await audit(tx, scope, {
    action: `progress.${action}`,
    subject_type: 'enrollment',
    subject_id: enrollment_id,
    ...change,
  });
  await recomputeProgress(scope, [enrollment_id]);
}
