import * as api from '@seodang/contract/playback.ts';
import * as events from '@seodang/contract/playback-events.ts';
import type { App } from '#core/http.ts';
import { endPlayback, refreshPlayback, type Stage } from './playback.ts';
import { reportEvents } from './playback-events.ts';
import { startPlayback } from './starts.ts';
import { acknowledge } from './violations.ts';
import { heartbeat } from './watching.ts';

export function playbackRoutes(app: App, stage: Stage): void {
  app.route({
    ...api.startPlayback,
    handler: async ({ scope, body }, reply) => reply.code(201).send(await startPlayback(scope, stage, body)),
  });
  app.route({
    ...api.refreshPlayback,
    handler: ({ scope, body }) => refreshPlayback(scope, stage, body.token),
  });
  app.route({
    ...events.postPlaybackEvents,
    handler: async ({ scope, body }, reply) => reply.code(201).send(await reportEvents(scope, stage, body)),
  });
  app.route({
    ...events.acknowledgePlayback,
    handler: ({ scope, body }) => acknowledge(scope, stage, body),
  });
  app.route({ ...api.heartbeatPlayback, handler: ({ scope, body }) => heartbeat(scope, stage, body) });
  app.route({
    ...api.endPlayback,
    handler: async ({ scope, body }) => {
      await endPlayback(scope, stage, body.token);
      return { ok: true as const };
    },
  });
}
