import { z } from 'zod';
import { Id, IdParams } from './list.ts';
import { EventRange } from './playback-events.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';
import { getVideo, videoStats } from './video.ts';

const tags = ['video'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem } as const;

export const videoSummary = {
  method: 'GET',
  url: '/videos/:id/summary',
  schema: {
    operationId: 'videoSummary',
    summary: 'A video in numbers: who completed it, how much was watched, whose player reported the most',
    tags,
    params: IdParams,
    querystring: z.strictObject({ range: EventRange.unwrap().default('7d').describe('Of risk_top') }),
    response: {
      200: z.object({
        video_id: z.int(),
        range: EventRange.unwrap(),
        total_students: z.int().describe('Active enrollments; they alone are counted'),
        completed_count: z.int(),
        completion_rate: z.number().describe('0..1'),
        watched_seconds_est: z.int().describe('On record, all students together'),
        risk_top: z.array(z.object({ enrollment: z.int(), student_name: z.string(), score: z.int() })),
      }),
      ...refusals,
    },
  },
} satisfies Route;

export const Achievement = z.object({
  enrollment: z.int(),
  student_name: z.string(),
  progress: z.number().describe('Percent'),
  completed: z.boolean(),
  watched_seconds: z.int(),
  status: z
    .enum(['completed', 'warning', 'danger'])
    .describe('By the required rate of the lecture; `warning` from half of it on'),
});
export type Achievement = z.infer<typeof Achievement>;

export const videoAchievement = {
  method: 'GET',
  url: '/videos/:id/achievement',
  schema: {
    operationId: 'videoAchievement',
    summary: 'How far those are who take the session by video (attendance ONLINE)',
    tags,
    params: IdParams,
    response: {
      200: z.object({
        summary: z.object({
          total_students: z.int(),
          avg_progress: z.number().describe('Percent'),
          completed_rate: z.number().describe('Percent'),
          incomplete_count: z.int(),
        }),
        students: z.array(Achievement),
      }),
      ...refusals,
    },
  },
} satisfies Route;

const NestedParams = z.strictObject({ lecture_id: Id, session_id: Id, id: Id });

/** The same answer at the path below its lecture and class session, which must be the video's own. */
export const getNestedVideo = {
  ...getVideo,
  url: '/lectures/:lecture_id/sessions/:session_id/videos/:id',
  schema: {
    ...getVideo.schema,
    operationId: 'getNestedVideo',
    summary: 'As getVideo; 404 unless the video is of that session and lecture',
    params: NestedParams,
  },
} satisfies Route;

export const nestedVideoStats = {
  ...videoStats,
  url: '/lectures/:lecture_id/sessions/:session_id/videos/:id/stats',
  schema: {
    ...videoStats.schema,
    operationId: 'nestedVideoStats',
    summary: 'As videoStats; 404 unless the video is of that session and lecture',
    params: NestedParams,
  },
} satisfies Route;
