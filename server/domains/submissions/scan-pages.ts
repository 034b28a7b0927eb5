import type { ScannedPage } from '@seodang/contract/omr-grading.ts';
import type { Tx } from '#core/db.ts';
import { type ExamRow, faultOf, questionsOf, writtenForm } from '#domains/exams/index.ts';
import { listAnswers, replaceAnswers } from './answers.queries.ts';
import { fromReading, type ReadAnswer } from './answers.rules.ts';
import { step } from './step.ts';
import { insertSubmission, lockSubmission } from './submissions.queries.ts';
import { announce } from './submit.ts';

type Answers = ScannedPage['answers'];
/** What was read on a page, and by which reader. */
export type ReadPage = { version: string; answers: Answers };
type Given = {
  exam: Pick<ExamRow, 'id' | 'lecture_id'>;
  enrollment_id: number;
  user_id: number;
  at: Date;
};

/** A submission of the pages of one student, its answers read already. */
export async function submitPages(tx: Tx, given: Given, pages: readonly ReadPage[]): Promise<number> {
  const { exam, enrollment_id, user_id, at } = given;
  const place = { exam_id: exam.id, lecture_id: exam.lecture_id, enrollment_id };
  const row = await insertSubmission(tx, { ...place, user_id, source: 'omr_scan', created_at: at });
  await replaceAnswers(tx, row, await answersOf(tx, exam.id, pages));
  const version = [...new Set(pages.map((page) => page.version))].join(' ');
  await announce(tx, await step(tx, row, 'answers_ready', { meta: JSON.stringify({ version }) }));
  return row.id;
}

/** Adds a page that came later to the submission of its student; what a person said there stays. */
export async function addPage(tx: Tx, submission_id: number, page: ReadPage): Promise<void> {
  const row = await lockSubmission(tx, submission_id);
  if (row?.exam_id == null) return;
  const fresh = new Map(
    (await answersOf(tx, row.exam_id, [page]))
      .filter(({ exam_question_id }) => page.answers.some((one) => one.exam_question_id === exam_question_id))
      .map((one) => [one.exam_question_id, one]),
  );
  const kept = (await listAnswers(tx, submission_id)).map((one) =>
    one.corrected_at === null ? (fresh.get(one.exam_question_id) ?? one) : one,
  );
  await replaceAnswers(tx, row, kept);
  await announce(tx, row);
}

/** Of a question that stands on two pages the later one counts, as it always did. */
async function answersOf(tx: Tx, exam_id: number, pages: readonly ReadPage[]): Promise<ReadAnswer[]> {
  const questions = (await questionsOf(tx, exam_id)).filter(({ kind }) => kind !== 'short');
  const readers = new Map(
    pages.flatMap(({ version, answers }) => answers.map((one) => [one.exam_question_id, version] as const)),
  );
  const read = pages.flatMap(({ answers }) => answers);
  const versionOf = (id: number) => readers.get(id) ?? pages[0]?.version ?? '';
  return questions.flatMap(
    (question) => fromReading({ writtenForm, faultOf }, versionOf(question.id), read, [question]).answers,
  );
}
