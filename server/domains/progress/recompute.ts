import { findAcademy } from '#core/academy.queries.ts';
import { dayIn, nextDayIn } from '#core/calendar.rules.ts';
import { lock } from '#core/db.ts';
import { publish } from '#core/live.ts';
import type { Scope } from '#core/scope.ts';
import { enqueue } from '#core/tasks.ts';
import { followProgress } from './clinic-follow.ts';
import { listGraceOver } from './clinic-links.queries.ts';
import { rankAllSoon, rankSoon } from './ranking.ts';
import * as queries from './recompute.queries.ts';
import { turnDay } from './recompute.tasks.ts';

/**
 * Judges every session of these enrollments from the facts (spec/04, Session progress) and tells the screens whose
 * progress changed. Running it again changes nothing.
 */
export function recomputeProgress(scope: Scope, enrollmentIds: readonly number[]): Promise<void> {
  return scope.tx(async (tx, scope) => {
    // One after the other: of two that run at once, the one that read older facts could be the last to write.
    await lock(tx, 'progress', 'recompute');
    const { timezone } = await findAcademy(tx);
    const today = dayIn(timezone, scope.now);
    const changed = await queries.recompute(tx, enrollmentIds, today, scope.now);
    await followProgress(tx, scope, enrollmentIds, today);
    for (const { lecture_id, enrollment_id } of changed)
      await publish(tx, 'progress', { lecture_id, enrollment_id });
    await rankSoon(
      tx,
      changed.map(({ lecture_id }) => lecture_id),
    );
    await enqueue(tx, turnDay, {}, { key: 'day', runAt: nextDayIn(timezone, scope.now) });
  });
}

/** As recomputeProgress, for everybody enrolled in a lecture. */
export function recomputeLecture(scope: Scope, lecture_id: number): Promise<void> {
  return scope.tx(async (tx, scope) => recomputeProgress(scope, await queries.listOfLecture(tx, lecture_id)));
}

/** As recomputeProgress, for everybody who may enter a class session. */
export function recomputeClassSession(scope: Scope, session_id: number): Promise<void> {
  return scope.tx(async (tx, scope) =>
    recomputeProgress(scope, await queries.listOfClassSession(tx, session_id)),
  );
}

/** A new day: its class sessions are due now, those of days on which nothing ran, and days of grace are over. */
export function recomputeToday(scope: Scope): Promise<void> {
  return scope.tx(async (tx, scope) => {
    const today = dayIn((await findAcademy(tx)).timezone, scope.now);
    const due = [...(await queries.listNewlyDue(tx, today)), ...(await listGraceOver(tx, today))];
    await recomputeProgress(scope, [...new Set(due)]);
    await rankAllSoon(tx);
  });
}
