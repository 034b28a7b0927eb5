import * as api from '@seodang/contract/video-worker.ts';
import type { App } from '#core/http.ts';
import { addressFor, type Desk, runnerIdOf } from '#domains/jobs/index.ts';
import * as worker from './worker.ts';

/** The seeds' worker endpoints, an adapter on the job lease. */
export function workerRoutes(app: App, desk: Desk): void {
  for (const route of [api.nextVideo, api.nextVideoDoubled]) {
    app.route({
      ...route,
      async handler(request, reply) {
        const job = await worker.nextVideo(desk, runnerIdOf(request), addressFor(request));
        reply.header('cache-control', 'no-store');
        return job ? { job } : reply.code(204).send();
      },
    });
  }
  for (const route of [api.heartbeatVideo, api.heartbeatVideoDoubled]) {
    app.route({
      ...route,
      handler: (request) =>
        worker.heartbeatVideo(desk, request.params.video_id, runnerIdOf(request), request.body ?? {}),
    });
  }
  for (const route of [api.completeVideo, api.completeVideoDoubled]) {
    app.route({
      ...route,
      handler: (request) =>
        worker.completeVideo(desk, request.params.video_id, runnerIdOf(request), request.body),
    });
  }
  for (const route of [api.failVideo, api.failVideoDoubled]) {
    app.route({
      ...route,
      handler: (request) =>
        worker.failVideo(desk, request.params.video_id, runnerIdOf(request), request.body?.reason),
    });
  }
  app.route({
    ...api.processingComplete,
    async handler(request) {
      const done = await worker.completeVideo(
        desk,
        request.params.video_id,
        runnerIdOf(request),
        request.body,
      );
      return done.reason === 'idempotent' ? { ok: done.ok, idempotent: done.ok } : { ok: done.ok };
    },
  });
}
