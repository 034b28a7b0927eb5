import { z } from 'zod';
import { IdParams } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';
import { MaxSpeed, Video } from './video.ts';

const MAX_SOURCE_BYTES = 512 * 1024 ** 3;
const PartNumber = z.int().min(1).max(10_000);

/** A file goes up in parts of `part_size` bytes (the last may be shorter), in any order, several at a time. */
export const UploadPlan = z
  .object({
    upload_id: z.string(),
    part_size: z.int(),
    part_count: z.int().nullable().describe('Null when the size was not told'),
  })
  .meta({ id: 'UploadPlan' });
export type UploadPlan = z.infer<typeof UploadPlan>;

const tags = ['video'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;

export const initUpload = {
  method: 'POST',
  url: '/videos/upload/init',
  schema: {
    operationId: 'initUpload',
    summary: 'Begin to upload a video into a class session, as its last one',
    tags,
    body: z.strictObject({
      session: z.int().positive(),
      title: z.string().trim().min(1).max(255),
      filename: z.string().trim().min(1).max(255).describe('Its extension must be one of a video'),
      content_type: z.string().max(100).optional().describe('Not used: the extension decides'),
      size: z.int().min(1).max(MAX_SOURCE_BYTES).optional().describe('Bytes; also checked when complete'),
      allow_skip: z.boolean().default(false),
      max_speed: MaxSpeed.default(1),
      show_watermark: z.boolean().default(true),
      even_loudness: z
        .boolean()
        .optional()
        .describe('Makes it as loud as others (EBU R128, -16 LUFS); else as the academy chose'),
    }),
    response: {
      201: z.object({
        video: Video,
        upload_url: z.string().describe('PUT of the whole file with content_type, instead of parts'),
        file_key: z.string(),
        content_type: z.string(),
        upload: UploadPlan,
      }),
      507: Problem,
      ...refusals,
    },
  },
} satisfies Route;

export const createVideo = {
  method: 'POST',
  url: '/videos',
  schema: {
    operationId: 'createVideo',
    summary: 'A PENDING video; its file goes up by GET and POST /videos/{id}/upload/…',
    tags,
    body: initUpload.schema.body.extend({
      filename: initUpload.schema.body.shape.filename.default('video.mp4'),
    }),
    response: { 201: Video, 507: Problem, ...refusals },
  },
} satisfies Route;

export const getUpload = {
  method: 'GET',
  url: '/videos/:id/upload',
  schema: {
    operationId: 'getUpload',
    summary: 'Which parts have arrived whole, to go on with an upload',
    tags,
    params: IdParams,
    response: {
      200: z.object({
        filename: z.string(),
        size: z.int().nullable(),
        upload: UploadPlan,
        parts: z.array(z.object({ part_number: PartNumber, size: z.int() })),
      }),
      ...refusals,
    },
  },
} satisfies Route;

export const uploadPartUrls = {
  method: 'POST',
  url: '/videos/:id/upload/parts',
  schema: {
    operationId: 'uploadPartUrls',
    summary: 'Signed addresses to put parts to; relative ones are relative to this server',
    tags,
    params: IdParams,
    body: z.strictObject({ part_numbers: z.array(PartNumber).min(1).max(100) }),
    response: {
      200: z.object({
        parts: z.array(
          z.object({
            part_number: PartNumber,
            method: z.literal('PUT'),
            url: z.string(),
            headers: z.record(z.string(), z.string()),
          }),
        ),
      }),
      ...refusals,
    },
  },
} satisfies Route;

export const completeUpload = {
  method: 'POST',
  url: '/videos/:id/upload/complete',
  schema: {
    operationId: 'completeUpload',
    summary: 'Everything is there: look into the file. UPLOADED and queued, or FAILED with the reason',
    tags,
    params: IdParams,
    response: { 200: Video, 503: Problem, 507: Problem, ...refusals },
  },
} satisfies Route;

export const cancelUpload = {
  method: 'DELETE',
  url: '/videos/:id/upload',
  schema: {
    operationId: 'cancelUpload',
    summary: 'Give up an upload that is not complete; its video goes with it',
    tags,
    params: IdParams,
    response: { 204: z.undefined(), ...refusals },
  },
} satisfies Route;
