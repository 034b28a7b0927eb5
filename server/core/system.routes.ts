import * as files from '@seodang/contract/storage-audit.ts';
import * as api from '@seodang/contract/system.ts';
import type { App } from '#core/http.ts';
import { checkReadiness, type Part } from '#core/readiness.ts';
import * as storage from '#core/storage/storage-audit.ts';

/** For the people who run the academy. */
export function systemRoutes(app: App, parts: readonly Part[]): void {
  app.route({ ...api.readiness, handler: () => checkReadiness(parts) });
  app.route({ ...files.readStorage, handler: ({ scope }) => storage.readStorage(scope) });
  app.route({
    ...files.listStorageFaults,
    handler: ({ scope, query, url }) => storage.listStorageFaults(scope, query, url),
  });
  app.route({
    ...files.auditStorage,
    handler: async ({ scope }, reply) => reply.code(202).send(await storage.startStorageAudit(scope)),
  });
  app.route({
    ...files.removeOrphans,
    handler: async ({ scope, body }, reply) => reply.code(202).send(await storage.removeOrphans(scope, body)),
  });
}
