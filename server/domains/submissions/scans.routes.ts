import * as api from '@seodang/contract/scans.ts';
import type { App } from '#core/http.ts';
import type { Storage } from '#core/storage/storage.ts';
import * as review from './scan-review.ts';
import * as sorting from './scan-sorting.ts';
import * as scans from './scans.ts';

export function scanRoutes(app: App, storage: Storage): void {
  app.route({
    ...api.startScan,
    handler: async ({ scope, params, body }, reply) =>
      reply.code(201).send(await scans.startScan(scope, storage, params.id, body.file_keys)),
  });
  app.route({ ...api.listScans, handler: ({ scope, params }) => scans.listScans(scope, params.id) });
  app.route({ ...api.scanRoster, handler: ({ scope, params }) => scans.scanRoster(scope, params.id) });
  app.route({ ...api.getScan, handler: ({ scope, params }) => scans.getScan(scope, storage, params.id) });
  app.route({
    ...api.getScanPage,
    handler: ({ scope, params }) => review.getScanPage(scope, storage, params.id),
  });
  app.route({
    ...api.listScanAlarms,
    handler: ({ scope, params }) => review.listScanAlarms(scope, params.id),
  });
  app.route({
    ...api.listDoubts,
    handler: ({ scope, params }) => review.listDoubts(scope, storage, params.id),
  });
  app.route({
    ...api.assignPage,
    handler: ({ scope, params, body }) => sorting.assignPage(scope, storage, params.id, body),
  });
  app.route({
    ...api.dismissPage,
    handler: ({ scope, params }) => sorting.dismissPage(scope, storage, params.id),
  });
  app.route({
    ...api.takeBackPage,
    handler: ({ scope, params }) => sorting.takeBackPage(scope, storage, params.id),
  });
}
