import { z } from 'zod';
import { IdParams, Instant } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';
import { completeUpload, getUpload, initUpload, UploadPlan, uploadPartUrls } from './video-upload.ts';

/** Another source on its way to a video: sent in parts as a new video is, and shown when its output is whole. */
export const Replacement = z
  .object({
    video: z.int(),
    status: z.enum(['PENDING', 'UPLOADED', 'FAILED']).describe('UPLOADED: waits for its output'),
    filename: z.string(),
    size: z.int().nullable(),
    duration: z.number().nullable().describe('Seconds, once it was looked into'),
    error_reason: z.string(),
    created_at: Instant,
  })
  .meta({ id: 'Replacement' });
export type Replacement = z.output<typeof Replacement>;

const tags = ['video'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;

export const beginReplacement = {
  method: 'POST',
  url: '/videos/:id/replacement',
  schema: {
    operationId: 'beginReplacement',
    summary: 'Begin to upload another source; 409 replacement_under_way while there is one',
    tags,
    params: IdParams,
    body: initUpload.schema.body.pick({ filename: true, content_type: true, size: true }),
    response: {
      201: z.object({
        upload_url: z.string(),
        file_key: z.string(),
        content_type: z.string(),
        upload: UploadPlan,
      }),
      507: Problem,
      ...refusals,
    },
  },
} satisfies Route;

export const getReplacement = {
  method: 'GET',
  url: '/videos/:id/replacement',
  schema: {
    operationId: 'getReplacement',
    summary: 'The source that is on its way, or null',
    tags,
    params: IdParams,
    response: { 200: z.object({ replacement: Replacement.nullable() }), ...refusals },
  },
} satisfies Route;

export const getReplacementUpload = {
  ...getUpload,
  url: '/videos/:id/replacement/upload',
  schema: { ...getUpload.schema, operationId: 'getReplacementUpload' },
} satisfies Route;

export const replacementPartUrls = {
  ...uploadPartUrls,
  url: '/videos/:id/replacement/parts',
  schema: { ...uploadPartUrls.schema, operationId: 'replacementPartUrls' },
} satisfies Route;

export const completeReplacement = {
  ...completeUpload,
  url: '/videos/:id/replacement/complete',
  schema: {
    ...completeUpload.schema,
    operationId: 'completeReplacement',
    summary:
      'Everything is there: look into the file. The old one plays until the output of this one is whole',
    response: { ...completeUpload.schema.response, 200: Replacement },
  },
} satisfies Route;

export const cancelReplacement = {
  method: 'DELETE',
  url: '/videos/:id/replacement',
  schema: {
    operationId: 'cancelReplacement',
    summary: 'Give the other source up; the video stays as it is',
    tags,
    params: IdParams,
    response: { 204: z.undefined(), ...refusals },
  },
} satisfies Route;
