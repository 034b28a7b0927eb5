import { z } from 'zod';
import { Flag, Id, IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { EnforcementState, PlaybackPolicy } from './playback.ts';
import { PlaybackEventType, ViolationReason } from './playback-events.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

/** `restored`: staff gave access back; `dismissed`: staff found nothing in it; `lapsed`: nothing more happened for a month. */
export const CaseStatus = z.enum(['open', 'restored', 'dismissed', 'lapsed']);
export type CaseStatus = z.infer<typeof CaseStatus>;

/** What one student did against the rules of one video, from the first violation until staff decide. */
export const PlaybackCase = z
  .object({
    id: z.int(),
    video: z.int(),
    video_title: z.string(),
    lecture: z.int(),
    lecture_title: z.string(),
    enrollment: z.int(),
    student_name: z.string(),
    status: CaseStatus,
    state: EnforcementState.describe('How far it went; `ok` where only heartbeats were forged'),
    violations: z.int(),
    forged: z
      .int()
      .describe('Heartbeats that claimed far more than can have been played; nothing of it counted'),
    opened_at: Instant,
    last_at: Instant,
    warning_seen_at: Instant.nullable(),
    confirmed_at: Instant.nullable().describe('The student read why it was paused, and went on'),
    revoked_at: Instant.nullable(),
    objection: z.string().nullable(),
    objected_at: Instant.nullable(),
    resolution: z.string().nullable().describe('The reason that staff gave'),
    resolved_at: Instant.nullable(),
    resolved_by_name: z.string().nullable(),
  })
  .meta({ id: 'PlaybackCase' });
export type PlaybackCase = z.output<typeof PlaybackCase>;

export const CaseEntryKind = z.enum([
  'violation',
  'forged',
  'warned',
  'warning_seen',
  'paused',
  'confirmed',
  'revoked',
  'objected',
  'restored',
  'dismissed',
  'lapsed',
]);
export type CaseEntryKind = z.infer<typeof CaseEntryKind>;

export const CaseEntry = z
  .object({
    id: z.int(),
    at: Instant,
    kind: CaseEntryKind,
    session_id: z.string().nullable().describe('The playback'),
    device_id: z.string().nullable(),
    event_type: PlaybackEventType.nullable(),
    violation_reason: ViolationReason.nullable(),
    payload: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe(
        'Of a violation what the player reported and max_watched; of forged heartbeats {times, cut_seconds, repeats}',
      ),
    policy: PlaybackPolicy.nullable().describe('What was allowed then'),
    actor_name: z.string().nullable(),
    text: z.string().nullable().describe('Of an objection or a decision'),
  })
  .meta({ id: 'CaseEntry' });
export type CaseEntry = z.output<typeof CaseEntry>;

export const PlaybackCaseDetail = PlaybackCase.extend({
  timeline: z.array(CaseEntry).describe('In the order in which it happened; at most the last 500'),
  playbacks: z.array(
    z.object({
      session_id: z.string(),
      device_id: z.string(),
      status: z.enum(['ACTIVE', 'ENDED', 'REVOKED', 'EXPIRED']),
      ended_reason: z.string().nullable(),
      started_at: Instant,
      ended_at: Instant.nullable(),
    }),
  ),
}).meta({ id: 'PlaybackCaseDetail' });
export type PlaybackCaseDetail = z.output<typeof PlaybackCaseDetail>;

const tags = ['video'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem } as const;
const Text = z.string().trim().min(1).max(2000);

export const CaseQuery = ListQuery.extend({
  video: Id.optional(),
  lecture: Id.optional(),
  enrollment: Id.optional(),
  status: CaseStatus.optional(),
  state: EnforcementState.optional(),
  objected: Flag.optional().describe('With an objection that waits for an answer'),
});
export type CaseQuery = z.output<typeof CaseQuery>;

export const listPlaybackCases = {
  method: 'GET',
  url: '/playback-cases',
  schema: {
    operationId: 'listPlaybackCases',
    summary: 'Cases in the lectures of the caller; by default the newest first',
    tags,
    querystring: CaseQuery,
    response: { 200: pageOf(PlaybackCase), ...refusals },
  },
} satisfies Route;

export const getPlaybackCase = {
  method: 'GET',
  url: '/playback-cases/:id',
  schema: {
    operationId: 'getPlaybackCase',
    summary: 'A case with its evidence',
    tags,
    params: IdParams,
    response: { 200: PlaybackCaseDetail, ...refusals },
  },
} satisfies Route;

export const restorePlaybackCase = {
  method: 'POST',
  url: '/playback-cases/:id/restore',
  schema: {
    operationId: 'restorePlaybackCase',
    summary: 'Give access back, effective at once; 409 case_closed when it was decided before',
    tags,
    params: IdParams,
    body: z.strictObject({ reason: Text }),
    response: { 200: PlaybackCase, ...refusals, 409: Problem },
  },
} satisfies Route;

export const dismissPlaybackCase = {
  method: 'POST',
  url: '/playback-cases/:id/dismiss',
  schema: {
    operationId: 'dismissPlaybackCase',
    summary:
      'There is nothing in it: close the case, also giving access back; 409 case_closed when it was decided before',
    tags,
    params: IdParams,
    body: z.strictObject({ reason: Text.optional() }),
    response: { 200: PlaybackCase, ...refusals, 409: Problem },
  },
} satisfies Route;

/** A case as the student whom it concerns sees it. */
export const OwnPlaybackCase = PlaybackCase.pick({
  id: true,
  video: true,
  video_title: true,
  enrollment: true,
  status: true,
  state: true,
  violations: true,
  opened_at: true,
  last_at: true,
  revoked_at: true,
  objection: true,
  objected_at: true,
  resolution: true,
  resolved_at: true,
})
  .extend({
    reasons: z.array(ViolationReason).describe('Of its violations, each once'),
  })
  .meta({ id: 'OwnPlaybackCase' });
export type OwnPlaybackCase = z.output<typeof OwnPlaybackCase>;

export const listOwnPlaybackCases = {
  method: 'GET',
  url: '/playback-cases/mine',
  schema: {
    operationId: 'listOwnPlaybackCases',
    summary: 'The own cases with violations, the newest first; at most a hundred',
    tags: ['playback'],
    querystring: z.strictObject({ video: Id.optional(), status: CaseStatus.optional() }),
    response: { 200: z.array(OwnPlaybackCase), ...refusals },
  },
} satisfies Route;

export const objectToPlaybackCase = {
  method: 'POST',
  url: '/playback-cases/:id/object',
  schema: {
    operationId: 'objectToPlaybackCase',
    summary:
      'Say why it was not so; staff are told. Again while it is open: in place of what was said before',
    tags: ['playback'],
    params: IdParams,
    body: z.strictObject({ text: Text }),
    response: { 200: OwnPlaybackCase, ...refusals, 409: Problem },
  },
} satisfies Route;
