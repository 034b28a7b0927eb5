import type { ExamExtension, ExtendExam } from '@seodang/contract/exams.ts';
import type { ExtendHomework, HomeworkExtension } from '@seodang/contract/homework.ts';
import type { Tx } from '#core/db.ts';
import { found, refuse } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { mustSeeEnrollment } from '#domains/school/index.ts';
import { mustTeachExam, tell } from './exams.ts';
import * as queries from './extensions.queries.ts';
import { mustTeachHomework, tellHomework } from './homework.ts';

export function listExamExtensions(scope: Scope, exam_id: number): Promise<{ results: ExamExtension[] }> {
  return scope.tx(async (tx, scope) => {
    await mustTeachExam(tx, scope, exam_id);
    return { results: await queries.listExamExtensions(tx, exam_id) };
  });
}

/** Gives one student of the exam's lecture longer, or more attempts; replaces what was given before. */
export function extendExam(
  scope: Scope,
  place: { exam_id: number; enrollment_id: number },
  input: ExtendExam,
): Promise<ExamExtension> {
  return scope.tx(async (tx, scope) => {
    const exam = await mustTeachExam(tx, scope, place.exam_id);
    await mustBeIn(tx, scope, exam.lecture_id, place.enrollment_id);
    const before = await queries.findExamExtension(tx, place.exam_id, place.enrollment_id);
    await queries.keepExamExtension(tx, place, { ...input, given_by: userOf(scope).user_id });
    await tell(tx, scope, 'extend', exam, { before, after: { ...place, ...input } });
    return found(await queries.findExamExtension(tx, place.exam_id, place.enrollment_id));
  });
}

export function removeExamExtension(
  scope: Scope,
  place: { exam_id: number; enrollment_id: number },
): Promise<void> {
  return scope.tx(async (tx, scope) => {
    const exam = await mustTeachExam(tx, scope, place.exam_id);
    const before = await queries.findExamExtension(tx, place.exam_id, place.enrollment_id);
    if (!(await queries.deleteExamExtension(tx, place))) refuse('not_found');
    await tell(tx, scope, 'remove_extension', exam, { before });
  });
}

export function listHomeworkExtensions(
  scope: Scope,
  homework_id: number,
): Promise<{ results: HomeworkExtension[] }> {
  return scope.tx(async (tx, scope) => {
    await mustTeachHomework(tx, scope, homework_id);
    return { results: await queries.listHomeworkExtensions(tx, homework_id) };
  });
}

/** Gives one student of the homework's lecture longer; replaces what was given before. */
export function extendHomework(
  scope: Scope,
  place: { homework_id: number; enrollment_id: number },
  input: ExtendHomework,
): Promise<HomeworkExtension> {
  return scope.tx(async (tx, scope) => {
    const homework = await mustTeachHomework(tx, scope, place.homework_id);
    await mustBeIn(tx, scope, homework.lecture_id, place.enrollment_id);
    const before = await queries.findHomeworkExtension(tx, place.homework_id, place.enrollment_id);
    await queries.keepHomeworkExtension(tx, place, { ...input, given_by: userOf(scope).user_id });
    await tellHomework(tx, scope, 'extend', homework, { before, after: { ...place, ...input } });
    return found(await queries.findHomeworkExtension(tx, place.homework_id, place.enrollment_id));
  });
}

export function removeHomeworkExtension(
  scope: Scope,
  place: { homework_id: number; enrollment_id: number },
): Promise<void> {
  return scope.tx(async (tx, scope) => {
    const homework = await mustTeachHomework(tx, scope, place.homework_id);
    const before = await queries.findHomeworkExtension(tx, place.homework_id, place.enrollment_id);
    if (!(await queries.deleteHomeworkExtension(tx, place))) refuse('not_found');
    await tellHomework(tx, scope, 'remove_extension', homework, { before });
  });
}

async function mustBeIn(tx: Tx, scope: Scope, lecture_id: number, enrollment_id: number): Promise<void> {
  const enrollment = await mustSeeEnrollment(tx, scope, enrollment_id);
  if (enrollment.lecture_id !== lecture_id) refuse('not_found');
}
