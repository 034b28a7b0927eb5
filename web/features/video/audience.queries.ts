import type { Input, Output } from '@seodang/contract/call.ts';
import { bulkSetVideoPermissions } from '@seodang/contract/video-permission.ts';
import * as policy from '@seodang/contract/video-policy.ts';
import * as watching from '@seodang/contract/video-watching.ts';
import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { soon } from './soon.ts';

export type Proposal = Input<typeof policy.previewPolicy>['body'];
export type Preview = Output<typeof policy.previewPolicy>;
export type Verdict = Preview['students'][number]['after'];
export type StudentPolicy = Output<typeof policy.listStudentPolicies>[number];
export type StudentChange = NonNullable<NonNullable<Proposal['students']>['change']>;
export type Heat = Output<typeof watching.videoHeat>;
export type LiveViewer = Output<typeof watching.listLiveViewers>[number];
export type Grid = Output<typeof watching.videoGrid>;
export type GridRow = Grid['rows'][number];

/** Whom a change would concern; asked again when somebody else changes the rules meanwhile. */
export const policyPreviewQuery = (id: number, proposal: Proposal) =>
  queryOptions({
    queryKey: ['videos', 'policy-preview', id, proposal],
    queryFn: () => call(policy.previewPolicy, { params: { id }, body: proposal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });

export const studentPoliciesQuery = (id: number) =>
  queryOptions({
    queryKey: ['videos', 'student-policies', id],
    queryFn: () => call(policy.listStudentPolicies, { params: { id } }),
  });

/** Sets a rule for many students, or with null clears what was set for them. */
export const changeStudentsMutation = (queries: QueryClient, video_id: number) =>
  mutationOptions<unknown, Error, NonNullable<Proposal['students']>>({
    mutationFn: ({ enrollments, change }) =>
      change === null
        ? call(policy.bulkClearVideoPermissions, { body: { video_id, enrollments } })
        : call(bulkSetVideoPermissions, { body: { video_id, enrollments, ...change } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['videos'] }),
  });

export const heatQuery = (id: number) =>
  queryOptions({
    queryKey: ['videos', 'heat', id],
    queryFn: () => call(watching.videoHeat, { params: { id }, querystring: {} }),
    meta: { alsoOn: ['progress'] },
  });

const liveMs = 5000;

/** Who watches now. Heartbeats tell nobody (there are thousands a second), so it is also asked every few seconds. */
export const liveViewersQuery = (of: { video?: number; lecture?: number }) =>
  queryOptions({
    queryKey: ['videos', 'live', of],
    queryFn: () => call(watching.listLiveViewers, { querystring: of }),
    refetchInterval: liveMs,
    meta: { alsoOn: ['progress', 'playback-cases'] },
  });

/** How many students of a lecture watch now, or one video; undefined where that is not known soon. */
export const countWatching = (of: { video: number } | { lecture: number }): Promise<number | undefined> =>
  soon(async (signal) => {
    const viewers = await call(watching.listLiveViewers, { querystring: of }, { signal });
    return viewers.length < watching.MOST_VIEWERS
      ? new Set(viewers.map(({ enrollment }) => enrollment)).size
      : undefined;
  });

export const gridQuery = (lecture_id: number) =>
  queryOptions({
    queryKey: ['videos', { lecture_id }, 'grid'],
    queryFn: () => call(watching.videoGrid, { params: { id: lecture_id } }),
    meta: { alsoOn: ['progress'] },
  });

export const videoStudentQuery = (id: number, enrollment: number) =>
  queryOptions({
    queryKey: ['videos', 'student', id, enrollment],
    queryFn: () => call(watching.videoStudent, { params: { id, enrollment } }),
    meta: { alsoOn: ['progress', 'playback-cases'] },
  });
