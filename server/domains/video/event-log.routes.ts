import * as api from '@seodang/contract/playback-events.ts';
import type { App } from '#core/http.ts';
import { exportEvents } from './event-export.ts';
import { getEvent, listEvents, rankRisk } from './event-log.ts';

export function eventLogRoutes(app: App): void {
  app.route({ ...api.listPlaybackEvents, handler: ({ scope, query, url }) => listEvents(scope, query, url) });
  app.route({ ...api.rankRisk, handler: ({ scope, query }) => rankRisk(scope, query) });
  app.route({
    ...api.exportPlaybackEvents,
    handler: async ({ scope, query }, reply) => {
      const { file_name, content_type, content } = await exportEvents(scope, query);
      return reply
        .header('content-disposition', `attachment; filename="${file_name}"`)
        .header('cache-control', 'no-store')
        .type(content_type)
        .send(content);
    },
  });
  app.route({ ...api.getPlaybackEvent, handler: ({ scope, params }) => getEvent(scope, params.id) });
}
