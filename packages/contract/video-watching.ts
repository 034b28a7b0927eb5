import { z } from 'zod';
import { Day, Id, IdParams, Instant } from './list.ts';
import { EnforcementState, WatchState } from './playback.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';
import { VideoStatus } from './video.ts';
import { PlayVerdict } from './video-policy.ts';

const tags = ['video'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem } as const;

/** Students are counted by how much of the part they watched: half a part is half a student. */
export const WatchedPart = z
  .object({
    from: z.number().describe('Seconds'),
    to: z.number(),
    watched: z.number().describe('Students who watched it'),
    reached: z.number().describe('Students who watched it or something after it'),
    rewatched: z.number().describe('How often it was played again, by all of them'),
  })
  .meta({ id: 'WatchedPart' });
export type WatchedPart = z.infer<typeof WatchedPart>;

export const VideoHeat = z.object({
  duration: z.number().describe('Seconds; 0 while there is no output'),
  students: z.int().describe('Active students of the lecture'),
  started: z.int().describe('Of them, who watched any of it'),
  completed: z.int(),
  parts: z.array(WatchedPart),
});
export type VideoHeat = z.output<typeof VideoHeat>;

export const videoHeat = {
  method: 'GET',
  url: '/videos/:id/watched-parts',
  schema: {
    operationId: 'videoHeat',
    summary: 'What of a video its active students watched, left out and watched again',
    description: [
      'watched and reached come from what is on record as played: reached never rises along the video, and reached −',
      'watched is what was skipped. rewatched comes from what players report of parts that were on record before, as',
      'long as events are kept; it counts for nothing else.',
    ].join(' '),
    tags,
    params: IdParams,
    querystring: z.strictObject({ parts: z.coerce.number().int().min(1).max(480).default(120) }),
    response: {
      200: VideoHeat,
      ...refusals,
    },
  },
} satisfies Route & { schema: { description: string } };

export const LiveViewer = z
  .object({
    session_id: z.string().describe('The playback'),
    video: z.int(),
    video_title: z.string(),
    lecture: z.int(),
    lecture_title: z.string(),
    enrollment: z.int(),
    student_name: z.string(),
    device_id: z.string(),
    started_at: Instant,
    last_seen_at: Instant.describe('Its last heartbeat'),
    position: z.int().describe('Seconds, at the last heartbeat'),
    duration: z.int(),
    progress: z.number(),
    completed: z.boolean(),
    state: EnforcementState,
    case_id: z.int().nullable(),
  })
  .meta({ id: 'LiveViewer' });
export type LiveViewer = z.output<typeof LiveViewer>;

/** As many are listed at once. */
export const MOST_VIEWERS = 1000;

export const listLiveViewers = {
  method: 'GET',
  url: '/playback-sessions/live',
  schema: {
    operationId: 'listLiveViewers',
    summary: 'Who watches what now, in the lectures of the caller; at most a thousand',
    tags,
    querystring: z.strictObject({ lecture: Id.optional(), video: Id.optional() }),
    response: { 200: z.array(LiveViewer), ...refusals },
  },
} satisfies Route;

/** `none`: the student has no seat in the class session. */
export const GridState = z.enum(['none', 'blocked', 'not_started', 'started', 'completed']);
export type GridState = z.infer<typeof GridState>;

export const VideoGrid = z.object({
  lecture: z.int(),
  lecture_title: z.string(),
  required_rate: z.int().describe('Percent of a video that makes it complete'),
  videos: z.array(
    z.object({
      id: z.int(),
      title: z.string(),
      status: VideoStatus,
      duration: z.int().nullable(),
      session: z.int(),
      session_title: z.string(),
      regular_order: z.int().nullable(),
      date: Day.nullable(),
    }),
  ),
  rows: z.array(
    z.object({
      enrollment: z.int(),
      student_name: z.string(),
      percent: z.array(z.int()).describe('Of each video, in their order'),
      state: z.array(GridState),
    }),
  ),
});
export type VideoGrid = z.output<typeof VideoGrid>;

export const videoGrid = {
  method: 'GET',
  url: '/lectures/:id/video-grid',
  schema: {
    operationId: 'videoGrid',
    summary: 'The active students of a lecture by its videos, and how far each watched each',
    tags,
    params: IdParams,
    response: {
      200: VideoGrid,
      ...refusals,
    },
  },
} satisfies Route;

export const VideoStudentDetail = z
  .object({
    video: z.int(),
    video_title: z.string(),
    enrollment: z.int(),
    student_name: z.string(),
    duration: z.number().describe('Seconds'),
    required_rate: z.int(),
    attendance_status: z.string().nullable(),
    verdict: PlayVerdict,
    watch: WatchState,
    completed_at: Instant.nullable(),
    watching_now: z.boolean(),
    last_seen_at: Instant.nullable(),
    case_id: z.int().nullable().describe('Of the open case'),
    case_state: EnforcementState.nullable(),
  })
  .meta({ id: 'VideoStudentDetail' });
export type VideoStudentDetail = z.output<typeof VideoStudentDetail>;

export const videoStudent = {
  method: 'GET',
  url: '/videos/:id/students/:enrollment',
  schema: {
    operationId: 'videoStudent',
    summary: 'Why a student may or may not watch a video, and what is on record as watched',
    tags,
    params: z.strictObject({ id: Id, enrollment: Id }),
    response: { 200: VideoStudentDetail, ...refusals },
  },
} satisfies Route;
