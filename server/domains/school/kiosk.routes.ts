import * as api from '@seodang/contract/kiosk.ts';
import type { App } from '#core/http.ts';
import * as kiosk from './kiosk.ts';

export function kioskRoutes(app: App): void {
  app.route({
    ...api.listKiosks,
    handler: ({ scope, query, url }) => kiosk.listKiosks(scope, query, url),
  });
  app.route({
    ...api.createKiosk,
    handler: async ({ scope, body }, reply) =>
      reply.code(201).send(await kiosk.createKiosk(scope, body.name)),
  });
  app.route({
    ...api.revokeKiosk,
    handler: async ({ scope, params }, reply) => {
      await kiosk.revokeKiosk(scope, params.id);
      return reply.code(204).send();
    },
  });
  app.route({ ...api.kioskWelcome, handler: ({ scope }) => kiosk.kioskWelcome(scope) });
  app.route({ ...api.checkIn, handler: ({ scope, body }) => kiosk.checkIn(scope, body.code) });
}
