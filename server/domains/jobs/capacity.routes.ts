import type { FastifyInstance } from 'fastify';
import type { Platform } from '#core/platform.ts';
import { refuse } from '#core/problem.ts';
import { equalText } from '#core/tokens.ts';
import { demandMetrics } from './capacity.ts';

/** For Prometheus and autoscalers, which say the token of the runners as their bearer. */
export function metricsRoute(app: Pick<FastifyInstance, 'get'>, platform: Platform): void {
  app.get('/metrics', { schema: { hide: true } }, async ({ headers }, reply) => {
    const [, given] = /^Bearer (.+)$/i.exec(headers.authorization ?? '') ?? [];
    if (given === undefined || !equalText(given, platform.secrets.worker)) refuse('unauthenticated');
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await demandMetrics(platform));
  });
}
