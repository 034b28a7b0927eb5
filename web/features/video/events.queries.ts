import type { Input, Output } from '@seodang/contract/call.ts';
import { urlOf } from '@seodang/contract/call.ts';
import * as api from '@seodang/contract/playback-events.ts';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { download } from '../../lib/download.ts';

export type PlaybackEvent = Output<typeof api.listPlaybackEvents>['results'][number];
export type EventType = PlaybackEvent['event_type'];
export type RiskRow = Output<typeof api.rankRisk>[number];
export type Range = '24h' | '7d' | 'all';
export type EventFilter = {
  video?: number;
  search: string;
  type: EventType | '';
  violated: boolean;
  range: Range;
};

const where = ({ video, search, type, violated, range }: EventFilter) => ({
  range,
  ...(video && { video }),
  ...(search && { search }),
  ...(type && { event_type: type }),
  ...(violated && { violated: 'true' as const }),
});

/** What players reported, the newest first; older ones are fetched as one asks for them. */
export const eventsQuery = (filter: EventFilter) =>
  infiniteQueryOptions({
    queryKey: ['video-events', filter],
    queryFn: ({ pageParam }) => {
      const cursor = pageParam ? { cursor: pageParam } : {};
      return call(api.listPlaybackEvents, { querystring: { ...where(filter), ...cursor, page_size: 100 } });
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) =>
      next === null ? undefined : (new URL(next, location.href).searchParams.get('cursor') ?? undefined),
    placeholderData: keepPreviousData,
    meta: { alsoOn: ['playback-cases'] },
  });

export const riskQuery = (video: number, range: Range) =>
  queryOptions({
    queryKey: ['video-events', 'risk', video, range],
    queryFn: () => call(api.rankRisk, { querystring: { video, range, limit: 500 } }),
    placeholderData: keepPreviousData,
    meta: { alsoOn: ['playback-cases'] },
  });

export type ExportFormat = 'csv' | 'xlsx';

/** The events of the filter as a file for spreadsheets. */
export function downloadEvents(filter: EventFilter & { video: number }, format: ExportFormat): Promise<void> {
  const querystring: Input<typeof api.exportPlaybackEvents>['querystring'] = {
    ...where(filter),
    video: filter.video,
    format,
  };
  return download(urlOf(api.exportPlaybackEvents, { querystring }), `events.${format}`);
}
