import type { App } from '#core/http.ts';
import { attendanceRoutes } from './attendance.routes.ts';
import { classSessionRoutes } from './class-sessions.routes.ts';
import { enrollmentRoutes } from './enrollments.routes.ts';
import { importRoutes } from './import.routes.ts';
import { kioskRoutes } from './kiosk.routes.ts';
import { lectureRoutes } from './lectures.routes.ts';
import { settingsRoutes } from './settings.routes.ts';
import { studentRoutes } from './students.routes.ts';

export { withKiosks } from './kiosk-access.ts';
export { schoolUpkeep } from './upkeep.ts';

/** For app.ts only. */
export async function schoolRoutes(app: App): Promise<void> {
  lectureRoutes(app);
  classSessionRoutes(app);
  enrollmentRoutes(app);
  attendanceRoutes(app);
  kioskRoutes(app);
  settingsRoutes(app);
  studentRoutes(app);
  await importRoutes(app);
}
