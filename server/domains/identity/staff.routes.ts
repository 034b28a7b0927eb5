import * as api from '@seodang/contract/staff.ts';
import type { App } from '#core/http.ts';
import * as staff from './staff.ts';

export function staffRoutes(app: App): void {
  app.route({ ...api.listStaff, handler: ({ scope, url, query }) => staff.listStaff(scope, url, query) });
  app.route({ ...api.readStaff, handler: ({ scope, params }) => staff.readStaff(scope, params.id) });
  app.route({
    ...api.createStaff,
    async handler({ scope, body }, reply) {
      const created = await staff.createStaff(scope, body);
      reply.code(201).header('cache-control', 'no-store');
      return created;
    },
  });
  app.route({
    ...api.updateStaff,
    handler: ({ scope, params, body }) => staff.updateStaff(scope, params.id, body),
  });
  app.route({
    ...api.resetStaffPassword,
    handler: ({ scope, params }, reply) => {
      reply.header('cache-control', 'no-store');
      return staff.resetStaffPassword(scope, params.id);
    },
  });
}
