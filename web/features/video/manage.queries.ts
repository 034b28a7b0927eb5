import type { Output } from '@seodang/contract/call.ts';
import { getClassSession, listClassSessions } from '@seodang/contract/class-sessions.ts';
import * as api from '@seodang/contract/video.ts';
import { retryVideo } from '@seodang/contract/video-processing.ts';
import { cancelUpload } from '@seodang/contract/video-upload.ts';
import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export type StaffVideo = Output<typeof api.listVideos>['results'][number];
export type StatsVideo = Output<typeof api.videoStats>['video'];
export type Watcher = Output<typeof api.videoStats>['students'][number];
export type VideoRules = Pick<StaffVideo, 'title' | 'allow_skip' | 'max_speed' | 'show_watermark'>;
export type PlacedVideo = VideoRules & Pick<StaffVideo, 'id' | 'session_id'>;

export const videosOnAPage = 50;
export type VideoPart = { session: number | undefined; page: number; removed?: boolean; search?: string };

/** The videos of a lecture, or of one of its class sessions; also follows how far their processing is. */
export const staffVideosQuery = (lecture_id: number, { session, page, removed, search }: VideoPart) =>
  queryOptions({
    queryKey: ['videos', 'staff', { lecture_id }, session, page, removed, search],
    queryFn: () =>
      call(api.listVideos, {
        querystring: {
          ...{ lecture: lecture_id, page, page_size: videosOnAPage },
          ...(session && { session }),
          ...(search && { search }),
          ...(removed && { removed: 'true' as const }),
        },
      }),
    placeholderData: keepPreviousData,
    meta: { alsoOn: ['video.transcode'] },
  });

export const classSessionsQuery = (lecture_id: number) =>
  queryOptions({
    queryKey: ['sessions', { lecture_id }],
    queryFn: () => call(listClassSessions, { params: { id: lecture_id }, querystring: { page_size: 500 } }),
  });

export const classSessionQuery = (id: number) =>
  queryOptions({
    queryKey: ['sessions', 'one', id],
    queryFn: () => call(getClassSession, { params: { id } }),
  });

/** One video with every student and how far they watched. */
export const videoStatsQuery = (id: number) =>
  queryOptions({
    queryKey: ['videos', 'stats', id],
    queryFn: () => call(api.videoStats, { params: { id } }),
    meta: { alsoOn: ['progress', 'video.transcode'] },
  });

/** Addresses to watch a video as staff, renewed before they expire and when another output takes the place of this one. */
export const previewQuery = (id: number) =>
  queryOptions({
    queryKey: ['video-preview', id],
    queryFn: () => call(api.previewVideo, { params: { id } }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchInterval: ({ state }) =>
      state.data ? Math.max(1000, state.data.expires_at * 1000 - Date.now() - 60_000) : false,
    refetchIntervalInBackground: true,
    meta: { alsoOn: ['videos'] },
  });

const refresh = (queries: QueryClient) => () => queries.invalidateQueries({ queryKey: ['videos'] });

export const editVideoMutation = (queries: QueryClient, id: number) =>
  mutationOptions({
    mutationFn: (body: Partial<VideoRules> & { session?: number }) =>
      call(api.editVideo, { params: { id }, body }),
    onSuccess: refresh(queries),
  });

export const retryVideoMutation = (queries: QueryClient, id: number) =>
  mutationOptions({
    mutationFn: () => call(retryVideo, { params: { id } }),
    onSuccess: refresh(queries),
  });

export const removeVideoMutation = (queries: QueryClient, id: number) =>
  mutationOptions({
    mutationFn: () => call(api.removeVideo, { params: { id } }),
    onSuccess: refresh(queries),
  });

/** Gives up an upload that was begun here or anywhere else; its video goes with it. */
export const cancelUploadMutation = (queries: QueryClient, id: number) =>
  mutationOptions({
    mutationFn: () => call(cancelUpload, { params: { id } }),
    onSuccess: refresh(queries),
  });

export const restoreVideo = (queries: QueryClient, id: number) =>
  call(api.restoreVideo, { params: { id } }).then(refresh(queries));
