import { z } from 'zod';
import { Flag, Id, IdParams, Instant } from './list.ts';
import { EnforcementState, PlaybackPolicy } from './playback.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

/** What a player reports. Only the two attempts can break a rule; whether they did is decided by the server. */
export const PlaybackEventType = z.enum([
  'VISIBILITY_HIDDEN',
  'VISIBILITY_VISIBLE',
  'FOCUS_LOST',
  'FOCUS_GAINED',
  'SEEK_ATTEMPT',
  'SPEED_CHANGE_ATTEMPT',
  'FULLSCREEN_ENTER',
  'FULLSCREEN_EXIT',
  'PLAYER_ERROR',
  'WATERMARK_REMOVED',
  'REPLAYED',
]);
export type PlaybackEventType = z.infer<typeof PlaybackEventType>;

export const ViolationReason = z.enum([
  'seek_blocked',
  'seek_bounded_forward',
  'speed_blocked',
  'speed_exceeded',
]);
export type ViolationReason = z.infer<typeof ViolationReason>;

export const Severity = z.enum(['info', 'warn', 'danger']);
export type Severity = z.infer<typeof Severity>;

export const EVENTS_A_BATCH = 200;

const tags = ['playback'] as const;
const auditTags = ['video'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;
const token = z.string().max(2000).optional().describe('The playback token, from start or refresh');

export const PlaybackEventInput = z.object({
  type: z.string().max(100).describe('One of PlaybackEventType; others are refused one by one'),
  occurred_at: z
    .number()
    .min(0)
    .max(100_000_000_000)
    .optional()
    .describe("Unix seconds by the device's clock, with fractions; default: when the batch arrives"),
  payload: z
    .unknown()
    .optional()
    .describe(
      'SEEK_ATTEMPT {from, to} in seconds, SPEED_CHANGE_ATTEMPT {rate}, REPLAYED {parts: [[from, to]]}; others as they like, to 1,000 bytes',
    ),
});
export type PlaybackEventInput = z.input<typeof PlaybackEventInput>;

export const RefusedEvent = z.object({
  index: z.int(),
  code: z.enum(['unknown_type', 'payload_too_large']),
});
export type RefusedEvent = z.infer<typeof RefusedEvent>;

export const postPlaybackEvents = {
  method: 'POST',
  url: '/playback/events',
  schema: {
    operationId: 'postPlaybackEvents',
    summary: `What happened in the player; at most ${EVENTS_A_BATCH} events (413 batch_too_large)`,
    description: [
      'Queue events on the device and send them every few seconds; after a failure send the same batch again under the',
      'same batch_id. Send the heartbeat with what was played first: seeks are judged by what is on record.',
      'The first violation warns: show it, then POST /playback/acknowledge {state: warned}. The next pauses: stop, show',
      'why, and on "continue" POST /playback/acknowledge {state: paused}; until then nothing that is played counts. A',
      'violation after that revokes: this answer says so once, every later call says 409 session_inactive with reason',
      'revoked, and a new start 403 playback_revoked with the case_id until staff give access back.',
    ].join(' '),
    tags,
    body: z.strictObject({
      token,
      events: z.array(PlaybackEventInput),
      batch_id: z.uuid().optional().describe('The same one again counts once'),
      sent_at: z
        .number()
        .min(0)
        .max(100_000_000_000)
        .optional()
        .describe("The device's clock when it sends this: a wrong clock is then no matter"),
    }),
    response: {
      201: z.object({
        stored: z.int().describe('Also when it was stored before under this batch_id'),
        state: EnforcementState,
        case_id: z.int().nullable().describe('Of the case that a state other than ok belongs to'),
        violations: z.array(z.object({ index: z.int(), reason: ViolationReason })),
        rejected: z.array(RefusedEvent),
      }),
      ...refusals,
      413: Problem,
    },
  },
} satisfies Route & { schema: { description: string } };

export const acknowledgePlayback = {
  method: 'POST',
  url: '/playback/acknowledge',
  schema: {
    operationId: 'acknowledgePlayback',
    summary: 'The student has seen the warning, or has read why it was paused and goes on',
    tags,
    body: z.strictObject({
      token,
      state: z
        .enum(['warned', 'paused'])
        .describe('What was shown; another state than the present changes nothing'),
    }),
    response: {
      200: z.object({
        ok: z.literal(true),
        state: EnforcementState,
        case_id: z.int().nullable(),
      }),
      ...refusals,
    },
  },
} satisfies Route;

export const PlaybackEvent = z
  .object({
    id: z.int(),
    video: z.int(),
    video_title: z.string(),
    enrollment_id: z.int(),
    student_name: z.string(),
    session_id: z.string().describe('The playback'),
    device_id: z.string(),
    user_id: z.int(),
    event_type: PlaybackEventType,
    violated: z.boolean(),
    violation_reason: z.union([ViolationReason, z.literal('')]),
    event_payload: z.record(z.string(), z.unknown()),
    policy_snapshot: PlaybackPolicy.describe('What it was judged by'),
    occurred_at: Instant.describe('In the player, inside the playback'),
    received_at: Instant,
    severity: Severity,
    score: z.int(),
  })
  .meta({ id: 'PlaybackEvent' });
export type PlaybackEvent = z.output<typeof PlaybackEvent>;

export const EventRange = z
  .enum(['24h', '7d', 'all'])
  .default('24h')
  .describe('By when it occurred; the ranking counts whole hours');
export type EventRange = z.infer<typeof EventRange>;

const eventTypes = z
  .string()
  .max(400)
  .transform((text) => text.split(',').filter(Boolean))
  .pipe(z.array(PlaybackEventType))
  .describe('Several separated by commas');

export const EventFilter = z.strictObject({
  video: Id.optional(),
  enrollment: Id.optional(),
  session_id: z.uuid().optional().describe('One playback'),
  violated: Flag.optional(),
  event_type: eventTypes.optional(),
  range: EventRange,
  search: z
    .string()
    .trim()
    .max(100)
    .optional()
    .describe("A part of the student's name or of the playback's id, or the number of the account"),
});
export type EventFilter = z.output<typeof EventFilter>;

export const EventQuery = EventFilter.extend({
  cursor: z
    .string()
    .regex(/^\d{1,16}\.\d{1,15}$/)
    .optional(),
  page_size: z.coerce.number().int().min(1).max(500).default(50),
});
export type EventQuery = z.output<typeof EventQuery>;

export const listPlaybackEvents = {
  method: 'GET',
  url: '/video-playback-events',
  schema: {
    operationId: 'listPlaybackEvents',
    summary: 'What players reported in the lectures of the caller, the newest first',
    tags: auditTags,
    querystring: EventQuery,
    response: {
      200: z.object({ next: z.string().nullable(), results: z.array(PlaybackEvent) }),
      ...refusals,
    },
  },
} satisfies Route;

export const getPlaybackEvent = {
  method: 'GET',
  url: '/video-playback-events/:id',
  schema: {
    operationId: 'getPlaybackEvent',
    summary: 'One event, however old',
    tags: auditTags,
    params: IdParams,
    response: { 200: PlaybackEvent, ...refusals },
  },
} satisfies Route;

export const RiskRow = z
  .object({
    enrollment_id: z.int(),
    student_name: z.string(),
    score: z.int(),
    danger: z.int().describe('Violations'),
    warn: z.int(),
    info: z.int(),
    last_occurred_at: Instant.nullable(),
    case_id: z.int().nullable().describe('The newest case of this student and video'),
    case_state: EnforcementState.nullable().describe('Of that case while it is open'),
  })
  .meta({ id: 'RiskRow' });
export type RiskRow = z.output<typeof RiskRow>;

export const rankRisk = {
  method: 'GET',
  url: '/video-playback-events/risk',
  schema: {
    operationId: 'rankRisk',
    summary: 'Students of a video by the score of what their players reported',
    tags: auditTags,
    querystring: z.strictObject({
      video: Id,
      range: EventRange,
      limit: z.coerce.number().int().min(1).max(500).default(5),
    }),
    response: { 200: z.array(RiskRow), ...refusals },
  },
} satisfies Route;

export const EventExport = EventFilter.extend({
  video: Id,
  format: z
    .enum(['csv', 'xlsx'])
    .default('csv')
    .describe('csv has codes for programs, xlsx words for people'),
  lang: z.enum(['ko', 'en']).default('ko').describe('Of the words in xlsx'),
});
export type EventExport = z.output<typeof EventExport>;

export const exportPlaybackEvents = {
  method: 'GET',
  url: '/video-playback-events/export',
  schema: {
    operationId: 'exportPlaybackEvents',
    summary: 'The events of a video for spreadsheets, the newest first; who takes it is recorded',
    tags: auditTags,
    querystring: EventExport,
    response: { 200: z.any().describe('text/csv (UTF-8 with BOM), or XLSX'), ...refusals },
  },
} satisfies Route;
