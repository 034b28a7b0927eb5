import type { App } from '#core/http.ts';
import type { Storage } from '#core/storage/storage.ts';
import type { Task } from '#core/tasks.ts';
import type { Desk } from '#domains/jobs/index.ts';
import { processingRoutes } from './processing.routes.ts';
import { processingTasks } from './processing.tasks.ts';
import { transcodeKind } from './processing.ts';
import { workerRoutes } from './worker.routes.ts';

export function videoRoutes(app: App, desk: Desk): void {
  processingRoutes(app);
  workerRoutes(app, desk);
}

export function videoTasks(storage: Storage): Task[] {
  return processingTasks(storage);
}

export function videoJobKinds(storage: Storage) {
  return [transcodeKind(storage)];
}
