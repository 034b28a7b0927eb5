import type { App } from '#core/http.ts';
import { studentRoutes } from './students.routes.ts';

/** For app.ts only. */
export function schoolRoutes(app: App): void {
  studentRoutes(app);
}
