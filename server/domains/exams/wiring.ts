import type { App } from '#core/http.ts';
import { examRoutes, questionRoutes } from './exams.routes.ts';
import { homeworkRoutes } from './homework.routes.ts';

/** For app.ts only. */
export async function examsRoutes(app: App): Promise<void> {
  examRoutes(app);
  await questionRoutes(app);
  homeworkRoutes(app);
}
