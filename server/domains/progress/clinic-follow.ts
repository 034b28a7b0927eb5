import type { Tx } from '#core/db.ts';
import { emit } from '#core/events.ts';
import { publish } from '#core/live.ts';
import type { Scope } from '#core/scope.ts';
import { clinicOpened } from './clinic-events.ts';
import { recomputeLinks } from './clinic-links.queries.ts';
import { recomputeCases } from './risk-cases.queries.ts';

/** Opens and closes clinics and cases as progress was judged just now, in its transaction; again changes nothing. */
export async function followProgress(
  tx: Tx,
  scope: Scope,
  enrollmentIds: readonly number[],
  today: string,
): Promise<void> {
  for (const { what, ...about } of await recomputeLinks(tx, enrollmentIds, today, scope.now)) {
    if (what === 'opened') await emit(tx, clinicOpened, about);
    await publish(tx, 'clinic', { lecture_id: about.lecture_id, enrollment_id: about.enrollment_id });
  }
  const cases = await recomputeCases(tx, enrollmentIds, today, scope.now);
  if (cases.length > 0) await publish(tx, 'risk-cases');
}
