import type { VideoProgressQuery } from '@seodang/contract/video.ts';
import { orderOf, toPage } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import * as queries from './video-progress.queries.ts';

/** How far was watched. Nobody writes it: heartbeats do. */
export function listVideoProgress(scope: Scope, query: VideoProgressQuery, url: string) {
  return scope.tx(async (tx, scope) => {
    const order = orderOf(query, queries.progressOrders, [{ column: 'id', direction: 'asc' }]);
    const rows = await queries.listVideoProgress(tx, scope, query, order);
    const results = rows.map((row) => ({
      ...row,
      completed_at: row.completed ? row.completed_at : null,
      progress_percent: Math.round(row.progress * 1000) / 10,
    }));
    return toPage(url, query, await queries.countVideoProgress(tx, scope, query), results);
  });
}
