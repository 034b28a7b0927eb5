import type { ScannedPage } from '@seodang/contract/omr-grading.ts';
import type { Tx } from '#core/db.ts';
import { type ExamRow, faultOf, questionsOf, writtenForm } from '#domains/exams/index.ts';
import { listAnswers, replaceAnswers } from './answers.queries.ts';
import { fromReading, type ReadAnswer } from './answers.rules.ts';
import { step } from './step.ts';
import { insertSubmission, lockSubmission } from './submissions.queries.ts';
import { announce } from './submit.ts';

type Answers = ScannedPage['answers'];
type Given = {
  exam: Pick<ExamRow, 'id' | 'lecture_id'>;
  enrollment_id: number;
  user_id: number;
  at: Date;
  version: string;
};

/** A submission of the pages of one student, its answers read already. */
export async function submitPages(tx: Tx, given: Given, pages: readonly Answers[]): Promise<number> {
  const { exam, enrollment_id, user_id, at, version } = given;
  const place = { exam_id: exam.id, lecture_id: exam.lecture_id, enrollment_id };
  const row = await insertSubmission(tx, { ...place, user_id, source: 'omr_scan', created_at: at });
  await replaceAnswers(tx, row, await answersOf(tx, exam.id, version, pages.flat()));
  await announce(tx, await step(tx, row, 'answers_ready', { meta: JSON.stringify({ version }) }));
  return row.id;
}

/** Adds a page that came later to the submission of its student; what a person said there stays. */
export async function addPage(
  tx: Tx,
  submission_id: number,
  version: string,
  answers: Answers,
): Promise<void> {
  const row = await lockSubmission(tx, submission_id);
  if (row?.exam_id == null) return;
  const fresh = new Map(
    (await answersOf(tx, row.exam_id, version, answers))
      .filter(({ exam_question_id }) => answers.some((one) => one.exam_question_id === exam_question_id))
      .map((one) => [one.exam_question_id, one]),
  );
  const kept = (await listAnswers(tx, submission_id)).map((one) =>
    one.corrected_at === null ? (fresh.get(one.exam_question_id) ?? one) : one,
  );
  await replaceAnswers(tx, row, kept);
  await announce(tx, row);
}

async function answersOf(tx: Tx, exam_id: number, version: string, read: Answers): Promise<ReadAnswer[]> {
  const questions = (await questionsOf(tx, exam_id)).filter(({ kind }) => kind !== 'short');
  const { answers } = fromReading({ writtenForm, faultOf }, version, read, questions);
  return answers;
}
