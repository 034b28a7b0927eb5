import { z } from 'zod';
import { IdParams, Instant } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';
import { StudyOutcome } from './study-quiz.ts';

export const IngestAttempt = z.strictObject({
  seq: z.int().min(0).max(1_000_000).describe('Its place in the session, counted by the device'),
  pub_id: z.uuid(),
  selected: z.array(z.string().max(200)).max(20).describe('Ids of choices, or one text'),
  unsure: z.boolean().default(false),
  answered_at: Instant.describe('By the clock of the device'),
  elapsed_ms: z.int().min(0).max(86_400_000).nullable().default(null),
});
export type IngestAttempt = z.infer<typeof IngestAttempt>;

export const IngestBody = z.strictObject({
  client_session_uuid: z.uuid(),
  sent_at: Instant.describe('The clock of the device at sending'),
  attempts: z.array(IngestAttempt).min(1).max(500),
  device: z.string().max(200).default(''),
  app_version: z.string().max(50).default(''),
});
export type IngestBody = z.infer<typeof IngestBody>;

export const IngestAnswer = z
  .object({
    client_session_uuid: z.uuid(),
    status: z.enum(['ingested', 'already_ingested']),
    skew_ms: z.int().describe('How far the clock of the device is behind ours; 0 below two minutes'),
    attempts: z
      .array(
        z.object({
          seq: z.int(),
          pub_id: z.uuid(),
          at: Instant.describe('By our clock'),
          is_suspect: z.boolean(),
          outcome: StudyOutcome,
          is_correct: z.boolean(),
        }),
      )
      .describe('What was taken in by this delivery'),
    quarantined: z
      .array(z.object({ seq: z.int(), pub_id: z.uuid() }))
      .describe('Kept until their questions are published'),
    not_attempts: z.array(z.int()).describe('Places where nothing was selected and nothing said'),
    quiz_session_ids: z.array(z.int()).describe('One for each topic'),
  })
  .meta({ id: 'IngestAnswer' });
export type IngestAnswer = z.infer<typeof IngestAnswer>;

export const StudyDevice = z
  .object({ id: z.int(), name: z.string(), created_at: Instant })
  .meta({ id: 'StudyDevice' });
export type StudyDevice = z.infer<typeof StudyDevice>;
export const NewStudyDevice = z.strictObject({ name: z.string().trim().max(100).default('') });
export type NewStudyDevice = z.infer<typeof NewStudyDevice>;
const NewToken = StudyDevice.extend({ token: z.string().describe('Shown once') }).meta({
  id: 'StudyDeviceToken',
});

const tags = ['study'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;

export const ingestAttempts = {
  method: 'POST',
  url: '/ingest/study/attempts',
  schema: {
    operationId: 'ingestAttempts',
    summary: 'A finished session of another viewer, by its bearer token; safe to send again, in any order',
    tags,
    body: IngestBody,
    response: { 200: IngestAnswer, 422: Problem, 503: Problem, ...refusals },
  },
} satisfies Route;

export const syncAttempts = {
  method: 'POST',
  url: '/study/attempts',
  schema: {
    operationId: 'syncAttempts',
    summary: 'The same for the student who is signed in: our own app is a viewer too',
    tags,
    body: IngestBody,
    response: { 200: IngestAnswer, 422: Problem, ...refusals },
  },
} satisfies Route;

export const listStudyDevices = {
  method: 'GET',
  url: '/study/devices',
  schema: {
    operationId: 'listStudyDevices',
    summary: 'The student’s own viewers that may send sessions',
    tags,
    response: { 200: z.object({ results: z.array(StudyDevice) }), ...refusals },
  },
} satisfies Route;

export const createStudyDevice = {
  method: 'POST',
  url: '/study/devices',
  schema: {
    operationId: 'createStudyDevice',
    summary: 'A token for a viewer of the student who asks; it may send sessions and nothing else',
    tags,
    body: NewStudyDevice,
    response: { 201: NewToken, ...refusals },
  },
} satisfies Route;

export const revokeStudyDevice = {
  method: 'DELETE',
  url: '/study/devices/:id',
  schema: {
    operationId: 'revokeStudyDevice',
    summary: 'Close a viewer out',
    tags,
    params: IdParams,
    response: { 204: z.undefined(), ...refusals },
  },
} satisfies Route;
