import { findAcademy } from '#core/academy.queries.ts';
import type { Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import type { Scope } from '#core/scope.ts';
import { listAsked } from './asked.queries.ts';
import { listHistories, lockStudent } from './attempts.queries.ts';
import { findUserOf } from './bank-changes.queries.ts';
import { unfounded } from './from-results.rules.ts';
import { refold } from './memory.ts';
import * as queries from './paper.queries.ts';
import { uuidOf } from './paper.ts';
import { moveBank } from './topics.queries.ts';

/** Takes back, as if they had never been told, the mistakes of an exam that no sheet of the student says any more. */
export function takeBackUnfounded(
  scope: Scope,
  paper: { exam_id: number; student_id: number },
): Promise<void> {
  const { exam_id, student_id } = paper;
  return scope.tx(async (tx, scope) => {
    await lockStudent(tx, student_id);
    const told = await queries.listMistakesTold(tx, student_id, uuidOf(paper));
    const mistakes = told
      .filter(({ undone_at }) => undone_at === null)
      .map((one) => ({ ...one, exam_question_id: Number(one.source_id?.split(':')[1]) }));
    if (mistakes.length === 0) return;
    const wrong = unfounded(mistakes, await queries.listStandingAnswers(tx, exam_id, student_id));
    if (wrong.length === 0) return;
    const ids = wrong.map(({ id }) => id);
    await queries.markUndone(tx, ids, scope.now);
    const question_ids = wrong.map(({ study_question_id }) => study_question_id);
    await rememberAnew(tx, student_id, question_ids);
  });
}

async function rememberAnew(tx: Tx, student_id: number, question_ids: readonly number[]): Promise<void> {
  const questions = new Map((await listAsked(tx, question_ids)).map((one) => [one.id, one]));
  const { timezone } = await findAcademy(tx);
  await refold(tx, student_id, await listHistories(tx, student_id, question_ids), questions, timezone);
  for (const topic_id of new Set([...questions.values()].map((one) => one.study_topic_id)))
    await moveBank(tx, topic_id);
  const user_id = await findUserOf(tx, student_id);
  if (user_id !== null) await publish(tx, 'study', { user_id });
}
