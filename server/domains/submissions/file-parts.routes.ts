import * as api from '@seodang/contract/homework-film.ts';
import type { App } from '#core/http.ts';
import type { Storage } from '#core/storage/storage.ts';
import * as parts from './file-parts.ts';

export function filePartRoutes(app: App, storage: Storage): void {
  app.route({
    ...api.startFileUpload,
    handler: async ({ scope, body }, reply) =>
      reply.code(201).send(await parts.startFileUpload(scope, storage, body)),
  });
  app.route({
    ...api.getFileUpload,
    handler: ({ scope, params }) => parts.readFileUpload(scope, storage, params.id),
  });
  app.route({
    ...api.fileUploadUrls,
    handler: ({ scope, params, body }) => parts.fileUploadUrls(scope, storage, params.id, body.part_numbers),
  });
  app.route({
    ...api.completeFileUpload,
    handler: ({ scope, params }) => parts.completeFileUpload(scope, storage, params.id),
  });
}
