import { z } from 'zod';
import type { Scope } from '#core/scope.ts';
import { defineTask, enqueue } from '#core/tasks.ts';
import { shownNow } from '#domains/exams/index.ts';
import { bankTask } from './bank-changes.ts';
import * as queries from './from-results.queries.ts';
import { type ExamKey, toKey, toMistake } from './from-results.rules.ts';
import { addPaperMistakes } from './paper.ts';
import { lockKeys, updateQuestion } from './questions.queries.ts';

const payload = z.object({ exam_id: z.int(), enrollment_ids: z.array(z.int()).optional() });

/**
 * Puts what students got wrong in an exam into their queues, as soon as its results and keys are shown to them; before that
 * a question to study would tell what the academy still keeps to itself. Without enrollments: of everybody. Students are
 * taken one by one, each in a transaction of their own; running it again adds nothing.
 */
export async function studyMistakes(
  scope: Scope,
  { exam_id, enrollment_ids }: z.infer<typeof payload>,
): Promise<void> {
  const exam = await scope.tx((tx) => queries.findShownExam(tx, exam_id));
  if (!exam) return;
  if (!shownNow(exam, scope.now).keys) return waitForEnd(scope, exam);
  await followKeys(scope, exam_id);
  const attempts = await scope.tx((tx) => queries.listCounting(tx, exam_id, enrollment_ids ?? null));
  for (const { attempt_id, student_id, written_at } of attempts)
    await scope.tx(async (tx, scope) => {
      const mistakes = (await queries.listMistakes(tx, attempt_id)).map(toMistake);
      const { lecture_id, title } = exam;
      if (mistakes.length > 0)
        await addPaperMistakes(scope, {
          ...{ student_id, lecture_id, exam_id, exam_title: title, written_at, mistakes },
        });
    });
}

export const paperTask = defineTask({ name: 'study.paper_mistakes', payload, run: studyMistakes });

/** Nothing tells when the time of an exam is over; then its results and keys may be shown. */
function waitForEnd(scope: Scope, { id, closes_at }: { id: number; closes_at: Date | null }): Promise<void> {
  return scope.tx(async (tx) => {
    if (closes_at !== null && closes_at > scope.now)
      await enqueue(tx, paperTask, { exam_id: id }, { key: `${id}`, runAt: closes_at });
  });
}

/** Questions of paper mistakes follow the keys of their exam; answers are then judged anew. */
function followKeys(scope: Scope, exam_id: number): Promise<void> {
  return scope.tx(async (tx) => {
    await lockKeys(tx);
    for (const { study_question_id, revision, own_keys, ...key } of await queries.listPaperKeys(
      tx,
      exam_id,
    )) {
      const keys = JSON.stringify(toKey(key as ExamKey));
      if (keys === JSON.stringify(own_keys)) continue;
      await updateQuestion(tx, study_question_id, { keys, revision: revision + 1 });
      await enqueue(tx, bankTask, { study_question_id, what: 'key' });
    }
  });
}
