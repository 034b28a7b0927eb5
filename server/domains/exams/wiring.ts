import type { App } from '#core/http.ts';
import type { Storage } from '#core/storage/storage.ts';
import { examRoutes, questionRoutes } from './exams.routes.ts';
import { homeworkRoutes } from './homework.routes.ts';
import { templateRoutes } from './templates.routes.ts';

export { templateShelf } from './templates.ts';

/** For app.ts only. */
export async function examsRoutes(app: App, storage: Storage): Promise<void> {
  examRoutes(app);
  await questionRoutes(app);
  homeworkRoutes(app);
  await templateRoutes(app, storage);
}
