import { scoreOf } from '@seodang/contract/homework.ts';
import type { Judgement } from '@seodang/contract/homework-review.ts';
import type { SubmissionDetail } from '@seodang/contract/submissions.ts';
import { audit } from '#core/audit.ts';
import { emit } from '#core/events.ts';
import { publish } from '#core/live.ts';
import { found, refuse, refuseFields } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import { faultOf, mustSeeHomework, questionsOf, writtenForm } from '#domains/exams/index.ts';
import * as answers from './answers.queries.ts';
import { readAnswers } from './answers.rules.ts';
import { homeworkHandedIn } from './events.ts';
import { findLast } from './homework-versions.queries.ts';
import { lockHomeworkOf } from './homework-versions.ts';
import { dispatch } from './omr-grading.ts';
import { step } from './step.ts';
import { findSubmission, listSiblings, updateSubmission } from './submissions.queries.ts';
import { detailOf, mustTeachSubmission } from './submissions.ts';
import { announce } from './submit.ts';
import { lockAttempts } from './targets.ts';

/** Takes up a failed submission again: a scan is read anew, answers that are there are graded anew. */
export function retry(scope: Scope, id: number) {
  return scope.tx(async (tx, scope) => {
    const row = await mustTeachSubmission(tx, scope, id);
    if (row.status !== 'failed') refuse('only_failed_can_be_retried');
    const again = await step(tx, row, 'submitted', { error_message: '' });
    const { status } =
      row.source === 'omr_scan'
        ? await dispatch(tx, again, scope.now)
        : await announce(tx, await step(tx, again, 'answers_ready'));
    await audit(tx, scope, { action: 'submission.retry', subject_type: 'submission', subject_id: id });
    return { submission_id: id, status };
  });
}

type Value = string | number | null | (string | number)[];

/** What a student answered, by a person who looked; what was read stays beside it, and the result follows. */
export function correctAnswer(
  scope: Scope,
  storage: Storage,
  place: { id: number; exam_question_id: number },
  value: Value,
): Promise<SubmissionDetail> {
  return scope.tx(async (tx, scope) => {
    const row = await mustTeachSubmission(tx, scope, place.id);
    const { exam_id } = row;
    if (exam_id === null) refuse('not_found');
    const questions = await questionsOf(tx, exam_id);
    const { exam_question_id } = place;
    if (!questions.some(({ id }) => id === exam_question_id)) refuse('not_found');
    if (!['answers_ready', 'grading', 'done'].includes(row.status))
      refuse('conflict', { submission_status: row.status });
    const given = readAnswers({ writtenForm, faultOf }, [{ exam_question_id, answer: value }], questions);
    if (given.faults[0]) refuseFields({ pointer: '/answer', message: given.faults[0].message });
    const answer = given.answers[0]?.answer ?? '';
    const by = { corrected_by: userOf(scope).user_id, corrected_at: scope.now };
    const { before } = await answers.correctAnswer(tx, row.id, exam_question_id, { exam_id, answer, ...by });
    const subject = { subject_type: 'submission', subject_id: row.id };
    await audit(tx, scope, {
      action: 'submission.correct_answer',
      ...subject,
      before: { exam_question_id, answer: before },
      after: { exam_question_id, answer },
    });
    await announce(tx, row);
    await publish(tx, 'submissions', { lecture_id: row.lecture_id });
    return detailOf(tx, scope, storage, row.id);
  });
}

/** Of several submissions of one student for one exam this one counts; the others stay in the history. */
export function letCount(scope: Scope, storage: Storage, id: number): Promise<SubmissionDetail> {
  return scope.tx(async (tx, scope) => {
    const { exam_id, enrollment_id } = found(await findSubmission(tx, scope, id));
    if (exam_id !== null) await lockAttempts(tx, exam_id, enrollment_id);
    const row = await mustTeachSubmission(tx, scope, id);
    if (row.exam_id === null) refuse('conflict');
    const others = (await listSiblings(tx, row)).filter(({ superseded_at }) => superseded_at === null);
    for (const other of others) await updateSubmission(tx, other.id, { superseded_at: scope.now });
    await updateSubmission(tx, id, { superseded_at: null });
    const before = others.map((one) => one.id);
    const subject = { subject_type: 'submission', subject_id: id };
    await audit(tx, scope, { action: 'submission.let_count', ...subject, before });
    await announce(tx, row);
    await publish(tx, 'submissions', { lecture_id: row.lecture_id });
    return detailOf(tx, scope, storage, id);
  });
}

/**
 * Approves homework or sends it back; may be judged again. Without a score of its own it is what the rubric leaves.
 * What the student has replaced since is not judged any more: `handed_in_again`, with the id of what came.
 */
export function reviewHomework(
  scope: Scope,
  storage: Storage,
  id: number,
  { annotations, marks, remarks, ...judged }: Judgement,
): Promise<SubmissionDetail> {
  return scope.tx(async (tx, scope) => {
    const seen = found(await findSubmission(tx, scope, id));
    if (seen.homework_id !== null) await lockHomeworkOf(tx, seen.homework_id, seen.enrollment_id);
    const row = await mustTeachSubmission(tx, scope, id);
    const { homework_id, enrollment_id } = row;
    if (homework_id === null || (row.status !== 'answers_ready' && row.status !== 'done'))
      refuse('conflict', { submission_status: row.status });
    if (row.superseded_at !== null)
      refuse('handed_in_again', { id: (await findLast(tx, homework_id, enrollment_id))?.id });
    const before = await answers.findReview(tx, id);
    const { max_score } = await mustSeeHomework(tx, scope, homework_id);
    await answers.keepReview(tx, id, {
      ...judged,
      score: judged.score ?? scoreOf(max_score, marks),
      marks: JSON.stringify(marks),
      annotations: JSON.stringify(annotations),
      remarks: JSON.stringify(remarks),
      reviewed_by: userOf(scope).user_id,
      reviewed_at: scope.now,
    });
    if (row.status === 'answers_ready') await step(tx, await step(tx, row, 'grading'), 'done');
    const subject = { subject_type: 'submission', subject_id: id };
    await audit(tx, scope, { action: 'submission.review', ...subject, before, after: { ...judged, marks } });
    await emit(tx, homeworkHandedIn, { submission_id: id, homework_id, enrollment_id });
    await publish(tx, 'submissions', { lecture_id: row.lecture_id, enrollment_id });
    return detailOf(tx, scope, storage, id);
  });
}
