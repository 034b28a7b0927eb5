import type { News } from '@seodang/contract/system.ts';
import type { Query, QueryClient } from '@tanstack/react-query';
import { folded } from './fold.ts';
import { concerns } from './live.rules.ts';

type Told = News | 'gap';

function isToldBy(news: Told, { queryKey, meta }: Query): boolean {
  return news === 'gap' || concerns(queryKey, news) || (meta?.alsoOn?.includes(news.topic) ?? false);
}

/** Asks for a query again: later, or when what it asks for already is there. Once, however often it is told. */
function onceAfter(queries: QueryClient, moment: (query: Query) => Promise<unknown> | undefined) {
  const behind = new Set<Query>();
  return async (query: Query): Promise<void> => {
    if (behind.has(query)) return;
    behind.add(query);
    await moment(query)?.catch(() => undefined);
    behind.delete(query);
    await queries.invalidateQueries({ predicate: (one) => one === query });
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Returns how to tell queries of news, or that some may have been missed: what it concerns is asked for again. What is
 * being asked for is asked once more when the answer is there, so a slow server has one request a query to answer.
 */
export function tellerOf(queries: QueryClient): (news: Told) => void {
  const followUp = onceAfter(queries, (query) => query.promise);
  const followLater = onceAfter(queries, ({ meta }) => pause(meta?.foldMs ?? 0));
  const tell = (some: readonly Told[]) => {
    const isGap = some.includes('gap');
    // What is asked for over a connection that is no more may never come: that is asked for anew.
    const isAsked = ({ state }: Query) =>
      state.fetchStatus === 'fetching' && (state.data === undefined || !isGap);
    const told = queries
      .getQueryCache()
      .findAll({ predicate: (query) => some.some((news) => isToldBy(news, query)) });
    const now = new Set<Query>();
    for (const query of told)
      if (!isGap && query.meta?.foldMs !== undefined) void followLater(query);
      else if (isAsked(query)) void followUp(query);
      else now.add(query);
    if (now.size > 0) void queries.invalidateQueries({ predicate: (query) => now.has(query) });
  };
  return folded((news) => (news === 'gap' ? news : news.topic), tell);
}
