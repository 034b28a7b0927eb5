import type { ExamQuestion, QuestionInput } from '@seodang/contract/exam-questions.ts';
import type { Tx } from '#core/db.ts';
import { found, refuse, refuseFields } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { lockExam } from './exams.queries.ts';
import { mustTeachExam, tell } from './exams.ts';
import * as queries from './questions.queries.ts';
import { type CompleteQuestion, completed, faultsIn } from './questions.rules.ts';
import { findSheet } from './sheets.queries.ts';
import { layOut } from './sheets.ts';

export function listQuestions(scope: Scope, exam_id: number): Promise<{ questions: ExamQuestion[] }> {
  return scope.tx(async (tx, scope) => {
    await mustTeachExam(tx, scope, exam_id);
    return { questions: await queries.listQuestions(tx, exam_id) };
  });
}

/**
 * The whole set of questions of an exam, and the sheet that follows from them. Refuses numbers that are there twice, keys
 * that are no answers (by field), and `in_use` where a question that somebody answered would go.
 */
export function setQuestions(
  scope: Scope,
  exam_id: number,
  input: readonly QuestionInput[],
): Promise<{ questions: ExamQuestion[] }> {
  const questions = mustBeQuestions(input);
  return scope.tx(async (tx, scope) => {
    const exam = await mustTeachExam(tx, scope, exam_id);
    await lockExam(tx, exam_id);
    const before = await queries.listQuestions(tx, exam_id);
    await store(tx, exam_id, before, questions);
    await layOut(tx, scope, exam_id);
    const after = await queries.listQuestions(tx, exam_id);
    await tell(tx, scope, 'set_questions', exam, { before: briefOf(before), after: briefOf(after) });
    return { questions: after };
  });
}

/** Changes some questions of an exam, named by their ids, and leaves the others as they are. In the caller's transaction. */
export async function rekey(
  tx: Tx,
  scope: Scope,
  exam_id: number,
  questions: readonly CompleteQuestion[],
): Promise<void> {
  const exam = await mustTeachExam(tx, scope, exam_id);
  await lockExam(tx, exam_id);
  const before = await queries.listQuestions(tx, exam_id);
  const changed = new Map(questions.map((question) => [question.id, question]));
  if (questions.some(({ id }) => !before.some((one) => one.id === id))) refuse('not_found');
  const all = before.map((question) => changed.get(question.id) ?? question);
  const faults = faultsIn(all);
  if (faults.length > 0) refuseFields(...faults);
  await store(tx, exam_id, before, all);
  await layOut(tx, scope, exam_id);
  const after = await queries.listQuestions(tx, exam_id);
  await tell(tx, scope, 'rekey', exam, { before: briefOf(before), after: briefOf(after) });
}

/** Questions in their stored form, or a refusal that names each fault. */
export function mustBeQuestions(input: readonly QuestionInput[]): CompleteQuestion[] {
  const questions = input.map(completed);
  const faults = faultsIn(questions);
  return faults.length > 0 ? refuseFields(...faults) : questions;
}

async function store(
  tx: Tx,
  exam_id: number,
  before: readonly queries.QuestionRow[],
  questions: readonly CompleteQuestion[],
): Promise<void> {
  const known = new Set(before.map(({ id }) => id));
  const kept = questions.flatMap(({ id }) => (id === undefined ? [] : [id]));
  if (new Set(kept).size !== kept.length || kept.some((id) => !known.has(id))) refuse('not_found');
  const gone = before.filter(({ id }) => !kept.includes(id)).map(({ id }) => id);
  await queries.deleteQuestions(tx, exam_id, gone);
  for (const question of questions)
    if (question.id !== undefined) await queries.updateQuestion(tx, exam_id, question.id, question);
  const { id: sheet_id } = found(await findSheet(tx, exam_id));
  const fresh = questions.filter(({ id }) => id === undefined);
  await queries.insertQuestions(tx, { exam_id, sheet_id }, fresh);
}

function briefOf(questions: readonly queries.QuestionRow[]) {
  return questions.map(({ id, number, kind, keys, key_state, points, partial }) => ({
    ...{ id, number, kind, keys, key_state, points, partial },
  }));
}
