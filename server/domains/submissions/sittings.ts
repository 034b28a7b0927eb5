import type { Sitting } from '@seodang/contract/sittings.ts';
import { z } from 'zod';
import type { Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import { found, refuse } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { defineTask, enqueue, type Task } from '#core/tasks.ts';
import { type ExamRow, mustSeeExam, mustTeachExam, questionsOf, writtenForm } from '#domains/exams/index.ts';
import { mustSeeEnrollment } from '#domains/school/index.ts';
import * as queries from './sittings.queries.ts';
import { insertSubmission, lockSubmission } from './submissions.queries.ts';
import { takeAnswers } from './submit.ts';
import { lockAttempts, mustBeOpen } from './targets.ts';

/** What was answered in time may be on its way for so long. */
const GRACE_SECONDS = 5;

const endSitting = { name: 'submissions.end_sitting', payload: z.object({ sitting_id: z.int() }) };

/** Begins a sitting of the caller's own enrollment, or goes on with the one that is open; two presses are one start. */
export function startExam(scope: Scope, place: { exam_id: number; enrollment_id: number }): Promise<Sitting> {
  return scope.tx(async (tx, scope) => {
    const { exam_id, enrollment_id } = place;
    const exam = await mustSeeExam(tx, scope, exam_id);
    const enrollment = await mustSeeEnrollment(tx, scope, enrollment_id);
    if (enrollment.lecture_id !== exam.lecture_id) refuse('not_found');
    await lockAttempts(tx, exam_id, enrollment_id);
    const open = await queries.findOpen(tx, exam_id, enrollment_id);
    const isOver = open?.ends_at != null && open.ends_at <= scope.now;
    if (open && isOver) await finish(tx, scope, open);
    return stateOf(tx, scope, open && !isOver ? open : await begin(tx, scope, exam, enrollment_id));
  });
}

async function begin(
  tx: Tx,
  scope: Scope,
  exam: ExamRow,
  enrollment_id: number,
): Promise<queries.SittingRow> {
  const { extra_minutes, closes_at, attempt } = await mustBeOpen(tx, scope, exam, enrollment_id);
  const limit = exam.time_limit_minutes;
  const ends = [
    ...(limit === null ? [] : [scope.now.getTime() + (limit + extra_minutes) * 60_000]),
    ...(closes_at === null ? [] : [closes_at.getTime()]),
  ];
  const row = await queries.insertSitting(tx, {
    exam_id: exam.id,
    lecture_id: exam.lecture_id,
    enrollment_id,
    user_id: userOf(scope).user_id,
    number: attempt,
    started_at: scope.now,
    ends_at: ends.length > 0 ? new Date(Math.min(...ends)) : null,
  });
  await endLater(tx, row);
  await publish(tx, 'sittings', { lecture_id: exam.lecture_id, enrollment_id });
  return row;
}

async function endLater(tx: Tx, { id, ends_at }: Pick<queries.SittingRow, 'id' | 'ends_at'>): Promise<void> {
  if (ends_at === null) return;
  const runAt = new Date(ends_at.getTime() + GRACE_SECONDS * 1000);
  await enqueue(tx, endSitting, { sitting_id: id }, { key: `${id}`, runAt, attempts: 25 });
}

/** Where the student is; 404 for anybody else's. */
export function getSitting(scope: Scope, id: number): Promise<Sitting> {
  return scope.tx(async (tx, scope) => stateOf(tx, scope, await mustOwn(tx, scope, id)));
}

/** Keeps one answer of the caller's own sitting, in one statement; refuses `exam_not_open` when its time is over. */
export async function saveAnswer(
  scope: Scope,
  place: { sitting_id: number; exam_question_id: number },
  given: { answer: string; seq: number },
) {
  const { user_id } = userOf(scope);
  const saved = await scope.tx((tx) =>
    queries.saveAnswer(tx, { ...place, ...given, user_id }, scope.now, GRACE_SECONDS),
  );
  if (!saved || saved.outcome === 'not_found') refuse('not_found');
  if (saved.outcome === 'ended') refuse('exam_not_open', { reason: 'time_over' });
  return { saved: saved.outcome === 'saved', ends_at: saved.ends_at, server_now: scope.now };
}

/** Hands a sitting in; again, it is the same submission. */
export function submitSitting(scope: Scope, id: number) {
  return scope.tx(async (tx, scope) => {
    await mustOwn(tx, scope, id);
    const row = found(await queries.lockSitting(tx, id));
    const submission_id = row.submission_id ?? (await finish(tx, scope, row));
    const { status } = found(await lockSubmission(tx, submission_id));
    return { submission_id, status };
  });
}

export function listSittings(scope: Scope, exam_id: number) {
  return scope.tx(async (tx, scope) => {
    await mustTeachExam(tx, scope, exam_id);
    const rows = await queries.listOfExam(tx, exam_id);
    return { results: rows.map((row) => ({ ...row, answered: row.answered ?? 0 })) };
  });
}

/** A submission of everything that was answered; what is no answer by its form is kept as it was written. */
async function finish(tx: Tx, scope: Scope, { id }: queries.SittingRow): Promise<number> {
  const row = found(await queries.lockSitting(tx, id));
  const { exam_id, lecture_id, enrollment_id, user_id } = row;
  const kinds = new Map((await questionsOf(tx, exam_id)).map((question) => [question.id, question.kind]));
  const answers = (await queries.listSaved(tx, id)).map(({ exam_question_id, answer }) => ({
    exam_question_id,
    answer: writtenForm(kinds.get(exam_question_id) ?? 'short', answer) ?? '',
  }));
  const submission = await insertSubmission(tx, {
    ...{ exam_id, lecture_id, enrollment_id, user_id },
    source: 'online',
    created_at: scope.now,
  });
  await queries.endSitting(tx, id, { ended_at: scope.now, submission_id: submission.id });
  await takeAnswers(tx, submission, answers);
  await publish(tx, 'sittings', { lecture_id, enrollment_id });
  return submission.id;
}

/** The limit, the window, the state or an extension of an exam changed: those who answer it now have so much longer or less. */
export function moveEnds(scope: Scope, exam_id: number): Promise<void> {
  return scope.tx(async (tx, scope) => {
    for (const moved of await queries.moveEnds(tx, exam_id, scope.now)) {
      await endLater(tx, moved);
      const { lecture_id, enrollment_id } = moved;
      await publish(tx, 'sittings', { lecture_id, enrollment_id });
    }
  });
}

/** Hands in what nobody handed in when its time is over. */
export function sittingTasks(): Task[] {
  return [
    defineTask({
      ...endSitting,
      run: (scope, { sitting_id }) =>
        scope.tx(async (tx, scope) => {
          const row = await queries.lockSitting(tx, sitting_id);
          if (!row || row.ended_at !== null || row.ends_at === null) return;
          if (row.ends_at > scope.now) await endLater(tx, row);
          else await finish(tx, scope, row);
        }),
    }) as Task,
  ];
}

async function mustOwn(tx: Tx, scope: Scope, id: number): Promise<queries.SittingRow> {
  const row = found(await queries.findSitting(tx, id));
  return row.user_id === userOf(scope).user_id ? row : refuse('not_found');
}

async function stateOf(tx: Tx, scope: Scope, row: queries.SittingRow): Promise<Sitting> {
  const { lecture_id: _, user_id: __, tenant_id: ___, ended_at, ...rest } = row;
  const questions = await questionsOf(tx, row.exam_id);
  return {
    ...rest,
    ended: ended_at !== null,
    server_now: scope.now,
    questions: questions.map(({ id, number, kind, choices, digits, points }) => ({
      ...{ id, number, kind, choices, digits, points },
    })),
    answers: await queries.listSaved(tx, row.id),
  };
}
