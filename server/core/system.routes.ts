import * as api from '@seodang/contract/system.ts';
import type { App } from '#core/http.ts';
import { checkReadiness, type Part } from '#core/readiness.ts';

/** For the people who run the academy. */
export function systemRoutes(app: App, parts: readonly Part[]): void {
  app.route({ ...api.readiness, handler: () => checkReadiness(parts) });
}

/** For load balancers: alive at all, and ready for people. Names no part's address and no secret. */
export function healthRoutes(app: App, parts: readonly Part[]): void {
  app.get('/healthz', { schema: { hide: true } }, () => ({ ok: true }));
  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    const { ready, parts: checked } = await checkReadiness(parts);
    return reply
      .code(ready ? 200 : 503)
      .send({ ready, parts: checked.map(({ name, state }) => ({ name, state })) });
  });
}
