import * as api from '@seodang/contract/jobs.ts';
import type { App } from '#core/http.ts';
import * as board from './board.ts';

export function boardRoutes(app: App): void {
  app.route({ ...api.listJobs, handler: ({ scope, query, url }) => board.listJobs(scope, query, url) });
  app.route({ ...api.getJob, handler: ({ scope, params }) => board.getJob(scope, params.id) });
  app.route({ ...api.cancelJob, handler: ({ scope, params }) => board.cancelJob(scope, params.id) });
  app.route({ ...api.listJobQueues, handler: ({ scope }) => board.listQueues(scope) });
  app.route({ ...api.listRunners, handler: ({ scope }) => board.listRunners(scope) });
}
