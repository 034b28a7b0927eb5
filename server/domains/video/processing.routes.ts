import * as api from '@seodang/contract/video-processing.ts';
import type { App } from '#core/http.ts';
import * as processing from './processing.ts';

export function processingRoutes(app: App): void {
  app.route({
    ...api.retryVideo,
    async handler({ scope, params }, reply) {
      reply.code(202);
      const { id, status } = await processing.retryVideo(scope, params.id);
      return { id, status, detail: 'queued' as const };
    },
  });
  app.route({
    ...api.reprocessVideo,
    async handler({ scope, params, body }, reply) {
      reply.code(202);
      const { id, status } = await processing.reprocessVideo(scope, params.id, body ?? {});
      return { id, status, detail: 'queued' as const };
    },
  });
}
