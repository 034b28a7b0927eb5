import { findAcademy } from '#core/academy.queries.ts';
import { dayIn, nextDayIn } from '#core/calendar.rules.ts';
import { lock, type Tx } from '#core/db.ts';
import { publish, publishToMany } from '#core/live.ts';
import type { Scope } from '#core/scope.ts';
import { enqueue } from '#core/tasks.ts';
import { followProgress } from './clinic-follow.ts';
import { listGraceOver } from './clinic-links.queries.ts';
import { rankAllSoon, rankSoon } from './ranking.ts';
import * as queries from './recompute.queries.ts';
import { judgeSession, turnDay } from './recompute.tasks.ts';

/** What was handed in at the last moment, and the other sheets of a stack, are on their way for so long. */
const PATIENCE_MS = 60_000;

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
    await tellChanged(tx, changed);
    await rankSoon(
      tx,
      changed.map(({ lecture_id }) => lecture_id),
    );
    await enqueue(tx, turnDay, {}, { key: 'day', runAt: nextDayIn(timezone, scope.now) });
  });
}

/** Of one student the screens of others need not ask again; a class is told of in one piece of news. */
async function tellChanged(tx: Tx, changed: readonly Changed[]): Promise<void> {
  for (const [lecture_id, rows] of Map.groupBy(changed, (row) => row.lecture_id)) {
    const [enrollment_id, ...others] = new Set(rows.map((row) => row.enrollment_id));
    if (enrollment_id === undefined) continue;
    if (others.length === 0) await publish(tx, 'progress', { lecture_id, enrollment_id });
    else await publishToMany(tx, 'progress', [enrollment_id, ...others], lecture_id);
  }
}
type Changed = { lecture_id: number; enrollment_id: number };

/** As recomputeProgress, for everybody enrolled in a lecture. */
export function recomputeLecture(scope: Scope, lecture_id: number): Promise<void> {
  return scope.tx(async (tx, scope) => recomputeProgress(scope, await queries.listOfLecture(tx, lecture_id)));
}

/** As recomputeProgress, for everybody who may enter a class session; again when the time of its exams and homework is over. */
export function recomputeClassSession(scope: Scope, session_id: number): Promise<void> {
  return scope.tx(async (tx, scope) => {
    await recomputeProgress(scope, await queries.listOfClassSession(tx, session_id));
    const end = await queries.findNextEnd(tx, session_id, new Date(scope.now.getTime() - PATIENCE_MS));
    if (end) await judgeAfter(tx, session_id, end, 'end');
  });
}

/**
 * As recomputeProgress, for those whose results these are; and for everybody of the class when no more results come, since
 * the first result of an exam on paper says of the others that they were away, and the last that goes that nobody was.
 */
export function recomputeResults(scope: Scope, { exam_id, enrollment_ids }: Results): Promise<void> {
  return scope.tx(async (tx, scope) => {
    await recomputeProgress(scope, enrollment_ids);
    const session_id = await queries.findSessionOfPaper(tx, exam_id);
    if (session_id !== undefined) await judgeAfter(tx, session_id, scope.now, 'results');
  });
}
type Results = { exam_id: number; enrollment_ids: readonly number[] };

async function judgeAfter(tx: Tx, session_id: number, moment: Date, why: 'end' | 'results'): Promise<void> {
  const runAt = new Date(moment.getTime() + PATIENCE_MS);
  await enqueue(tx, judgeSession, { session_id }, { key: `${session_id}:${why}`, runAt });
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
