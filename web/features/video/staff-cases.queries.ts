import type { Output } from '@seodang/contract/call.ts';
import * as api from '@seodang/contract/playback-cases.ts';
import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export type PlaybackCase = Output<typeof api.listPlaybackCases>['results'][number];
export type CaseDetail = Output<typeof api.getPlaybackCase>;
export type CaseEntry = CaseDetail['timeline'][number];

/** What staff look at: what waits for them, those with an objection first of all, or what was decided. */
export type CaseFilter = 'open' | 'objected' | 'all';

const asked = {
  open: { status: 'open' },
  objected: { status: 'open', objected: 'true' },
  all: {},
} as const;

export const casesQuery = (page: number, filter: CaseFilter, search: string) =>
  queryOptions({
    queryKey: ['playback-cases', { page, filter, search }],
    queryFn: () =>
      call(api.listPlaybackCases, {
        querystring: { page, page_size: 50, ...(search && { search }), ...asked[filter] },
      }),
    placeholderData: keepPreviousData,
  });

export const caseQuery = (id: number) =>
  queryOptions({
    queryKey: ['playback-cases', id],
    queryFn: () => call(api.getPlaybackCase, { params: { id } }),
  });

/** Gives access back, because the student is right (`dismiss`) or has another chance (`restore`). */
export const decideCaseMutation = (queries: QueryClient, id: number) =>
  mutationOptions({
    mutationFn: ({ verdict, reason }: { verdict: 'restore' | 'dismiss'; reason: string }) =>
      verdict === 'restore'
        ? call(api.restorePlaybackCase, { params: { id }, body: { reason } })
        : call(api.dismissPlaybackCase, { params: { id }, body: { reason } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['playback-cases'] }),
  });
