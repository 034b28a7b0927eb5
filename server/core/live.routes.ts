import { PassThrough } from 'node:stream';
import * as api from '@seodang/contract/system.ts';
import type { App } from '#core/http.ts';
import type { LiveFeed, News } from '#core/live.ts';
import type { Scope } from '#core/scope.ts';

/** Whether this reader may know of a piece of news; asked again when what the reader sees changed. */
export type Audience = (scope: Scope) => Promise<(news: News) => boolean>;

const KEEP_ALIVE_MS = 20_000;

/** Server-sent events over the database's notifications; each reader hears only what concerns them. */
export function liveRoutes(app: App, feed: LiveFeed, audience: Audience): void {
  const open = new Set<PassThrough>();
  // Without this, closing the server would wait for every reader to leave.
  app.addHook('preClose', async () => {
    for (const stream of open) stream.end();
  });
  app.route({
    ...api.live,
    async handler({ scope, query: { missed_ms } }, reply) {
      const came = performance.now();
      const concerns = await audience(scope);
      const stream = new PassThrough();
      open.add(stream);
      const hearer = (news: News) => {
        if (news.tenant_id === scope.tenant_id && concerns(news)) stream.write(`data: ${toLine(news)}\n\n`);
      };
      const keepAlive = setInterval(() => stream.write(': still here\n\n'), KEEP_ALIVE_MS);
      // Whoever reads connects again, and asks for everything.
      const end = () => {
        clearInterval(keepAlive);
        feed.unhear(hearer);
        open.delete(stream);
        stream.end();
      };
      reply.raw.on('close', end);
      stream.write('retry: 2000\n\n');
      feed.hear(hearer, missed_ms + performance.now() - came, end);
      return (
        reply
          .header('content-type', 'text/event-stream')
          .header('cache-control', 'no-store')
          // Kept alive after its end, it would hold up a server that drains.
          .header('connection', 'close')
          .header('x-accel-buffering', 'no')
          .send(stream as never)
      );
    },
  });
}

function toLine({ tenant_id: _, enrollment_ids: __, ...news }: News): string {
  return JSON.stringify(news);
}
