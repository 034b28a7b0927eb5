import * as api from '@seodang/contract/security.ts';
import type { App } from '#core/http.ts';
import type { Platform } from '#core/platform.ts';
import * as keys from './api-keys.ts';
import * as totp from './totp.ts';

/** Authenticator app and API keys, for staff. What is shown once is kept by no cache. */
export function securityRoutes(app: App, platform: Platform): void {
  app.route({
    ...api.enrolTotp,
    handler: ({ scope, body }, reply) => {
      reply.header('cache-control', 'no-store');
      return totp.enrolTotp(platform, scope, body);
    },
  });
  app.route({
    ...api.confirmTotp,
    handler: ({ scope, body }, reply) => {
      reply.header('cache-control', 'no-store');
      return totp.confirmTotp(platform, scope, body.code);
    },
  });
  app.route({
    ...api.disableTotp,
    async handler({ scope, body }, reply) {
      await totp.disableTotp(platform, scope, body);
      return reply.code(204).send();
    },
  });
  app.route({ ...api.listApiKeys, handler: ({ scope, url, query }) => keys.listApiKeys(scope, url, query) });
  app.route({
    ...api.createApiKey,
    async handler({ scope, body }, reply) {
      reply.code(201).header('cache-control', 'no-store');
      return keys.createApiKey(scope, body);
    },
  });
  app.route({
    ...api.revokeApiKey,
    async handler({ scope, params }, reply) {
      await keys.revokeApiKey(scope, params.id);
      return reply.code(204).send();
    },
  });
}
