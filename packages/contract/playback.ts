import { z } from 'zod';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';
import { CaptionTrack } from './video-captions.ts';
import { Chapter } from './video-chapters.ts';

/** What the player lets a viewer do; made by one function for start, refresh, lists and previews. */
export const PlaybackPolicy = z
  .object({
    allow_seek: z.boolean().describe('True exactly when seek.mode is free'),
    seek: z.object({
      mode: z.enum(['free', 'bounded_forward', 'blocked']),
      forward_limit: z
        .enum(['max_watched'])
        .nullable()
        .describe('Forward only to here, back always: max_watched of the answers to start and heartbeat'),
      grace_seconds: z.number(),
    }),
    playback_rate: z.object({ max: z.number(), ui_control: z.boolean() }),
    watermark: z.object({
      enabled: z.boolean(),
      mode: z.literal('overlay'),
      fields: z.array(z.enum(['name', 'phone_tail'])),
    }),
    concurrency: z.object({ max_sessions: z.int(), max_devices: z.int() }),
  })
  .meta({ id: 'PlaybackPolicy' });
export type PlaybackPolicy = z.infer<typeof PlaybackPolicy>;

const Seconds = z.number().min(0).max(86_400);
export const Interval = z
  .tuple([Seconds, Seconds])
  .describe('[from, to] in seconds of the video, e.g. [12.04, 27.11]');

/** What the server holds of this viewer and video; it alone decides it. */
export const WatchState = z
  .object({
    progress: z.number().describe('0..1'),
    completed: z.boolean(),
    last_position: z.int().describe('Where to resume, in seconds'),
    max_watched: z.int().describe('Seconds from the start that were watched without a gap'),
    watched: z.array(Interval),
  })
  .meta({ id: 'WatchState' });
export type WatchState = z.infer<typeof WatchState>;

/** How the player must behave; with `paused` and `revoked` it stops and says why. */
export const EnforcementState = z.enum(['ok', 'warned', 'paused', 'revoked']);
export type EnforcementState = z.infer<typeof EnforcementState>;

export const Playback = z
  .object({
    token: z.string(),
    session_id: z.uuid(),
    expires_at: z.int().describe('Unix seconds; refresh before'),
    policy: PlaybackPolicy,
    duration: z.int().describe('Seconds of the video; another one after its source was replaced'),
    play_url: z
      .string()
      .describe(
        'Master playlist. The part /t/<token>/ is new after each refresh: put the newest into every request',
      ),
    poster_url: z.string().nullable(),
    storyboard_url: z.string().nullable().describe('WebVTT; its images lie beside it'),
    captions: z.array(CaptionTrack),
    chapters: z.array(Chapter),
    watermark_text: z.string().describe('To be drawn over the picture when the policy says so'),
    watch: WatchState,
    state: EnforcementState.describe('Also of what happened before on this video'),
    case_id: z.int().nullable().describe('Of the case that a state other than ok belongs to'),
  })
  .meta({ id: 'Playback' });
export type Playback = z.infer<typeof Playback>;

const token = z.string().max(2000).optional().describe('The playback token, from start or refresh');
const tags = ['playback'] as const;
const refusals = {
  400: Problem,
  401: Problem,
  403: Problem,
  404: Problem,
  409: Problem,
  503: Problem,
} as const;

export const startPlayback = {
  method: 'POST',
  url: '/playback/start',
  schema: {
    operationId: 'startPlayback',
    summary:
      'Begin to watch; 409 concurrency_limit_exceeded or device_limit_exceeded unless this device takes over',
    tags,
    body: z.strictObject({
      video_id: z.int().positive().optional(),
      enrollment_id: z
        .int()
        .positive()
        .optional()
        .describe('Default: the own one in the lecture of the video'),
      device_id: z.string().trim().min(1).max(128),
      takeover: z.boolean().default(false).describe('Watch here instead: end what runs elsewhere'),
    }),
    response: { 201: Playback, ...refusals },
  },
} satisfies Route;

export const refreshPlayback = {
  method: 'POST',
  url: '/playback/refresh',
  schema: {
    operationId: 'refreshPlayback',
    summary: 'A new token, address and policy for a playback that runs, or the reason why there is none',
    tags,
    body: z.strictObject({ token }),
    response: { 200: Playback, ...refusals },
  },
} satisfies Route;

export const heartbeatPlayback = {
  method: 'POST',
  url: '/playback/heartbeat',
  schema: {
    operationId: 'heartbeatPlayback',
    summary: 'Still watching, and what was watched; extends the playback',
    description: [
      'Send one about every ten seconds and at every pause. What the network kept back may be sent later, in one beat',
      'or in several; intervals sent twice count once, so send those of the last minute again. Intervals are cut to what',
      'one stream can have played since the last beat. After 403 policy_changed: refresh, then send the same beat again.',
    ].join(' '),
    tags,
    body: z.strictObject({
      token,
      position: Seconds.optional().describe('Where the player is, in seconds of the video'),
      intervals: z
        .array(Interval)
        .max(500)
        .default([])
        .describe('What was played since the last beat, without what was only skipped'),
      clock: z
        .number()
        .min(0)
        .max(10_000_000)
        .optional()
        .describe(
          'Seconds between the answer to start and the making of this beat, by the clock of the device: a beat that waited for the network counts for its own time',
        ),
      seq: z
        .int()
        .positive()
        .max(2_000_000_000)
        .optional()
        .describe('1, 2, 3, … in one playback; a repeat counts nothing'),
    }),
    response: {
      200: z.object({
        ok: z.literal(true),
        state: EnforcementState,
        expires_at: z.int().describe('Of the playback, unix seconds; the token keeps its own end'),
        progress: z.number(),
        completed: z.boolean(),
        max_watched: z.int(),
        cut_seconds: z.number().describe('Claimed beyond what the clock allows, and not counted'),
        kept_seq: z
          .int()
          .nullable()
          .describe(
            'Beats up to this seq are stored for good; add the intervals of later ones to the next beat, until they are',
          ),
      }),
      ...refusals,
    },
  },
} satisfies Route & { schema: { description: string } };

export const endPlayback = {
  method: 'POST',
  url: '/playback/end',
  schema: {
    operationId: 'endPlayback',
    summary: 'Stop watching; also with a token that has expired',
    tags,
    body: z.strictObject({ token }),
    response: { 200: z.object({ ok: z.literal(true) }), ...refusals },
  },
} satisfies Route;
