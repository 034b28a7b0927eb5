import { Readable } from 'node:stream';
import type {
  EventFilter,
  EventQuery,
  EventRange,
  PlaybackEvent,
} from '@seodang/contract/playback-events.ts';
import { audit } from '#core/audit.ts';
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

const FIRST_LINES = 500;
const LINES_AT_ONCE = 2500;

/** The events of a video as CSV, with the BOM by which Excel knows UTF-8, in constant memory; who took it is recorded. */
export async function exportEvents(
  scope: Scope,
  filter: EventFilter & { video: number },
): Promise<{ file_name: string; content: Readable }> {
  const timezone = await scope.tx(async (tx, scope) => {
    found(await videos.findVideo(tx, scope, filter.video));
    await audit(tx, scope, {
      ...{ action: 'video.export_events', subject_type: 'video', subject_id: filter.video },
      after: filter,
    });
    return queries.timezoneOf(tx);
  });
  const lines = linesOf(scope, wantedOf(filter, scope.now), timezone);
  return { file_name: `video_${filter.video}_events_${filter.range}.csv`, content: Readable.from(lines) };
}

/** A short transaction for some thousand lines, so that a slow reader keeps no connection; the next while these are sent. */
async function* linesOf(scope: Scope, wanted: queries.Wanted, timezone: string): AsyncGenerator<string> {
  const read = (after: queries.Place | undefined, limit: number) => {
    const lines = scope.tx((tx, scope) => queries.csvLines(tx, scope, wanted, { after, limit }, timezone));
    // Nobody awaits those that a reader who went away did not want any more.
    lines.catch(() => {});
    return { lines, limit };
  };
  yield `\uFEFF${queries.exportHeader}`;
  let reading: ReturnType<typeof read> | undefined = read(undefined, FIRST_LINES);
  while (reading) {
    const { text, count, last }: queries.Lines = await reading.lines;
    reading = count < reading.limit || last === null ? undefined : read(placeOf(last), LINES_AT_ONCE);
    if (text) yield text;
  }
}

function wantedOf({ range, ...filter }: EventFilter, now: Date): queries.Wanted {
  return { ...filter, since: sinceOf(range, now) };
}

export function sinceOf(range: EventRange, now: Date): Date | null {
  const hours = HOURS[range];
  return hours === null ? null : new Date(now.getTime() - hours * 3_600_000);
}

function placeOf(cursor: string | undefined): queries.Place | undefined {
  if (cursor === undefined) return undefined;
  const [us, id] = cursor.split('.').map(Number);
  return { us: us ?? 0, id: id ?? 0 };
}
