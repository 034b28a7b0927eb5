import type { ResultDifference, regradeExam as regradeApi } from '@seodang/contract/results.ts';
import type { z } from 'zod';
import { lock, type Tx } from '#core/db.ts';
import { emit } from '#core/events.ts';
import { publishToMany } from '#core/live.ts';
import type { Scope } from '#core/scope.ts';
import { mustBeQuestions, mustTeachExam, rekey } from '#domains/exams/index.ts';
import { markGraded } from '#domains/submissions/index.ts';
import { resultsChanged } from './events.ts';
import * as queries from './grading.queries.ts';

type Answered = { submission_id: number; exam_id: number; enrollment_id: number };

/**
 * Grades what a student handed in, and with it which attempt counts. Other answers are told of even if they are worth the
 * same. Safe to run twice.
 */
export function gradeSubmission(
  scope: Scope,
  { submission_id, exam_id, enrollment_id }: Answered,
): Promise<void> {
  return scope.tx(async (tx, scope) => {
    await lock(tx, 'result', `${exam_id}:${enrollment_id}`);
    await queries.gradeExam(tx, { exam_id, only: [enrollment_id], why: 'submission', at: scope.now });
    await tell(tx, exam_id, [enrollment_id]);
    await markGraded(tx, submission_id);
  });
}

/** Grades a whole exam again after its questions changed otherwise than by a regrade. */
export function gradeAgain(scope: Scope, exam_id: number): Promise<void> {
  return scope.tx(async (tx, scope) => {
    await gradeAll(tx, scope, { exam_id, why: 'exam_changed' });
  });
}

/** Judges the results of a lecture by the pass scores that its policy asks now; points stay as they are. */
export function resolvePassScores(scope: Scope, lecture_id: number, why: string): Promise<void> {
  return scope.tx(async (tx, scope) => {
    const changed = await queries.resolvePassScores(tx, { lecture_id, at: scope.now, why });
    const byExam = Map.groupBy(changed, ({ exam_id }) => exam_id);
    for (const [exam_id, results] of byExam)
      await tell(
        tx,
        exam_id,
        results.map(({ enrollment_id }) => enrollment_id),
      );
  });
}

type Retest = { exam_id: number; enrollment_id: number; score: number };

/** What an exam was worth when it was taken again outside of it: who passes by that has passed; the points stay. */
export function passByRetest(scope: Scope, retest: Retest): Promise<void> {
  return scope.tx(async (tx, scope) => {
    await lock(tx, 'result', `${retest.exam_id}:${retest.enrollment_id}`);
    const isNews = await queries.setRetest(tx, { ...retest, at: scope.now });
    if (isNews) await tell(tx, retest.exam_id, [retest.enrollment_id]);
  });
}

type Regrade = z.output<typeof regradeApi.schema.body>;

/** Whose result other keys, points or kinds would change. */
export function previewRegrade(scope: Scope, exam_id: number, { questions }: Regrade) {
  return scope.tx(async (tx, scope) => {
    await mustTeachExam(tx, scope, exam_id);
    return summaryOf(tx, await queries.previewGrades(tx, exam_id, mustBeQuestions(questions)));
  });
}

/** Changes questions and grades everybody again in one transaction; what was before stays in the history. */
export function regrade(scope: Scope, exam_id: number, { questions }: Regrade) {
  return scope.tx(async (tx, scope) => {
    await rekey(tx, scope, exam_id, mustBeQuestions(questions));
    return summaryOf(tx, await gradeAll(tx, scope, { exam_id, why: 'regrade' }));
  });
}

type Wanted = { exam_id: number; why: string };

/** Who has other answers right than before is told of too, though the points stay. */
async function gradeAll(tx: Tx, scope: Scope, { exam_id, why }: Wanted): Promise<queries.Difference[]> {
  const before = await queries.listMarks(tx, exam_id);
  const changed = await queries.gradeExam(tx, { exam_id, only: null, why, at: scope.now });
  const after = await queries.listMarks(tx, exam_id);
  const marked = [...after.keys()].filter((id) => after.get(id) !== before.get(id));
  const concerned = new Set([...changed.map(({ enrollment_id }) => enrollment_id), ...marked]);
  if (concerned.size > 0) await tell(tx, exam_id, [...concerned]);
  return changed;
}

async function tell(tx: Tx, exam_id: number, enrollment_ids: number[]): Promise<void> {
  await emit(tx, resultsChanged, { exam_id, enrollment_ids });
  await publishToMany(tx, 'results', enrollment_ids);
}

async function summaryOf(tx: Tx, changed: readonly queries.Difference[]) {
  const names = await queries.namesOf(
    tx,
    changed.map(({ enrollment_id }) => enrollment_id),
  );
  const changes: ResultDifference[] = changed.map((one) => ({
    ...one,
    student_name: names.get(one.enrollment_id) ?? '',
  }));
  const flips = (to: boolean) =>
    changed.filter(({ passed_before, passed_after }) => passed_before === !to && passed_after === to).length;
  return { changes, now_passing: flips(true), now_failing: flips(false) };
}
