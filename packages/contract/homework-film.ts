import { z } from 'zod';
import { IdParams } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';
import { UploadPlan } from './video-upload.ts';

/** What a phone films of a few pages; the browser says so before it sends. */
export const FILM_MAX_SECONDS = 600;
/** Browsers and runners do not measure alike: what one let through the other must not refuse. */
export const FILM_SLACK_SECONDS = 30;
export const FILM_MAX_BYTES = 1024 ** 3;

/** What a runner gets for `ai.homework_video_analysis`. */
export const FilmPayload = z.object({
  submission_id: z.int(),
  place: z.int(),
  source_url: z.string(),
  source_bytes: z.int(),
  max_seconds: z.int(),
});
export type FilmPayload = z.infer<typeof FilmPayload>;

const Seconds = z.number().min(0).max(100_000);
const Span = z.tuple([Seconds, Seconds]);
const found = {
  duration: Seconds,
  width: z.int().positive(),
  height: z.int().positive(),
  has_sound: z.boolean(),
  silent_seconds: z.int().min(0).describe('In which nothing is heard'),
  black: z.array(Span).max(200).describe('Parts without a picture'),
  still: z.array(Span).max(200).describe('Parts in which nothing moves'),
};
const FileName = z.string().max(200);

const Scene = z.object({
  at: Seconds,
  file: FileName,
  page: FileName.nullable().default(null).describe('The same picture, large enough to read'),
});

export const FilmResult = z.object({
  submission_id: z.int().positive(),
  place: z.int().min(1),
  reason: z.string().max(100).describe('Why no film could be made; else empty'),
  film: FileName.nullable(),
  found: z.object({ ...found, frames: z.array(Scene).max(12) }).nullable(),
  files: z.array(z.object({ name: FileName, bytes: z.int().min(0) })).max(30),
});
export type FilmResult = z.infer<typeof FilmResult>;

/** A video of homework as it is shown; its address is signed for an hour. */
export const Film = z.object({
  place: z.int(),
  state: z.enum(['waiting', 'ready', 'refused']),
  reason: z.string().describe('Of a refusal: too long, damaged, no picture'),
  url: z
    .string()
    .nullable()
    .describe('Of the film; for staff what was sent, where no film could be made of it'),
  ...found,
  width: z.int().nullable(),
  height: z.int().nullable(),
  frames: z.array(z.object({ at: Seconds, url: z.string() })),
});
export type Film = z.infer<typeof Film>;

/** Something said to a moment of a video. */
export const Remark = z.strictObject({
  place: z.int().min(1).max(30).describe('Of the file'),
  at: Seconds,
  text: z.string().trim().min(1).max(1000),
});
export type Remark = z.infer<typeof Remark>;

const tags = ['submissions'] as const;
const refusals = { 400: Problem, 401: Problem, 404: Problem, 409: Problem } as const;
const PartNumber = z.int().min(1).max(10_000);
const Size = z.int().positive().max(FILM_MAX_BYTES);

export const startFileUpload = {
  method: 'POST',
  url: '/submissions/files/parts',
  schema: {
    operationId: 'startFileUpload',
    summary: 'Begin to send a large file in parts, to go on where it broke off',
    tags,
    body: z.strictObject({ filename: z.string().trim().min(1).max(255), size: Size }),
    response: {
      201: z.object({ id: z.int(), file_key: z.string(), upload: UploadPlan }),
      415: Problem,
      507: Problem,
      ...refusals,
    },
  },
} satisfies Route;

export const getFileUpload = {
  method: 'GET',
  url: '/submissions/files/:id/parts',
  schema: {
    operationId: 'getFileUpload',
    summary: 'Which parts of an own file have arrived whole',
    tags,
    params: IdParams,
    response: {
      200: z.object({
        upload: UploadPlan,
        parts: z.array(z.object({ part_number: PartNumber, size: z.int() })),
      }),
      ...refusals,
    },
  },
} satisfies Route;

export const fileUploadUrls = {
  method: 'POST',
  url: '/submissions/files/:id/urls',
  schema: {
    operationId: 'fileUploadUrls',
    summary: 'Signed addresses to put parts to',
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

export const completeFileUpload = {
  method: 'POST',
  url: '/submissions/files/:id/complete',
  schema: {
    operationId: 'completeFileUpload',
    summary: 'All parts are there: makes the file of them, which createSubmission then names',
    tags,
    params: IdParams,
    response: { 200: z.object({ file_key: z.string() }), 507: Problem, ...refusals },
  },
} satisfies Route;
