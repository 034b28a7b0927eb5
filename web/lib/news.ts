import type { News } from '@seodang/contract/system.ts';
import type { Query, QueryClient } from '@tanstack/react-query';
import { concerns } from './live.rules.ts';

/** Returns how to tell queries of news, or that some may have been missed: what it concerns is asked for again. */
export function tellerOf(queries: QueryClient): (news: News | 'gap') => void {
  // An invalidation does not begin a first fetch anew, and what that brings may be older than the news.
  const behind = new Set<Query>();
  const followUp = async (query: Query) => {
    behind.add(query);
    await query.promise?.catch(() => undefined);
    behind.delete(query);
    await queries.invalidateQueries({ predicate: (one) => one === query });
  };
  const folded = new Set<Query>();
  const fold = (query: Query) => {
    if (folded.has(query)) return;
    folded.add(query);
    setTimeout(() => {
      folded.delete(query);
      void queries.invalidateQueries({ predicate: (one) => one === query });
    }, query.meta?.foldMs);
  };
  return (news) => {
    const waits = ({ meta }: Query) => news !== 'gap' && meta?.foldMs !== undefined;
    const predicate = ({ queryKey, meta }: Query) =>
      news === 'gap' || concerns(queryKey, news) || (meta?.alsoOn?.includes(news.topic) ?? false);
    const firstTime = queries
      .getQueryCache()
      .findAll({ predicate, fetchStatus: 'fetching' })
      .filter((query) => query.state.data === undefined && !behind.has(query));
    for (const query of firstTime) void followUp(query);
    for (const query of queries.getQueryCache().findAll({ predicate })) if (waits(query)) fold(query);
    void queries.invalidateQueries({ predicate: (query) => predicate(query) && !waits(query) });
  };
}
