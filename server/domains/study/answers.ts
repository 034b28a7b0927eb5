import type { AnswerQuiz, Quiz, QuizAnswer } from '@seodang/contract/study-quiz.ts';
import { findAcademy } from '#core/academy.queries.ts';
import type { Tx } from '#core/db.ts';
import { found, refuse, refuseFields } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { type AskedRow, listAsked } from './asked.queries.ts';
import { toAnswer } from './asked.ts';
import { listHistories } from './attempts.queries.ts';
import { judge } from './attempts.rules.ts';
import { refold } from './memory.ts';
import * as queries from './quiz.queries.ts';
import { mustOwn, show } from './quiz.ts';
import { writeArriving } from './take-in.queries.ts';

type Counted = 'correct_count' | 'wrong_count' | 'unsure_count';

/**
 * Answers the question at the cursor; it is remembered at once. The same answer again gets the same reply, also after the
 * end; another one is refused with `answered_already`.
 */
export function answerQuiz(scope: Scope, id: number, answer: AnswerQuiz): Promise<QuizAnswer> {
  return scope.tx(async (tx, scope) => {
    const { quiz } = await mustOwn(tx, scope, id);
    const asked = (await listAsked(tx, quiz.question_ids)).find(({ pub_id }) => pub_id === answer.pub_id);
    const question = asked ?? refuse('not_at_cursor');
    const place = quiz.question_ids.indexOf(question.id);
    const answers = await queries.listAnswers(tx, quiz.student_id, quiz.uuid, id);
    const earlier = answers.find((one) => one.study_question_id === question.id && one.undone_at === null);
    if (earlier)
      return isSame(earlier, answer) ? toAnswer(question, earlier, place + 1) : refuse('answered_already');
    if (quiz.status !== 'in_progress') refuse('quiz_ended');
    if (place !== quiz.cursor) refuse('not_at_cursor', { cursor: quiz.cursor });
    return write(tx, scope, quiz, question, answer, answers);
  });
}

function isSame(earlier: queries.AnswerRow, { selected, unsure }: AnswerQuiz): boolean {
  const formOf = (ids: readonly string[]) => JSON.stringify([...ids].sort());
  return earlier.unsure === unsure && formOf(earlier.selected) === formOf(selected);
}

async function write(
  tx: Tx,
  scope: Scope,
  quiz: queries.QuizRow,
  question: AskedRow,
  answer: AnswerQuiz,
  answers: readonly queries.AnswerRow[],
): Promise<QuizAnswer> {
  const judged =
    judge(question, answer.selected, answer.unsure) ??
    refuseFields({ pointer: '/selected', message: 'nothing is selected' });
  const seq = (answers.at(-1)?.seq ?? -1) + 1;
  const now = { answered_at: scope.now, at: scope.now, received_at: scope.now };
  const { outcome, is_correct } = judged;
  const { selected, unsure, elapsed_ms } = answer;
  const attempt = {
    ...{ study_quiz_session_id: quiz.id, study_topic_id: quiz.study_topic_id, uuid: quiz.uuid, seq },
    ...{
      study_question_id: question.id,
      revision: question.revision,
      selected,
      unsure,
      elapsed_ms,
      ...now,
      is_suspect: false,
    },
    ...{ outcome, is_correct },
  };
  await writeArriving(tx, quiz.student_id, { quizzes: [], attempts: [attempt], memories: [] });
  await remember(tx, quiz.student_id, question);
  const count: Counted = `${outcome}_count`;
  await queries.updateQuiz(tx, quiz.id, { cursor: quiz.cursor + 1, [count]: quiz[count] + 1 });
  const written = await queries.listAnswers(tx, quiz.student_id, quiz.uuid, quiz.id);
  return toAnswer(question, found(written.find((one) => one.seq === seq)), quiz.cursor + 1);
}

/** Takes the last answer back, as if it had never been given; refuses with `nothing_to_undo`. */
export function undoAnswer(scope: Scope, id: number): Promise<Quiz> {
  return scope.tx(async (tx, scope) => {
    const { student_id, quiz } = await mustOwn(tx, scope, id);
    if (quiz.status !== 'in_progress') refuse('quiz_ended');
    const answers = await queries.listAnswers(tx, student_id, quiz.uuid, id);
    const last = answers.findLast(({ undone_at }) => undone_at === null) ?? refuse('nothing_to_undo');
    await queries.markUndone(tx, last.id, scope.now);
    const [question] = await listAsked(tx, [last.study_question_id]);
    await remember(tx, student_id, found(question));
    const count: Counted = `${last.outcome}_count`;
    await queries.updateQuiz(tx, id, { cursor: quiz.cursor - 1, [count]: quiz[count] - 1 });
    return show(tx, found(await queries.findQuiz(tx, student_id, id)));
  });
}

async function remember(tx: Tx, student_id: number, question: AskedRow): Promise<void> {
  const { timezone } = await findAcademy(tx);
  const histories = await listHistories(tx, student_id, [question.id]);
  await refold(tx, student_id, histories, new Map([[question.id, question]]), timezone);
}
