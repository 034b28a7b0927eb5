import { z } from 'zod';
import { Id, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

/** A lease belongs to one attempt: its token is new at every claim and fences off whoever held the job before. */
export const LeaseToken = z.uuid();

export const ClaimedJob = z
  .object({
    id: z.int(),
    kind: z.string(),
    attempt: z.int().describe('1 for the first claim'),
    lease_token: LeaseToken,
    leased_until: Instant,
    lease_seconds: z.int(),
    progress: z.number().describe('0..1, where the attempt before got to'),
    payload: z
      .record(z.string(), z.unknown())
      .describe('What this kind needs; the owner of the kind declares it'),
  })
  .meta({ id: 'ClaimedJob' });
export type ClaimedJob = z.infer<typeof ClaimedJob>;

const JobParams = z.strictObject({ id: Id });
const lease = z.strictObject({ lease_token: LeaseToken });
const Done = z.object({ ok: z.literal(true), reason: z.enum(['ok', 'idempotent']) });
const tags = ['internal'] as const;
const refusals = { 401: Problem, 404: Problem, 409: Problem, 503: Problem } as const;

export const claimJob = {
  method: 'POST',
  url: '/internal/jobs/claim',
  schema: {
    operationId: 'claimJob',
    summary: 'Take the next job of these kinds, or 204',
    tags,
    body: z.strictObject({ kinds: z.array(z.string().max(64)).min(1).max(20) }),
    response: { 200: z.object({ job: ClaimedJob }), 204: z.undefined(), ...refusals },
  },
} satisfies Route;

export const heartbeatJob = {
  method: 'POST',
  url: '/internal/jobs/:id/heartbeat',
  schema: {
    operationId: 'heartbeatJob',
    summary: 'Keep the lease and report how far the job is',
    tags,
    params: JobParams,
    body: lease.extend({
      progress: z.number().min(0).max(1).optional(),
      stage: z.string().max(64).optional(),
    }),
    response: {
      200: z.object({ ok: z.literal(true), leased_until: Instant, cancel: z.boolean() }),
      ...refusals,
    },
  },
} satisfies Route;

export const OutputTarget = z.object({
  name: z.string(),
  url: z.string(),
  method: z.literal('PUT'),
  headers: z.record(z.string(), z.string()),
});

/** Names stay below the job's own output prefix: relative, no `..`, no leading slash. */
export const OutputName = z
  .string()
  .max(200)
  .regex(/^(?!.*\.\.)[a-zA-Z0-9_-][a-zA-Z0-9_./-]*$/);

export const outputUrls = {
  method: 'POST',
  url: '/internal/jobs/:id/outputs',
  schema: {
    operationId: 'outputUrls',
    summary: 'Signed addresses to put output files to, below the prefix of this job and attempt',
    tags,
    params: JobParams,
    body: lease.extend({
      files: z
        .array(z.strictObject({ name: OutputName, content_type: z.string().max(100) }))
        .min(1)
        .max(500),
    }),
    response: { 200: z.object({ outputs: z.array(OutputTarget) }), ...refusals },
  },
} satisfies Route;

export const publishJob = {
  method: 'POST',
  url: '/internal/jobs/:id/publish',
  schema: {
    operationId: 'publishJob',
    summary: 'A part of the result that is whole by itself and may be used before the job is done',
    tags,
    params: JobParams,
    body: lease.extend({ result: z.record(z.string(), z.unknown()) }),
    response: { 200: Done, 422: Problem, ...refusals },
  },
} satisfies Route;

export const completeJob = {
  method: 'POST',
  url: '/internal/jobs/:id/complete',
  schema: {
    operationId: 'completeJob',
    summary: 'The job is done; the files that the result names are checked in the storage',
    tags,
    params: JobParams,
    body: lease.extend({ result: z.record(z.string(), z.unknown()) }),
    response: { 200: Done, 422: Problem, ...refusals },
  },
} satisfies Route;

export const failJob = {
  method: 'POST',
  url: '/internal/jobs/:id/fail',
  schema: {
    operationId: 'failJob',
    summary: 'This attempt failed; permanent means that trying again is useless',
    tags,
    params: JobParams,
    body: lease.extend({
      reason: z
        .string()
        .min(1)
        .max(2000)
        .describe('A code, or a code, a colon and what operators need to know'),
      permanent: z.boolean().default(false),
    }),
    response: { 200: Done, ...refusals },
  },
} satisfies Route;

export const releaseJob = {
  method: 'POST',
  url: '/internal/jobs/:id/release',
  schema: {
    operationId: 'releaseJob',
    summary: 'Give the job back untried, e.g. because the runner shuts down',
    tags,
    params: JobParams,
    body: lease,
    response: { 200: Done, ...refusals },
  },
} satisfies Route;

export const JobStatus = z.enum(['queued', 'leased', 'done', 'failed', 'cancelled']);

/** A job as the people of the academy see it. */
export const Job = z
  .object({
    id: z.int(),
    kind: z.string(),
    subject_id: z.int(),
    status: JobStatus,
    attempt: z.int(),
    failures: z.int(),
    max_failures: z.int(),
    progress: z.number(),
    stage: z.string().nullable(),
    last_error: z.string().nullable(),
    leased_by: z.string().nullable(),
    leased_until: Instant.nullable(),
    cancel_requested: z.boolean(),
    created_at: Instant,
    started_at: Instant.nullable(),
    finished_at: Instant.nullable(),
  })
  .meta({ id: 'Job' });

export const JobAttempt = z.object({
  attempt: z.int(),
  leased_by: z.string(),
  started_at: Instant,
  ended_at: Instant.nullable(),
  outcome: z.enum(['done', 'failed', 'lost', 'released', 'cancelled']).nullable(),
  error: z.string().nullable(),
});

const staffTags = ['jobs'] as const;

export const listJobs = {
  method: 'GET',
  url: '/jobs',
  schema: {
    operationId: 'listJobs',
    summary: 'The background work of the academy, latest first',
    tags: staffTags,
    querystring: ListQuery.extend({ status: JobStatus.optional(), kind: z.string().max(64).optional() }),
    response: { 200: pageOf(Job) },
  },
} satisfies Route;

export const getJob = {
  method: 'GET',
  url: '/jobs/:id',
  schema: {
    operationId: 'getJob',
    summary: 'One job with the history of its attempts',
    tags: staffTags,
    params: JobParams,
    response: { 200: Job.extend({ attempts: z.array(JobAttempt) }), 404: Problem },
  },
} satisfies Route;

export const cancelJob = {
  method: 'POST',
  url: '/jobs/:id/cancel',
  schema: {
    operationId: 'cancelJob',
    summary: 'Stop a job: at once if it waits, at the next heartbeat if it runs',
    tags: staffTags,
    params: JobParams,
    response: { 200: Job, 404: Problem, 409: Problem },
  },
} satisfies Route;

export const listRunners = {
  method: 'GET',
  url: '/runners',
  schema: {
    operationId: 'listRunners',
    summary: 'Runners that asked for work in the last day',
    tags: staffTags,
    response: {
      200: z.object({
        results: z.array(
          z.object({ id: z.string(), kinds: z.array(z.string()), last_seen_at: Instant, alive: z.boolean() }),
        ),
      }),
    },
  },
} satisfies Route;

/** How one kind of work stands in the academy. */
export const JobQueue = z
  .object({
    kind: z.string(),
    queued: z.int().describe('Waiting for a runner'),
    resting: z.int().describe('Of them, waiting for the next try after a failure'),
    leased: z.int().describe('Being done'),
    failed: z.int().describe('Given up in the last day'),
    oldest_queued_at: Instant.nullable().describe(
      'Since when the one waits that waits longest and could be taken',
    ),
    soonest_lease_end: Instant.nullable().describe(
      'When the first lease runs out unless its runner is heard of',
    ),
  })
  .meta({ id: 'JobQueue' });
export type JobQueue = z.output<typeof JobQueue>;

export const listJobQueues = {
  method: 'GET',
  url: '/job-queues',
  schema: {
    operationId: 'listJobQueues',
    summary: 'What waits for runners and for how long, kind by kind',
    tags: staffTags,
    response: { 200: z.object({ results: z.array(JobQueue) }) },
  },
} satisfies Route;
