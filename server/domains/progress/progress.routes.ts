import * as api from '@seodang/contract/progress.ts';
import * as risk from '@seodang/contract/progress-risk.ts';
import type { App } from '#core/http.ts';
import { myProgress, progressMatrix } from './matrix.ts';
import { listLectureProgress, listRiskLogs } from './risk.ts';
import { listSessionProgress } from './session-progress.ts';

export function progressRoutes(app: App): void {
  app.route({
    ...api.listSessionProgress,
    handler: ({ scope, query, url }) => listSessionProgress(scope, query, url),
  });
  app.route({
    ...risk.listLectureProgress,
    handler: ({ scope, query, url }) => listLectureProgress(scope, query, url),
  });
  app.route({ ...risk.listRiskLogs, handler: ({ scope, query, url }) => listRiskLogs(scope, query, url) });
  app.route({ ...api.progressMatrix, handler: ({ scope, query }) => progressMatrix(scope, query.lecture) });
  app.route({ ...api.myProgress, handler: ({ scope, query }) => myProgress(scope, query.lecture) });
}
