import { type Listener, listen } from '#core/events.ts';
import { defineTask, type Task } from '#core/tasks.ts';
import { examChanged, homeworkChanged } from '#domains/exams/index.ts';
import { resultsChanged } from '#domains/results/index.ts';
import {
  attendanceChanged,
  enrollmentChanged,
  lectureChanged,
  sessionChanged,
} from '#domains/school/index.ts';
import { homeworkHandedIn } from '#domains/submissions/index.ts';
import { videoChanged, videoWatched } from '#domains/video/index.ts';
import { rankingTasks } from './ranking.ts';
import { judgeSession, turnDay } from './recompute.tasks.ts';
import {
  recomputeClassSession,
  recomputeLecture,
  recomputeProgress,
  recomputeResults,
  recomputeToday,
} from './recompute.ts';

export { clinicRoutes } from './clinic.routes.ts';
export { progressRoutes } from './progress.routes.ts';

/** Nobody imports progress; it hears of every fact that matters. */
export const progressListeners: readonly Listener[] = [
  listen(videoWatched, 'progress.on_video_watched', (scope, { enrollment_id }) =>
    recomputeProgress(scope, [enrollment_id]),
  ),
  listen(videoChanged, 'progress.on_video_changed', (scope, { session_id }) =>
    recomputeClassSession(scope, session_id),
  ),
  listen(attendanceChanged, 'progress.on_attendance_changed', (scope, { changes }) =>
    recomputeProgress(scope, [...new Set(changes.map(({ enrollment_id }) => enrollment_id))]),
  ),
  listen(enrollmentChanged, 'progress.on_enrollment_changed', (scope, { enrollment_ids }) =>
    recomputeProgress(scope, enrollment_ids),
  ),
  listen(sessionChanged, 'progress.on_session_changed', (scope, { lecture_id }) =>
    recomputeLecture(scope, lecture_id),
  ),
  listen(resultsChanged, 'progress.on_results_changed', recomputeResults),
  listen(homeworkHandedIn, 'progress.on_homework_handed_in', (scope, { enrollment_id }) =>
    recomputeProgress(scope, [enrollment_id]),
  ),
  listen(examChanged, 'progress.on_exam_changed', (scope, { session_id }) =>
    recomputeClassSession(scope, session_id),
  ),
  listen(homeworkChanged, 'progress.on_homework_changed', (scope, { session_id }) =>
    recomputeClassSession(scope, session_id),
  ),
  listen(lectureChanged, 'progress.on_lecture_changed', (scope, { lecture_id }) =>
    recomputeLecture(scope, lecture_id),
  ),
];

export function progressTasks(): Task[] {
  return [
    defineTask({ ...turnDay, run: (scope) => recomputeToday(scope) }) as Task,
    defineTask({
      ...judgeSession,
      run: (scope, { session_id }) => recomputeClassSession(scope, session_id),
    }) as Task,
    ...rankingTasks,
  ];
}
