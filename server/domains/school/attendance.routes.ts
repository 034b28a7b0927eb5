import * as api from '@seodang/contract/attendance.ts';
import type { App } from '#core/http.ts';
import * as attendance from './attendance.ts';
import { undoMarks } from './attendance-undo.ts';
import { today } from './today.ts';

export function attendanceRoutes(app: App): void {
  app.route({
    ...api.listAttendance,
    handler: ({ scope, params, query, url }) => attendance.listAttendance(scope, params.id, query, url),
  });
  app.route({
    ...api.attendanceGrid,
    handler: ({ scope, params, query, url }) => attendance.attendanceGrid(scope, params.id, query, url),
  });
  app.route({
    ...api.markAttendance,
    handler: ({ scope, params, body }) => attendance.markAttendance(scope, params.id, body),
  });
  app.route({
    ...api.markMany,
    handler: async ({ scope, params, body }, reply) =>
      reply.code(201).send(await attendance.markMany(scope, params.id, body)),
  });
  app.route({ ...api.undoMarks, handler: ({ scope, params }) => undoMarks(scope, params.id) });
  app.route({ ...api.today, handler: ({ scope, query, url }) => today(scope, query, url) });
}
