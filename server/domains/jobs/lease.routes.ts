import * as api from '@seodang/contract/jobs.ts';
import type { FastifyRequest } from 'fastify';
import type { App } from '#core/http.ts';
import { refuseFields } from '#core/problem.ts';
import type { Address } from './kind.ts';
import * as leases from './lease.ts';
import { noteRunner } from './runners.ts';

/** Who asks, by X-Worker-Id; seeds' workers without one share a name. */
export function runnerIdOf({ headers }: FastifyRequest): string {
  const id = String(headers['x-worker-id'] ?? '').trim() || 'worker-unknown';
  if (id.length > 64) refuseFields({ pointer: '/headers/x-worker-id', message: 'at most 64 characters' });
  return id;
}

/** The address by which a runner reached us is the one by which it reaches our files. */
export function addressFor({ protocol, host }: FastifyRequest): Address {
  return (url) => new URL(url, `${protocol}://${host}`).href;
}

/** The protocol of the runners (spec/02, The job lease). */
export function leaseRoutes(app: App, desk: leases.Desk): void {
  app.route({
    ...api.claimJob,
    async handler(request, reply) {
      const runner = runnerIdOf(request);
      await noteRunner(desk, runner, request.body.kinds);
      const job = await leases.claimJob(desk, runner, request.body.kinds, addressFor(request));
      reply.header('cache-control', 'no-store');
      return job ? { job } : reply.code(204).send();
    },
  });
  app.route({
    ...api.heartbeatJob,
    async handler(request) {
      await noteRunner(desk, runnerIdOf(request), []);
      const { lease_token, ...report } = request.body;
      return leases.heartbeatJob(desk, request.params.id, lease_token, report);
    },
  });
  app.route({
    ...api.outputUrls,
    async handler(request) {
      const { params, body } = request;
      const names = body.files.map(({ name }) => name);
      const address = addressFor(request);
      return { outputs: await leases.outputTargets(desk, params.id, body.lease_token, names, address) };
    },
  });
  app.route({
    ...api.publishJob,
    handler: ({ params, body }) => leases.publishJob(desk, params.id, body.lease_token, body.result),
  });
  app.route({
    ...api.completeJob,
    handler: ({ params, body }) => leases.completeJob(desk, params.id, body.lease_token, body.result),
  });
  app.route({
    ...api.failJob,
    handler: ({ params, body: { lease_token, ...failure } }) =>
      leases.failJob(desk, params.id, lease_token, failure),
  });
  app.route({
    ...api.releaseJob,
    handler: ({ params, body }) => leases.releaseJob(desk, params.id, body.lease_token),
  });
}
