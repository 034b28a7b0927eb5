import * as api from '@seodang/contract/lectures.ts';
import type { App } from '#core/http.ts';
import * as lectures from './lectures.ts';

export function lectureRoutes(app: App): void {
  app.route({
    ...api.listLectures,
    handler: ({ scope, query, url }) => lectures.listLectures(scope, query, url),
  });
  app.route({
    ...api.createLecture,
    handler: async ({ scope, body }, reply) =>
      reply.code(201).send(await lectures.createLecture(scope, body)),
  });
  app.route({ ...api.previewSchedule, handler: ({ body }) => lectures.previewSchedule(body) });
  app.route({ ...api.getLecture, handler: ({ scope, params }) => lectures.getLecture(scope, params.id) });
  app.route({
    ...api.changeLecture,
    handler: ({ scope, params, body }) => lectures.changeLecture(scope, params.id, body),
  });
  app.route({
    ...api.deleteLecture,
    handler: async ({ scope, params }, reply) => {
      await lectures.putAway(scope, params.id, true);
      return reply.code(204).send();
    },
  });
  app.route({
    ...api.restoreLecture,
    handler: async ({ scope, params }) => {
      await lectures.putAway(scope, params.id, false);
      return lectures.getLecture(scope, params.id);
    },
  });
  app.route({
    ...api.assignStaff,
    handler: ({ scope, params, body }) => lectures.assignStaff(scope, params.id, body.user_ids),
  });
}
