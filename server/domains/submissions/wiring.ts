import type { App } from '#core/http.ts';
import type { Storage } from '#core/storage/storage.ts';
import type { Upkeep } from '#core/upkeep.ts';
import { fileUpkeep } from './files.ts';
import { omrGradingKind } from './omr-grading.ts';
import { submissionRoutes } from './submissions.routes.ts';

/** For app.ts only. */
export async function submissionsRoutes(app: App, storage: Storage): Promise<void> {
  await submissionRoutes(app, storage);
}

export function submissionJobKinds(storage: Storage) {
  return [omrGradingKind(storage)];
}

export function submissionUpkeep(storage: Storage): Upkeep[] {
  return [fileUpkeep(storage)];
}
