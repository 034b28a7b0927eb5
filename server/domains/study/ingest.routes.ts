import * as api from '@seodang/contract/study-ingest.ts';
import type { FastifyRequest } from 'fastify';
import type { App } from '#core/http.ts';
import type { Platform } from '#core/platform.ts';
import { refuse } from '#core/problem.ts';
import * as devices from './devices.ts';
import { ingestFrom, sync, type Viewer, viewerOf } from './senders.ts';

export function ingestRoutes(app: App, platform: Platform): void {
  const viewers = new WeakMap<FastifyRequest, Viewer>();
  app.route({
    ...api.ingestAttempts,
    // Before the body is looked at: who may not send learns nothing of what may be sent.
    onRequest: async (request) => {
      viewers.set(request, await viewerOf(platform, request));
    },
    handler: (request) => ingestFrom(viewers.get(request) ?? refuse('unauthenticated'), request.body),
  });
  app.route({ ...api.syncAttempts, handler: ({ scope, body }) => sync(scope, body) });
  app.route({ ...api.listStudyDevices, handler: ({ scope }) => devices.listDevices(scope) });
  app.route({
    ...api.createStudyDevice,
    handler: async ({ scope, body }, reply) => reply.code(201).send(await devices.createDevice(scope, body)),
  });
  app.route({
    ...api.revokeStudyDevice,
    handler: async ({ scope, params }, reply) => {
      await devices.revokeDevice(scope, params.id);
      return reply.code(204).send();
    },
  });
}
