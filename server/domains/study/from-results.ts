import { z } from 'zod';
import type { Scope } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import { defineTask, enqueue, type Task } from '#core/tasks.ts';
import { shownNow } from '#domains/exams/index.ts';
import { bankTask } from './bank-changes.ts';
import * as queries from './from-results.queries.ts';
import { type ExamKey, toKey, toMistake } from './from-results.rules.ts';
import { addPaperMistakes, listTold } from './paper.ts';
import { lockKeys, updateQuestion } from './questions.queries.ts';
import { followSheets, listConcerned } from './sheets.ts';
import { takeBackUnfounded } from './unfounded.ts';

const payload = z.object({ exam_id: z.int(), enrollment_ids: z.array(z.int()).optional() });

/**
 * Puts what students got wrong in an exam into their queues, as soon as its results and keys are shown to them; before that
 * a question to study would tell what the academy still keeps to itself. Without enrollments: of everybody. Students are
 * taken one by one, each in a transaction of their own; running it again adds nothing. What no sheet of the student says any
 * more, as it was another's or read otherwise, is taken back, and what it says now comes in its place. Of a sheet that was
 * scanned the picture of what was marked comes along, and goes when the sheet, the results or the keys do.
 */
export async function studyMistakes(
  scope: Scope,
  storage: Storage,
  { exam_id, enrollment_ids = null }: { exam_id: number; enrollment_ids?: number[] | null | undefined },
): Promise<void> {
  const exam = await scope.tx((tx) => queries.findShownExam(tx, exam_id));
  if (exam && shownNow(exam, scope.now).keys) await tellMistakes(scope, exam, enrollment_ids);
  else if (exam) await waitForEnd(scope, exam);
  await followSheets(scope, storage, exam_id, enrollment_ids);
}

type Exam = { id: number; lecture_id: number; title: string };

async function tellMistakes(scope: Scope, exam: Exam, enrollment_ids: readonly number[] | null) {
  await followKeys(scope, exam.id);
  const students = await scope.tx(async (tx) => [
    ...(await queries.listCounting(tx, exam.id, enrollment_ids)).map(({ student_id }) => student_id),
    ...(await listConcerned(tx, exam.id, enrollment_ids)),
  ]);
  for (const student_id of new Set(students)) await followAnswers(scope, exam, student_id);
}

/** A mistake that stands keeps its question from being told again: what is unfounded goes before what is new comes. */
function followAnswers(
  scope: Scope,
  { id: exam_id, lecture_id, title: exam_title }: Exam,
  student_id: number,
): Promise<void> {
  return scope.tx(async (tx, scope) => {
    await takeBackUnfounded(scope, { exam_id, student_id });
    for (const { attempt_id, written_at } of await queries.listCounting(tx, exam_id, { student_id })) {
      const told = await listTold(tx, { exam_id, student_id });
      const all = (await queries.listMistakes(tx, attempt_id)).map(toMistake);
      const mistakes = all.filter(({ number }) => !told.standing.has(number));
      if (mistakes.length === 0) continue;
      await addPaperMistakes(scope, { student_id, lecture_id, exam_id, exam_title, written_at, mistakes });
    }
  });
}

const task = { name: 'study.paper_mistakes', payload };

/** What looks at an exam again when its time is over. */
export function paperTask(storage: Storage): Task {
  return defineTask({ ...task, run: (scope, exam) => studyMistakes(scope, storage, exam) }) as Task;
}

type Ends = { id: number; closes_at: Date | null; extended_until: Date | null };

/** Nothing tells when the time of an exam is over; then its results and keys may be shown. */
function waitForEnd(scope: Scope, { id, closes_at, extended_until }: Ends): Promise<void> {
  const end = new Date(Math.max(Number(closes_at), Number(extended_until)));
  return scope.tx(async (tx) => {
    if (end > scope.now) await enqueue(tx, task, { exam_id: id }, { key: `${id}`, runAt: end });
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
