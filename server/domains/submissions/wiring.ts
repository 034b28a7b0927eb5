import { type Listener, listen } from '#core/events.ts';
import type { App } from '#core/http.ts';
import type { Storage } from '#core/storage/storage.ts';
import type { Task } from '#core/tasks.ts';
import type { Upkeep } from '#core/upkeep.ts';
import { examChanged } from '#domains/exams/index.ts';
import { answerImportRoutes } from './answer-import.routes.ts';
import { filePartRoutes } from './file-parts.routes.ts';
import { fileUpkeep } from './files.ts';
import { filmUpkeep, homeworkFilmKind } from './homework-film.ts';
import { matchKind } from './homework-match.ts';
import { homeworkPageRoutes } from './homework-pages.routes.ts';
import { homeworkTextRoutes } from './homework-text.routes.ts';
import { ocrKind } from './homework-text.ts';
import { lostAttemptUpkeep } from './lost-attempts.ts';
import { omrGradingKind } from './omr-grading.ts';
import { pageTasks } from './pages.ts';
import { omrBatchKind } from './scan-batches.ts';
import { scanRoutes } from './scans.routes.ts';
import { sittingRoutes } from './sittings.routes.ts';
import { moveEnds, sittingTasks } from './sittings.ts';
import { standingRoutes } from './standings.routes.ts';
import { submissionRoutes } from './submissions.routes.ts';

export { homeworkPageShelf } from './homework-pages.ts';
export { submissionShelf } from './shelf.ts';

/** For app.ts only. */
export async function submissionsRoutes(app: App, storage: Storage): Promise<void> {
  await submissionRoutes(app, storage);
  sittingRoutes(app);
  standingRoutes(app, storage);
  homeworkTextRoutes(app, storage);
  homeworkPageRoutes(app, storage);
  filePartRoutes(app, storage);
  await answerImportRoutes(app);
  scanRoutes(app, storage);
}

export function submissionJobKinds(storage: Storage) {
  return [
    omrGradingKind(storage),
    omrBatchKind(storage),
    ocrKind(storage),
    homeworkFilmKind(storage),
    matchKind(storage),
  ];
}

export function submissionUpkeep(storage: Storage): Upkeep[] {
  return [fileUpkeep(storage), ...filmUpkeep, lostAttemptUpkeep(storage, submissionJobKinds(storage))];
}

export function submissionTasks(storage: Storage): Task[] {
  return [...sittingTasks(), ...pageTasks(storage)];
}

export const submissionListeners: readonly Listener[] = [
  listen(examChanged, 'submissions.on_exam_changed', (scope, { exam_id }) => moveEnds(scope, exam_id)),
];
