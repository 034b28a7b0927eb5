import * as api from '@seodang/contract/auth.ts';
import type { App } from '#core/http.ts';
import type { Platform } from '#core/platform.ts';
import * as logins from './logins.ts';
import { readMe, updateMe } from './me.ts';
import { changePassword } from './own-password.ts';

/** What everybody does with their own account. */
export function ownAccountRoutes(app: App, platform: Platform): void {
  app.route({ ...api.readMe, handler: ({ scope }) => readMe(scope) });
  app.route({ ...api.updateMe, handler: ({ scope, body }) => updateMe(scope, body) });
  app.route({
    ...api.changePassword,
    async handler({ scope, body }, reply) {
      await changePassword(platform, scope, body);
      return reply.code(204).send();
    },
  });
  app.route({
    ...api.signOutEverywhere,
    async handler({ scope }, reply) {
      await logins.signOutEverywhere(scope);
      return reply.code(204).send();
    },
  });
  app.route({ ...api.listLogins, handler: ({ scope, url, query }) => logins.listLogins(scope, url, query) });
  app.route({
    ...api.endLogin,
    async handler({ scope, params }, reply) {
      await logins.endLogin(scope, params.id);
      return reply.code(204).send();
    },
  });
}
