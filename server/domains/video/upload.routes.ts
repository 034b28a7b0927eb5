import * as api from '@seodang/contract/video-upload.ts';
import type { App } from '#core/http.ts';
import type { Storage } from '#core/storage/storage.ts';
import { toVideo } from './to-video.ts';
import * as upload from './upload.ts';

export function uploadRoutes(app: App, storage: Storage): void {
  app.route({
    ...api.initUpload,
    async handler({ scope, body }, reply) {
      reply.code(201);
      const started = await upload.startUpload(scope, storage, body);
      return { ...started, video: toVideo(started.video, null) };
    },
  });
  app.route({
    ...api.createVideo,
    async handler({ scope, body }, reply) {
      reply.code(201);
      return toVideo((await upload.startUpload(scope, storage, body)).video, null);
    },
  });
  app.route({
    ...api.getUpload,
    handler: ({ scope, params }) => upload.readUpload(scope, storage, params.id),
  });
  app.route({
    ...api.uploadPartUrls,
    async handler({ scope, params, body }) {
      return { parts: await upload.partUrls(scope, storage, params.id, body.part_numbers) };
    },
  });
  void app.register(async (any: App) => {
    // Clients of the original send a form or JSON along; nothing in it is asked for.
    any.removeAllContentTypeParsers();
    any.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null, undefined));
    any.route({
      ...api.completeUpload,
      async handler({ scope, params }) {
        return toVideo(await upload.finishUpload(scope, storage, params.id), null);
      },
    });
  });
  app.route({
    ...api.cancelUpload,
    async handler({ scope, params }, reply) {
      await upload.cancelUpload(scope, params.id);
      return reply.code(204).send();
    },
  });
}
