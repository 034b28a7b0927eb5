import type {
  EventFilter,
  EventQuery,
  EventRange,
  PlaybackEvent,
} from '@seodang/contract/playback-events.ts';
import { withParameter } from '#core/list.ts';
import { found } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import * as queries from './event-log.queries.ts';
import * as videos from './videos.queries.ts';

const HOURS: Record<EventRange, number | null> = { '24h': 24, '7d': 7 * 24, all: null };

/** What players reported, the newest first; `next` leads to what is older. */
export async function listEvents(scope: Scope, query: EventQuery, url: string) {
  const { cursor, page_size, ...filter } = query;
  const page = { after: placeOf(cursor), limit: page_size + 1 };
  const rows = await scope.tx((tx, scope) =>
    queries.listEvents(tx, scope, wantedOf(filter, scope.now), page),
  );
  const results = rows.slice(0, page_size);
  const last = results.at(-1);
  const next =
    rows.length > results.length && last ? withParameter(url, 'cursor', `${last.us}.${last.id}`) : null;
  return { next, results };
}

export function getEvent(scope: Scope, id: number): Promise<PlaybackEvent> {
  return scope.tx(async (tx, scope) => found(await queries.findEvent(tx, scope, id)));
}

/** The students of a video by the score of what their players reported, from counters that are kept with the events. */
export function rankRisk(
  scope: Scope,
  { video, range, limit }: { video: number; range: EventRange; limit: number },
) {
  return scope.tx(async (tx, scope) => {
    found(await videos.findVideo(tx, scope, video));
    return queries.rankRisk(tx, { video, since: sinceOf(range, scope.now), limit });
  });
}

/** The filter of a list or file, as its statement takes it. */
export function wantedOf({ range, ...filter }: EventFilter, now: Date): queries.Wanted {
  return { ...filter, since: sinceOf(range, now) };
}

export function sinceOf(range: EventRange, now: Date): Date | null {
  const hours = HOURS[range];
  return hours === null ? null : new Date(now.getTime() - hours * 3_600_000);
}

/** Where a list goes on. */
export function placeOf(cursor: string | undefined): queries.Place | undefined {
  if (cursor === undefined) return undefined;
  const [us, id] = cursor.split('.').map(Number);
  return { us: us ?? 0, id: id ?? 0 };
}
