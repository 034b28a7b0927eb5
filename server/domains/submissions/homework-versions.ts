import { lock, type Tx } from '#core/db.ts';
import { refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { isStaff } from '#domains/school/index.ts';
import { dropCropsOf } from './homework-crops.ts';
import * as queries from './homework-versions.queries.ts';

/** Handing in and judging the same student's homework wait for each other. */
export function lockHomeworkOf(tx: Tx, homework_id: number, enrollment_id: number): Promise<void> {
  return lock(tx, 'homework', `${homework_id}:${enrollment_id}`);
}

/** What is handed in now takes the place of what was: the history stays, the last one counts. Approved work is done. */
export async function replaceEarlier(
  tx: Tx,
  scope: Scope,
  homework_id: number,
  enrollment_id: number,
): Promise<void> {
  await lockHomeworkOf(tx, homework_id, enrollment_id);
  const last = await queries.findLast(tx, homework_id, enrollment_id);
  if (!last) return;
  if (last.verdict === 'approved' && !isStaff(scope)) refuse('homework_approved', { submission_id: last.id });
  await queries.supersede(tx, last.id, scope.now);
  await dropCropsOf(tx, last.id);
}
