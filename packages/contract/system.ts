import { z } from 'zod';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

/** What travels on /live: something on the reader's screen is out of date. */
export const News = z
  .object({
    topic: z.string(),
    lecture_id: z.int().optional(),
    enrollment_id: z.int().optional(),
    user_id: z.int().optional(),
  })
  .meta({ id: 'News' });
export type News = z.infer<typeof News>;

/** How far back news is told to a reader who has just come. */
export const MOST_MISSED_MS = 30_000;

export const live = {
  method: 'GET',
  url: '/live',
  schema: {
    operationId: 'live',
    summary: 'Server-sent events: topics whose data changed and concern the caller',
    tags: ['system'],
    querystring: z.object({
      missed_ms: z.coerce
        .number()
        .int()
        .min(0)
        .max(MOST_MISSED_MS)
        .default(0)
        .describe('News of that long ago is told first'),
    }),
    response: { 200: z.string().describe('text/event-stream; each `data:` is a News'), 401: Problem },
  },
} satisfies Route;

export const Readiness = z.object({
  ready: z.boolean(),
  parts: z.array(z.object({ name: z.string(), state: z.enum(['ok', 'off', 'failed']), detail: z.string() })),
});
export type Readiness = z.infer<typeof Readiness>;

export const readiness = {
  method: 'GET',
  url: '/system/readiness',
  schema: {
    operationId: 'readiness',
    summary: 'Whether every part works: database, cache, storage, signing, runner',
    tags: ['system'],
    response: { 200: Readiness },
  },
} satisfies Route;
