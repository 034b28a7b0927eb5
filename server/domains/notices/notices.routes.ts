import * as api from '@seodang/contract/notices.ts';
import type { App } from '#core/http.ts';
import type { Platform } from '#core/platform.ts';
import { carriersOf } from './carriers.ts';
import { previewClinicNotice } from './clinic.ts';
import { linkMaker } from './links.ts';
import * as notices from './notices.ts';
import * as settings from './settings.ts';
import * as wishes from './wishes.ts';

export function noticeRoutes(app: App, platform: Platform): void {
  const { config } = platform;
  const links = linkMaker(platform);
  const mayTell = config.DEMO || config.NODE_ENV !== 'production';
  app.route({
    ...api.previewNotice,
    handler: ({ scope, query }) => notices.previewNotice(scope, links, query),
  });
  app.route({
    ...api.previewClinicNotice,
    handler: ({ scope, query }) => previewClinicNotice(scope, query.link),
  });
  app.route({
    ...api.outbox,
    handler: ({ scope, query, url }) => notices.outbox(scope, links, mayTell, query, url),
  });
  app.route({ ...api.noticeUsage, handler: ({ scope }) => settings.noticeUsage(scope) });
  app.route({ ...api.sendNoticeAgain, handler: ({ scope, params }) => notices.sendAgain(scope, params.id) });
  app.route({
    ...api.revokeNoticeLink,
    handler: ({ scope, params }) => notices.revokeNoticeLink(scope, params.id),
  });
  settingsRoutes(app, platform);
}

function settingsRoutes(app: App, platform: Platform): void {
  const carriers = carriersOf(platform);
  app.route({
    ...api.readNoticeSettings,
    handler: ({ scope }) => settings.readNoticeSettings(scope, carriers),
  });
  app.route({
    ...api.changeNoticeSettings,
    handler: ({ scope, body }) => settings.changeNoticeSettings(scope, carriers, body),
  });
  app.route({ ...api.readNoticeWishes, handler: ({ scope }) => wishes.readWishes(scope, platform) });
  app.route({
    ...api.changeNoticeWishes,
    handler: ({ scope, body }) => wishes.changeWishes(scope, platform, body),
  });
  app.route({
    ...api.subscribeToPush,
    handler: async ({ scope, body }, reply) =>
      reply.code(201).send(await wishes.subscribeToPush(scope, body)),
  });
  app.route({
    ...api.unsubscribeFromPush,
    handler: async ({ scope }, reply) => {
      await wishes.unsubscribeFromPush(scope);
      return reply.code(204).send();
    },
  });
}
