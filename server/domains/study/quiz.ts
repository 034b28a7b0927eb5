import { randomInt } from 'node:crypto';
import type { Page } from '@seodang/contract/list.ts';
import type { Quiz, QuizHead, QuizQuery, StartQuiz } from '@seodang/contract/study-quiz.ts';
import { findAcademy } from '#core/academy.queries.ts';
import type { Tx } from '#core/db.ts';
import { toPage } from '#core/list.ts';
import { publish } from '#core/live.ts';
import { found, refuse } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { listAsked } from './asked.queries.ts';
import { asItStands, showQuiz } from './asked.ts';
import { listHistories, lockStudent } from './attempts.queries.ts';
import { chooseFor } from './choose.ts';
import { countsOf, type Finalized, summarise } from './finalize.ts';
import * as queries from './quiz.queries.ts';
import { findTopicOnly } from './topics.queries.ts';
import { mustBeStudent } from './topics.ts';

type QuizRow = queries.QuizRow;

export function listQuizzes(scope: Scope, query: QuizQuery, url: string): Promise<Page<QuizHead>> {
  return scope.tx(async (tx, scope) => {
    const student_id = await mustBeStudent(tx, scope);
    const count = await queries.countQuizzes(tx, student_id, query);
    const quizzes = await queries.listQuizzes(tx, student_id, query);
    return toPage(url, query, count, quizzes.map(asItStands));
  });
}

export function getQuiz(scope: Scope, id: number): Promise<Quiz> {
  return scope.tx(async (tx, scope) => {
    const student_id = await mustBeStudent(tx, scope);
    return show(tx, found(await queries.findQuiz(tx, student_id, id)));
  });
}

/**
 * Starts a quiz session of a topic, or goes on with the one that is open, unless it is to be abandoned; `is_new` says
 * which. Two devices that start at once get the same one. Refuses with `nothing_to_ask`.
 */
export function startQuiz(scope: Scope, input: StartQuiz): Promise<{ quiz: Quiz; is_new: boolean }> {
  return scope.tx(async (tx, scope) => {
    const student_id = await mustBeStudent(tx, scope);
    await lockStudent(tx, student_id);
    const topic = found(await findTopicOnly(tx, scope, input.study_topic_id));
    const open = await queries.findOpenQuiz(tx, student_id, topic.id);
    if (open && !input.abandon) return { quiz: await show(tx, open), is_new: false };
    if (open) await end(tx, scope, open, 'abandoned', (await findAcademy(tx)).timezone);
    const id = await issue(tx, scope, student_id, topic, input);
    return { quiz: await show(tx, found(await queries.findQuiz(tx, student_id, id))), is_new: true };
  });
}

async function issue(
  tx: Tx,
  scope: Scope,
  student_id: number,
  topic: { id: number; bank_version: number },
  input: StartQuiz,
): Promise<number> {
  const { timezone } = await findAcademy(tx);
  const seed = input.seed ?? randomInt(2 ** 32);
  const choice = await chooseFor(tx, student_id, topic, { ...input, seed, now: scope.now, timezone });
  const { question_ids, subject_distribution, reshuffled_ids, real_variant_count, missing } = choice;
  const { quiz_mode, target_per_subject, subject_filter, wrong_only, device, app_version } = input;
  const revisionOf = new Map((await listAsked(tx, question_ids)).map(({ id, revision }) => [id, revision]));
  const { id } = await queries.insertQuiz(tx, {
    ...{ student_id, user_id: userOf(scope).user_id, study_topic_id: topic.id, seed },
    ...{ quiz_mode, target_per_subject, subject_filter, wrong_only, device, app_version },
    ...{ question_ids, subject_distribution, reshuffled_ids, real_variant_count, missing },
    revisions: question_ids.map((id) => revisionOf.get(id) ?? 1),
  });
  return id;
}

/** Ends a quiz session as done; what has ended already is shown as it is. */
export function finishQuiz(scope: Scope, id: number): Promise<Quiz> {
  return ended(scope, id, 'done');
}

/** Gives a quiz session up; what was answered counts all the same. */
export function abandonQuiz(scope: Scope, id: number): Promise<Quiz> {
  return ended(scope, id, 'abandoned');
}

function ended(scope: Scope, id: number, status: 'done' | 'abandoned'): Promise<Quiz> {
  return scope.tx(async (tx, scope) => {
    const { student_id, quiz } = await mustOwn(tx, scope, id);
    if (quiz.status !== 'in_progress') return show(tx, quiz);
    const { timezone } = await findAcademy(tx);
    const ended = await end(tx, scope, quiz, status, timezone);
    return showQuiz(tx, found(await queries.findQuiz(tx, student_id, id)), timezone, ended);
  });
}

/** The quiz session under the student's lock, if it is the caller's own; 404 otherwise. */
export async function mustOwn(tx: Tx, scope: Scope, id: number) {
  const student_id = await mustBeStudent(tx, scope);
  await lockStudent(tx, student_id);
  return { student_id, quiz: found(await queries.findQuiz(tx, student_id, id)) };
}

async function end(
  tx: Tx,
  scope: Scope,
  quiz: QuizRow,
  status: 'done' | 'abandoned',
  timezone: string,
): Promise<Finalized> {
  const answers = await queries.listAnswers(tx, quiz.student_id, quiz.uuid, quiz.id);
  const answered = answers.filter((one) => one.undone_at === null).map((one) => one.study_question_id);
  const histories = await listHistories(tx, quiz.student_id, answered);
  const summary = await summarise(tx, { ...quiz, timezone }, histories);
  const isEnded = await queries.endQuiz(tx, quiz.id, {
    ...countsOf(summary),
    ...{ status, summary: JSON.stringify(summary), finished_at: scope.now, finalized_at: scope.now },
  });
  if (!isEnded) refuse('quiz_ended');
  await publish(tx, 'study', { user_id: quiz.user_id ?? undefined });
  return summary;
}

export async function show(tx: Tx, quiz: QuizRow): Promise<Quiz> {
  return showQuiz(tx, quiz, (await findAcademy(tx)).timezone);
}
