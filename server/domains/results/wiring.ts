import { type Listener, listen } from '#core/events.ts';
import { examChanged } from '#domains/exams/index.ts';
import { sessionChanged } from '#domains/school/index.ts';
import { answersReady } from '#domains/submissions/index.ts';
import { gradeAgain, gradeSubmission, resolvePassScores } from './grading.ts';

export { resultRoutes } from './results.routes.ts';

/** Grading follows by itself, from answers and from questions. */
export const resultListeners: readonly Listener[] = [
  listen(answersReady, 'results.on_answers_ready', gradeSubmission),
  listen(examChanged, 'results.on_exam_changed', (scope, { exam_id }) => gradeAgain(scope, exam_id)),
  listen(sessionChanged, 'results.on_session_changed', (scope, { lecture_id }) =>
    resolvePassScores(scope, lecture_id, 'session_moved'),
  ),
];
