import { z } from 'zod';
import { Flag, Id, IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { PlaybackPolicy, WatchState } from './playback.ts';
import { Problem } from './problem.ts';
import { asPut, type Route } from './route.ts';
import { CaptionTrack } from './video-captions.ts';
import { Chapter } from './video-chapters.ts';

export const VideoStatus = z.enum(['PENDING', 'UPLOADED', 'PROCESSING', 'READY', 'FAILED']);
export type VideoStatus = z.infer<typeof VideoStatus>;

/** `free` as the video says, `once` no skipping ahead until it was completed, `blocked` not at all. */
export const VideoRule = z.enum(['free', 'once', 'blocked']);
export type VideoRule = z.infer<typeof VideoRule>;

const Title = z.string().trim().min(1).max(255);
export const MaxSpeed = z.number().min(0.25).max(4);

export const Video = z
  .object({
    id: z.int(),
    session_id: z.int().describe('The class session'),
    title: z.string(),
    order: z.int(),
    status: VideoStatus,
    error_reason: z.string().describe('Why it FAILED, else empty'),
    duration: z.int().nullable().describe('Seconds'),
    output_is_whole: z.boolean().describe('False while only the first rendition can be played'),
    allow_skip: z.boolean(),
    max_speed: z.number(),
    show_watermark: z.boolean(),
    thumbnail_url: z.string().nullable().describe('Signed for some hours'),
    source_type: z.enum(['s3', 'unknown']),
    filename: z.string(),
    source_bytes: z.int().nullable(),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'Video' });
export type Video = z.infer<typeof Video>;

const tags = ['video'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;

export const VideoQuery = ListQuery.extend({
  session: Id.optional(),
  lecture: Id.optional(),
  status: VideoStatus.optional(),
  removed: Flag.optional().describe(
    'Those that were removed, the last first, in place of those that are there',
  ),
});
export type VideoQuery = z.infer<typeof VideoQuery>;

/** How far the making of a video's output is. */
export const Processing = z.object({
  waiting: z.boolean().describe('For a runner, or for the next try after a failed one'),
  progress: z.number().describe('0..1 of this attempt'),
  stage: z.string().nullable(),
  attempt: z.int().describe('0 before the first'),
  failures: z.int(),
});
export type Processing = z.infer<typeof Processing>;

export const ListedVideo = Video.extend({
  processing: Processing.nullable().describe('Null when nothing is under way and nothing failed'),
  removed_at: Instant.nullable(),
  restorable: z.boolean().describe('False once the files of a removed one are gone'),
}).meta({ id: 'ListedVideo' });
export type ListedVideo = z.infer<typeof ListedVideo>;

export const listVideos = {
  method: 'GET',
  url: '/videos',
  schema: {
    operationId: 'listVideos',
    summary: 'Videos of the lectures that the caller works in',
    tags,
    querystring: VideoQuery,
    response: { 200: pageOf(ListedVideo), ...refusals },
  },
} satisfies Route;

export const getVideo = {
  method: 'GET',
  url: '/videos/:id',
  schema: {
    operationId: 'getVideo',
    summary: 'One video',
    tags,
    params: IdParams,
    response: { 200: Video, ...refusals },
  },
} satisfies Route;

export const VideoChange = z.strictObject({
  title: Title.optional(),
  session: z
    .int()
    .positive()
    .optional()
    .describe('Another class session of the same lecture, as whose last video it goes on'),
  allow_skip: z.boolean().optional(),
  max_speed: MaxSpeed.optional(),
  show_watermark: z.boolean().optional(),
});
export type VideoChange = z.infer<typeof VideoChange>;

export const editVideo = {
  method: 'PATCH',
  url: '/videos/:id',
  schema: {
    operationId: 'editVideo',
    summary: 'Change the title or the rules; who watches now gets the new rules at the next heartbeat',
    tags,
    params: IdParams,
    body: VideoChange,
    response: { 200: Video, ...refusals },
  },
} satisfies Route;

export const putVideo = asPut(editVideo);

export const removeVideo = {
  method: 'DELETE',
  url: '/videos/:id',
  schema: {
    operationId: 'removeVideo',
    summary: 'Take a video out of its session; what was watched stays on record',
    tags,
    params: IdParams,
    response: { 204: z.undefined(), ...refusals },
  },
} satisfies Route;

export const restoreVideo = {
  method: 'POST',
  url: '/videos/:id/restore',
  schema: {
    operationId: 'restoreVideo',
    summary: 'Put a removed video back, as the last of its session',
    tags,
    params: IdParams,
    response: { 200: Video, ...refusals },
  },
} satisfies Route;

export const previewVideo = {
  method: 'POST',
  url: '/videos/:id/play',
  schema: {
    operationId: 'previewVideo',
    summary: 'Staff watch a video; no trace among the students',
    tags,
    params: IdParams,
    response: {
      200: z.object({
        play_url: z.string(),
        poster_url: z.string().nullable(),
        storyboard_url: z.string().nullable(),
        captions: z.array(CaptionTrack),
        chapters: z.array(Chapter),
        expires_at: z.int().describe('Unix seconds; ask again before'),
      }),
      ...refusals,
    },
  },
} satisfies Route;

export const PlayRefusal = z.enum([
  'not_enrolled',
  'no_session_access',
  'video_not_ready',
  'blocked',
  'playback_revoked',
]);
export type PlayRefusal = z.infer<typeof PlayRefusal>;

export const StudentVideo = Video.pick({
  id: true,
  session_id: true,
  title: true,
  order: true,
  status: true,
  duration: true,
  allow_skip: true,
  max_speed: true,
  show_watermark: true,
  thumbnail_url: true,
  source_type: true,
  created_at: true,
  updated_at: true,
})
  .extend({
    enrollment_id: z.int().nullable(),
    can_play: z.boolean(),
    reason: PlayRefusal.nullable(),
    case_id: z.int().nullable().describe('Of the case for which it is revoked'),
    rule: VideoRule.nullable(),
    policy: PlaybackPolicy.nullable().describe('What a start would say now'),
    watch: WatchState,
  })
  .meta({ id: 'StudentVideo' });
export type StudentVideo = z.infer<typeof StudentVideo>;

export const listStudentVideos = {
  method: 'GET',
  url: '/videos/student',
  schema: {
    operationId: 'listStudentVideos',
    summary:
      "A class session's videos as a student sees them; parents name one of their children's enrollments",
    tags,
    querystring: z.strictObject({ session: Id, enrollment: Id.optional() }),
    response: { 200: z.array(StudentVideo), ...refusals },
  },
} satisfies Route;

export const VideoStudent = z
  .object({
    enrollment: z.int(),
    student_name: z.string(),
    attendance_status: z.string(),
    progress: z.number(),
    completed: z.boolean(),
    last_position: z.int(),
    watched_seconds: z.int(),
    watching_now: z.boolean(),
    rule: VideoRule,
    effective_rule: VideoRule.describe('`once` that was completed is free'),
    student_phone: z.string().nullable(),
    parent_phone: z.string().nullable(),
    school: z.string().nullable(),
    grade: z.string().nullable(),
  })
  .meta({ id: 'VideoStudent' });
export type VideoStudent = z.infer<typeof VideoStudent>;

export const videoStats = {
  method: 'GET',
  url: '/videos/:id/stats',
  schema: {
    operationId: 'videoStats',
    summary: 'Every active student of the lecture and how far they watched',
    tags,
    params: IdParams,
    response: {
      200: z.object({ video: Video, students: z.array(VideoStudent), total_filtered: z.int() }),
      ...refusals,
    },
  },
} satisfies Route;
