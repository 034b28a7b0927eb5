import * as api from '@seodang/contract/notices.ts';
import type { Config } from '#core/config.ts';
import type { App } from '#core/http.ts';
import { refuse } from '#core/problem.ts';
import * as notices from './notices.ts';

export function noticeRoutes(app: App, { config }: { config: Config }): void {
  const isOutboxOpen = config.DEMO || config.NODE_ENV !== 'production';
  app.route({ ...api.previewNotice, handler: ({ scope, query }) => notices.previewNotice(scope, query) });
  app.route({
    ...api.outbox,
    handler: ({ scope, query, url }) =>
      isOutboxOpen ? notices.outbox(scope, query, url) : refuse('not_found'),
  });
}
