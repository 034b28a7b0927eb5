import * as api from '@seodang/contract/class-sessions.ts';
import type { App } from '#core/http.ts';
import * as classSessions from './class-sessions.ts';

export function classSessionRoutes(app: App): void {
  app.route({
    ...api.listClassSessions,
    handler: ({ scope, params, query, url }) => classSessions.listClassSessions(scope, params.id, query, url),
  });
  app.route({
    ...api.addClassSession,
    handler: async ({ scope, params, body }, reply) =>
      reply.code(201).send(await classSessions.addClassSession(scope, params.id, body)),
  });
  app.route({
    ...api.orderClassSessions,
    handler: ({ scope, params, body }) =>
      classSessions.orderClassSessions(scope, params.id, body.session_ids),
  });
  app.route({
    ...api.getClassSession,
    handler: ({ scope, params }) => classSessions.getClassSession(scope, params.id),
  });
  app.route({
    ...api.changeClassSession,
    handler: ({ scope, params, body }) => classSessions.changeClassSession(scope, params.id, body),
  });
  app.route({
    ...api.deleteClassSession,
    handler: async ({ scope, params }, reply) => {
      await classSessions.deleteClassSession(scope, params.id);
      return reply.code(204).send();
    },
  });
  app.route({
    ...api.restoreClassSession,
    handler: ({ scope, params }) => classSessions.restoreClassSession(scope, params.id),
  });
}
