import { z } from 'zod';
import { Id, Instant } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

/** The protocol that workers of the original speak, on top of the job lease: a job is known by its video. */
const VideoParams = z.strictObject({ video_id: Id });
const tags = ['internal'] as const;
const Done = z.object({ ok: z.literal(true), reason: z.enum(['ok', 'idempotent']) });
const refusals = { 401: Problem, 404: Problem, 409: Problem, 503: Problem } as const;
/** Old workers say more than is asked for; the rest is left out. */
const Output = z.object({
  hls_path: z.string().min(1).max(500),
  duration: z.number().nonnegative().nullish().describe('Seconds; by default those of the source'),
});

export const VideoWork = z.object({
  video_id: z.int(),
  file_key: z.string(),
  tenant_code: z.string(),
  job_id: z.int(),
  lease_token: z
    .uuid()
    .describe('For POST /internal/jobs/{job_id}/outputs, which signs addresses to put files to'),
  leased_until: Instant,
  source_url: z.string().describe('Signed GET of the source'),
  output_prefix: z.string().describe('The result must lie below it'),
  key_hex: z.string(),
  key_uri: z.string(),
});

/** The same endpoint under the path that a deployment of the original may have doubled. */
function doubled<const R extends Route>(route: R) {
  const { operationId } = route.schema;
  return {
    ...route,
    url: `/internal${route.url}` as const,
    schema: { ...route.schema, operationId: `${operationId}Doubled`, summary: `As ${operationId}` },
  } as R;
}

export const nextVideo = {
  method: 'GET',
  url: '/internal/video-worker/next',
  schema: {
    operationId: 'nextVideo',
    summary: 'The next video to make HLS of, or 204',
    tags,
    response: { 200: z.object({ job: VideoWork }), 204: z.undefined(), ...refusals },
  },
} satisfies Route;

export const heartbeatVideo = {
  method: 'POST',
  url: '/internal/video-worker/:video_id/heartbeat',
  schema: {
    operationId: 'heartbeatVideo',
    summary: 'Keep the lease, and say how far the work is',
    tags,
    params: VideoParams,
    body: z
      .object({ progress: z.number().min(0).max(1).optional(), stage: z.string().max(64).optional() })
      .nullish(),
    response: { 200: z.object({ ok: z.literal(true), cancel: z.boolean() }), ...refusals },
  },
} satisfies Route;

export const completeVideo = {
  method: 'POST',
  url: '/internal/video-worker/:video_id/complete',
  schema: {
    operationId: 'completeVideo',
    summary: 'The video is done; hls_path names the master playlist below output_prefix',
    tags,
    params: VideoParams,
    body: Output,
    response: { 200: Done, 422: Problem, ...refusals },
  },
} satisfies Route;

export const failVideo = {
  method: 'POST',
  url: '/internal/video-worker/:video_id/fail',
  schema: {
    operationId: 'failVideo',
    summary: 'This attempt failed',
    tags,
    params: VideoParams,
    body: z
      .object({ reason: z.string().max(100_000).nullish().describe('Kept to 2,000 characters') })
      .nullish(),
    response: { 200: Done, ...refusals },
  },
} satisfies Route;

export const nextVideoDoubled = doubled(nextVideo);
export const heartbeatVideoDoubled = doubled(heartbeatVideo);
export const completeVideoDoubled = doubled(completeVideo);
export const failVideoDoubled = doubled(failVideo);

export const processingComplete = {
  method: 'POST',
  url: '/internal/videos/:video_id/processing-complete',
  schema: {
    operationId: 'processingComplete',
    summary: 'As completeVideo, for workers that know no other way; needs the worker token as well',
    tags,
    params: VideoParams,
    body: Output,
    response: {
      200: z.object({ ok: z.literal(true), idempotent: z.literal(true).optional() }),
      422: Problem,
      ...refusals,
    },
  },
} satisfies Route;
