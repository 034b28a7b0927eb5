import * as api from '@seodang/contract/video-captions.ts';
import * as chapters from '@seodang/contract/video-chapters.ts';
import type { App } from '#core/http.ts';
import { refuse } from '#core/problem.ts';
import * as captions from './captions.ts';
import { getChapters, setChapters } from './chapters.ts';

/** Files of captions are read as bytes, in a scope of their own. */
export async function captionRoutes(app: App, desk: captions.CaptionDesk): Promise<void> {
  await app.register(async (files: App) => {
    const limits = { parseAs: 'buffer' as const, bodyLimit: api.CAPTION_MAX_BYTES };
    files.addContentTypeParser(
      [...api.captionContentTypes],
      limits,
      async (_: unknown, body: Buffer) => body,
    );
    files.route({
      ...api.addVideoCaption,
      bodyLimit: api.CAPTION_MAX_BYTES,
      handler: async ({ scope, params, query, body }, reply) =>
        reply.code(201).send(await captions.addCaption(scope, desk, params.id, query, bytesOf(body))),
    });
    files.route({
      ...api.replaceVideoCaption,
      bodyLimit: api.CAPTION_MAX_BYTES,
      handler: ({ scope, params, query, body }) =>
        captions.replaceCaption(scope, desk, params.id, query.filename, bytesOf(body)),
    });
  });
  app.route({
    ...api.listVideoCaptions,
    handler: ({ scope, params }) => captions.listCaptions(scope, desk, params.id),
  });
  app.route({
    ...api.editVideoCaption,
    handler: ({ scope, params, body }) => captions.editCaption(scope, desk, params.id, body),
  });
  app.route({
    ...api.removeVideoCaption,
    handler: async ({ scope, params }, reply) => {
      await captions.removeCaption(scope, params.id);
      return reply.code(204).send();
    },
  });
}

export function chapterRoutes(app: App): void {
  app.route({
    ...chapters.getVideoChapters,
    handler: ({ scope, params }) => getChapters(scope, params.id),
  });
  app.route({
    ...chapters.setVideoChapters,
    handler: ({ scope, params, body }) => setChapters(scope, params.id, body.chapters),
  });
}

function bytesOf(body: unknown): Buffer {
  if (!Buffer.isBuffer(body)) refuse('unsupported_media_type', { accepted: api.captionContentTypes });
  return body;
}
