import type { App } from '#core/http.ts';
import { classSessionRoutes } from './class-sessions.routes.ts';
import { enrollmentRoutes } from './enrollments.routes.ts';
import { lectureRoutes } from './lectures.routes.ts';
import { studentRoutes } from './students.routes.ts';

/** For app.ts only. */
export function schoolRoutes(app: App): void {
  lectureRoutes(app);
  classSessionRoutes(app);
  enrollmentRoutes(app);
  studentRoutes(app);
}
