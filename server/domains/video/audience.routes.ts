import * as api from '@seodang/contract/video-watching.ts';
import type { App } from '#core/http.ts';
import { videoHeat } from './heat.ts';
import { listLiveViewers, videoGrid, videoStudent } from './video-grid.ts';

/** What staff see of who watches what. */
export function audienceRoutes(app: App): void {
  app.route({ ...api.videoHeat, handler: ({ scope, params, query }) => videoHeat(scope, params.id, query) });
  app.route({ ...api.listLiveViewers, handler: ({ scope, query }) => listLiveViewers(scope, query) });
  app.route({ ...api.videoGrid, handler: ({ scope, params }) => videoGrid(scope, params.id) });
  app.route({ ...api.videoStudent, handler: ({ scope, params }) => videoStudent(scope, params) });
}
