import { z } from 'zod';
import { IdParams } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

/** Where something new begins in a video. */
export const Chapter = z
  .object({
    at: z.int().min(0).max(86_400).describe('Seconds of the video'),
    title: z.string().trim().min(1).max(100),
  })
  .meta({ id: 'Chapter' });
export type Chapter = z.infer<typeof Chapter>;

const tags = ['video'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;

export const getVideoChapters = {
  method: 'GET',
  url: '/videos/:id/chapters',
  schema: {
    operationId: 'getVideoChapters',
    summary: 'The chapters of a video, in the order of their times',
    tags,
    params: IdParams,
    response: { 200: z.object({ chapters: z.array(Chapter) }), ...refusals },
  },
} satisfies Route;

export const setVideoChapters = {
  method: 'PUT',
  url: '/videos/:id/chapters',
  schema: {
    operationId: 'setVideoChapters',
    summary: 'These chapters in place of those that were there; each at a time of its own, before the end',
    tags,
    params: IdParams,
    body: z.strictObject({ chapters: z.array(Chapter).max(200) }),
    response: { 200: z.object({ chapters: z.array(Chapter) }), ...refusals },
  },
} satisfies Route;
