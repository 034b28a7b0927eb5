import * as api from '@seodang/contract/video-replacement.ts';
import type { App } from '#core/http.ts';
import type { Storage } from '#core/storage/storage.ts';
import * as replacement from './replacement.ts';

export function replacementRoutes(app: App, storage: Storage): void {
  app.route({
    ...api.beginReplacement,
    handler: async ({ scope, params, body }, reply) => {
      reply.code(201);
      return replacement.beginReplacement(scope, storage, params.id, body);
    },
  });
  app.route({
    ...api.getReplacement,
    handler: ({ scope, params }) => replacement.readReplacement(scope, params.id),
  });
  app.route({
    ...api.getReplacementUpload,
    handler: ({ scope, params }) => replacement.readReplacementUpload(scope, storage, params.id),
  });
  app.route({
    ...api.replacementPartUrls,
    handler: async ({ scope, params, body }) => ({
      parts: await replacement.replacementPartUrls(scope, storage, params.id, body.part_numbers),
    }),
  });
  app.route({
    ...api.completeReplacement,
    handler: ({ scope, params }) => replacement.completeReplacement(scope, storage, params.id),
  });
  app.route({
    ...api.cancelReplacement,
    handler: async ({ scope, params }, reply) => {
      await replacement.cancelReplacement(scope, params.id);
      return reply.code(204).send();
    },
  });
}
