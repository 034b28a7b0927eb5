import { z } from 'zod';
import { Id, IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { WatchState } from './playback.ts';
import { Problem } from './problem.ts';
import { asPut, type Route } from './route.ts';

const tags = ['video'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;

export const VideoProgress = WatchState.omit({ watched: true })
  .extend({
    id: z.int(),
    video: z.int(),
    enrollment: z.int(),
    student_name: z.string(),
    progress_percent: z.number(),
    completed_at: Instant.nullable(),
    updated_at: Instant,
  })
  .meta({ id: 'VideoProgress' });
export type VideoProgress = z.infer<typeof VideoProgress>;

export const VideoProgressQuery = ListQuery.extend({
  video: Id.optional(),
  enrollment: Id.optional(),
  session: Id.optional(),
});
export type VideoProgressQuery = z.infer<typeof VideoProgressQuery>;

export const listVideoProgress = {
  method: 'GET',
  url: '/video-progress',
  schema: {
    operationId: 'listVideoProgress',
    summary: 'How far was watched: students see their own, parents their children’s',
    tags,
    querystring: VideoProgressQuery,
    response: { 200: pageOf(VideoProgress), ...refusals },
  },
} satisfies Route;

export const getVideoProgress = {
  method: 'GET',
  url: '/video-progress/:id',
  schema: {
    operationId: 'getVideoProgress',
    summary: 'How far one student watched one video',
    tags,
    params: IdParams,
    response: { 200: VideoProgress, ...refusals },
  },
} satisfies Route;

/** What teachers may say about watching: from the start to that share, or the whole, or nothing. */
export const ProgressChange = z.strictObject({
  progress: z.number().min(0).max(1).optional(),
  completed: z.boolean().optional().describe('True: all of it; false: watched anew from the start'),
  last_position: z.int().min(0).max(86_400).optional(),
});
export type ProgressChange = z.infer<typeof ProgressChange>;

export const setVideoProgress = {
  method: 'POST',
  url: '/video-progress',
  schema: {
    operationId: 'setVideoProgress',
    summary: 'Teachers say how far a student watched; what was on record before stays in the audit log',
    tags,
    body: ProgressChange.extend({ video: z.int().positive(), enrollment: z.int().positive() }),
    response: { 201: VideoProgress, ...refusals },
  },
} satisfies Route;

export const editVideoProgress = {
  method: 'PATCH',
  url: '/video-progress/:id',
  schema: {
    operationId: 'editVideoProgress',
    summary: 'As setVideoProgress, where there is something on record',
    tags,
    params: IdParams,
    body: ProgressChange,
    response: { 200: VideoProgress, ...refusals },
  },
} satisfies Route;

export const putVideoProgress = asPut(editVideoProgress);
