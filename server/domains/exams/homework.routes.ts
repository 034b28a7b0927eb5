import * as api from '@seodang/contract/homework.ts';
import type { App } from '#core/http.ts';
import * as extensions from './extensions.ts';
import * as homework from './homework.ts';

export function homeworkRoutes(app: App): void {
  app.route({
    ...api.listHomework,
    handler: ({ scope, query, url }) => homework.listHomework(scope, query, url),
  });
  app.route({
    ...api.createHomework,
    handler: async ({ scope, body }, reply) =>
      reply.code(201).send(await homework.createHomework(scope, body)),
  });
  app.route({ ...api.getHomework, handler: ({ scope, params }) => homework.getHomework(scope, params.id) });
  app.route({
    ...api.changeHomework,
    handler: ({ scope, params, body }) => homework.changeHomework(scope, params.id, body),
  });
  app.route({
    ...api.deleteHomework,
    handler: async ({ scope, params }, reply) => {
      await homework.putAwayHomework(scope, params.id, true);
      return reply.code(204).send();
    },
  });
  app.route({
    ...api.restoreHomework,
    handler: async ({ scope, params }) => {
      await homework.putAwayHomework(scope, params.id, false);
      return homework.getHomework(scope, params.id);
    },
  });
  app.route({
    ...api.listHomeworkExtensions,
    handler: ({ scope, params }) => extensions.listHomeworkExtensions(scope, params.id),
  });
  app.route({
    ...api.extendHomework,
    handler: ({ scope, params: { id, enrollment_id }, body }) =>
      extensions.extendHomework(scope, { homework_id: id, enrollment_id }, body),
  });
  app.route({
    ...api.removeHomeworkExtension,
    handler: async ({ scope, params: { id, enrollment_id } }, reply) => {
      await extensions.removeHomeworkExtension(scope, { homework_id: id, enrollment_id });
      return reply.code(204).send();
    },
  });
}
