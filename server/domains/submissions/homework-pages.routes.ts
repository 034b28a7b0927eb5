import * as api from '@seodang/contract/homework-pages.ts';
import type { App } from '#core/http.ts';
import type { Storage } from '#core/storage/storage.ts';
import * as pages from './homework-pages.ts';
import * as regions from './homework-regions.ts';

export function homeworkPageRoutes(app: App, storage: Storage): void {
  app.route({
    ...api.listHomeworkPages,
    handler: ({ scope, params }) => pages.listHomeworkPages(scope, storage, params.id),
  });
  app.route({
    ...api.addHomeworkPages,
    handler: async ({ scope, params, body }, reply) =>
      reply.code(201).send(await pages.addHomeworkPages(scope, storage, params.id, body)),
  });
  app.route({
    ...api.setHomeworkPages,
    handler: ({ scope, params, body }) => pages.setHomeworkPages(scope, storage, params.id, body),
  });
  app.route({
    ...api.setHomeworkRegions,
    handler: ({ scope, params, body }) => regions.setHomeworkRegions(scope, storage, params, body),
  });
  app.route({
    ...api.listRegionCrops,
    handler: ({ scope, params }) => regions.listRegionCrops(scope, storage, params),
  });
}
