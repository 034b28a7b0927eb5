import Fastify, { type FastifyInstance } from 'fastify';
import { checkReadiness, type Part } from '#core/readiness.ts';

/** For load balancers: alive at all, and ready for work. Names no part's address and no secret. */
export function healthRoutes(app: Pick<FastifyInstance, 'get'>, parts: readonly Part[]): void {
  app.get('/healthz', { schema: { hide: true } }, () => ({ ok: true }));
  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    const { ready, parts: checked } = await checkReadiness(parts);
    return reply
      .code(ready ? 200 : 503)
      .send({ ready, parts: checked.map(({ name, state }) => ({ name, state })) });
  });
}

/** A listener for processes that serve nobody, so that whoever runs them can ask how they are. */
export function openHealth(parts: readonly Part[]): FastifyInstance {
  const app = Fastify({ logger: false, forceCloseConnections: true });
  healthRoutes(app, parts);
  return app;
}
