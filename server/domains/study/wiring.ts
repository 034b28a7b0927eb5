import { type Listener, listen } from '#core/events.ts';
import type { App } from '#core/http.ts';
import type { Platform } from '#core/platform.ts';
import type { Scope } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import type { Task } from '#core/tasks.ts';
import { examChanged } from '#domains/exams/index.ts';
import { resultsChanged } from '#domains/results/index.ts';
import { enrollmentChanged } from '#domains/school/index.ts';
import { bankRoutes } from './bank.routes.ts';
import { bankTask, releaseFor } from './bank-changes.ts';
import { followFitTask } from './fit-change.ts';
import { fitRoutes } from './fits.routes.ts';
import { fitTask } from './fits.ts';
import { paperTask, studyMistakes } from './from-results.ts';
import { ingestRoutes } from './ingest.routes.ts';
import { overviewRoutes } from './overview.routes.ts';
import { quizRoutes } from './quiz.routes.ts';

export { fitUpkeep as studyUpkeep } from './fits.ts';
export { studyShelf } from './images.ts';

/** For app.ts only. */
export async function studyRoutes(app: App, platform: Platform): Promise<void> {
  await bankRoutes(app, platform.storage);
  quizRoutes(app);
  overviewRoutes(app, platform.storage);
  ingestRoutes(app, platform);
  fitRoutes(app);
}

export function studyListeners(storage: Storage): Listener[] {
  const study = (scope: Scope, exam: { exam_id: number; enrollment_ids?: number[] | undefined }) =>
    studyMistakes(scope, storage, exam);
  return [
    listen(enrollmentChanged, 'study.release_quarantine', (scope, { enrollment_ids }) =>
      releaseFor(scope, enrollment_ids),
    ),
    listen(resultsChanged, 'study.on_results_changed', study),
    listen(examChanged, 'study.on_exam_changed', (scope, { exam_id }) => study(scope, { exam_id })),
  ];
}

export function studyTasks(storage: Storage): Task[] {
  return [bankTask, paperTask(storage), fitTask, followFitTask] as Task[];
}
