import * as api from '@seodang/contract/homework-standings.ts';
import type { App } from '#core/http.ts';
import type { Storage } from '#core/storage/storage.ts';
import * as standings from './standings.ts';

export function standingRoutes(app: App, storage: Storage): void {
  app.route({
    ...api.listHomeworkStandings,
    handler: ({ scope, query, url }) => standings.listStandings(scope, storage, query, url),
  });
  app.route({
    ...api.countHomeworkStandings,
    handler: ({ scope, query }) => standings.countStandings(scope, query.lecture),
  });
}
