import type { NewSubmission } from '@seodang/contract/submissions.ts';
import { lock, type Tx } from '#core/db.ts';
import { refuse, refuseFields } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import {
  type ExamRow,
  findExamExtension,
  findHomeworkExtension,
  mustSeeExam,
  mustSeeHomework,
  windowState,
} from '#domains/exams/index.ts';
import { isStaff, mustSeeEnrollment } from '#domains/school/index.ts';
import { findLast } from './homework-versions.queries.ts';
import { countOnline } from './submissions.queries.ts';
import { maySend, targetOf } from './submissions.rules.ts';
import { maySit } from './targets.queries.ts';

export type Target = {
  lecture_id: number;
  enrollment_id: number;
  exam_id: number | null;
  homework_id: number | null;
  is_late: boolean;
};
type Wanted = Pick<NewSubmission, 'enrollment_id' | 'target_type' | 'target_id' | 'source'>;

/**
 * What is handed in for, if the caller may: staff for students of their lectures, students for themselves, by the sources
 * of their role, into a class session that is theirs, within the window.
 */
export async function mustAccept(tx: Tx, scope: Scope, wanted: Wanted): Promise<Target> {
  if (!maySend(userOf(scope).role, wanted.source)) refuse('forbidden');
  if (targetOf(wanted.source) !== wanted.target_type)
    refuseFields({ pointer: '/source', message: `is not handed in for ${wanted.target_type}` });
  const enrollment = await mustSeeEnrollment(tx, scope, wanted.enrollment_id);
  return wanted.target_type === 'exam'
    ? forExam(tx, scope, wanted, enrollment.lecture_id)
    : forHomework(tx, scope, wanted, enrollment.lecture_id);
}

async function forExam(tx: Tx, scope: Scope, wanted: Wanted, lecture_id: number): Promise<Target> {
  const exam = await mustSeeExam(tx, scope, wanted.target_id);
  if (exam.lecture_id !== lecture_id) refuse('not_found');
  if (!isStaff(scope)) {
    await mustBeOpen(tx, scope, exam, wanted.enrollment_id);
    if (exam.time_limit_minutes !== null) refuse('exam_not_open', { reason: 'start_first' });
  }
  const { enrollment_id } = wanted;
  return { lecture_id, enrollment_id, exam_id: exam.id, homework_id: null, is_late: false };
}

/** Attempts of one student at one exam are counted one after the other, however they come in. */
export function lockAttempts(tx: Tx, exam_id: number, enrollment_id: number): Promise<void> {
  return lock(tx, 'sitting', `${exam_id}:${enrollment_id}`);
}

/** Refuses `exam_not_open` with a reason outside the window, and `attempts_used`. */
export async function mustBeOpen(
  tx: Tx,
  scope: Scope,
  exam: ExamRow,
  enrollment_id: number,
  used?: number,
): Promise<{ extra_minutes: number; closes_at: Date | null; attempt: number }> {
  if (!(await maySit(tx, exam.session_id, enrollment_id))) refuse('no_session_access');
  const extension = await findExamExtension(tx, exam.id, enrollment_id);
  const state = exam.is_online ? windowState(exam, extension, scope.now) : 'not_online';
  if (state !== 'open') refuse('exam_not_open', { reason: state, opens_at: exam.opens_at });
  const attempts = used ?? (await countOnline(tx, exam.id, enrollment_id));
  if (attempts >= exam.attempts_allowed + (extension?.extra_attempts ?? 0)) refuse('attempts_used');
  return {
    extra_minutes: extension?.extra_minutes ?? 0,
    closes_at: extension?.closes_at ?? exam.closes_at,
    attempt: attempts + 1,
  };
}

async function forHomework(tx: Tx, scope: Scope, wanted: Wanted, lecture_id: number): Promise<Target> {
  const homework = await mustSeeHomework(tx, scope, wanted.target_id);
  const { enrollment_id, source } = wanted;
  if (homework.lecture_id !== lecture_id) refuse('not_found');
  if (!homework.accepts.includes(source)) refuse('source_not_accepted', { accepted: homework.accepts });
  const extension = await findHomeworkExtension(tx, homework.id, enrollment_id);
  const due_at = extension?.due_at ?? homework.due_at;
  const last = await findLast(tx, homework.id, enrollment_id);
  const isSentBack = last?.verdict === 'returned';
  const is_late = isSentBack ? last.is_late : due_at !== null && scope.now > due_at;
  if (!isStaff(scope)) {
    if (!(await maySit(tx, homework.session_id, enrollment_id))) refuse('no_session_access');
    if (is_late && !isSentBack && !homework.accepts_late) refuse('too_late', { due_at });
  }
  return { lecture_id, enrollment_id, exam_id: null, homework_id: homework.id, is_late };
}
