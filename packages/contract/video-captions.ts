import { z } from 'zod';
import { IdParams, Instant } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

export const CAPTION_MAX_BYTES = 2 * 1024 * 1024;
/** What browsers call WebVTT and SRT files; the content decides. */
export const captionContentTypes = [
  'text/vtt',
  'application/x-subrip',
  'text/plain',
  'application/octet-stream',
] as const;

export const CaptionLanguage = z
  .string()
  .max(35)
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
  .describe('BCP 47, e.g. ko or en-US');
const Label = z.string().trim().min(1).max(60).describe('What viewers choose it by');

/** Captions as a player needs them. */
export const CaptionTrack = z
  .object({
    id: z.int(),
    language: CaptionLanguage,
    label: z.string(),
    url: z.string().describe('WebVTT, signed for some hours'),
  })
  .meta({ id: 'CaptionTrack' });
export type CaptionTrack = z.infer<typeof CaptionTrack>;

export const VideoCaption = CaptionTrack.extend({
  video: z.int(),
  cues: z.int(),
  filename: z.string(),
  updated_at: Instant,
}).meta({ id: 'VideoCaption' });
export type VideoCaption = z.output<typeof VideoCaption>;

const tags = ['video'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;
const file = { 413: Problem, 415: Problem, 422: Problem, 507: Problem } as const;
const Filename = z.string().trim().min(1).max(255).default('captions');

export const listVideoCaptions = {
  method: 'GET',
  url: '/videos/:id/captions',
  schema: {
    operationId: 'listVideoCaptions',
    summary: 'The captions of a video',
    tags,
    params: IdParams,
    response: { 200: z.array(VideoCaption), ...refusals },
  },
} satisfies Route;

export const addVideoCaption = {
  method: 'POST',
  url: '/videos/:id/captions',
  schema: {
    operationId: 'addVideoCaption',
    summary: 'Add captions (the body is the WebVTT or SRT file); 422 captions_unreadable names the line',
    tags,
    params: IdParams,
    querystring: z.strictObject({
      language: CaptionLanguage.default('ko'),
      label: Label.default('한국어'),
      filename: Filename,
    }),
    response: { 201: VideoCaption, ...file, ...refusals },
  },
} satisfies Route;

export const replaceVideoCaption = {
  method: 'PUT',
  url: '/video-captions/:id/file',
  schema: {
    operationId: 'replaceVideoCaption',
    summary: 'Another file in place of the one that is there',
    tags,
    params: IdParams,
    querystring: z.strictObject({ filename: Filename }),
    response: { 200: VideoCaption, ...file, ...refusals },
  },
} satisfies Route;

export const editVideoCaption = {
  method: 'PATCH',
  url: '/video-captions/:id',
  schema: {
    operationId: 'editVideoCaption',
    summary: 'Another language or label',
    tags,
    params: IdParams,
    body: z.strictObject({ language: CaptionLanguage.optional(), label: Label.optional() }),
    response: { 200: VideoCaption, ...refusals },
  },
} satisfies Route;

export const removeVideoCaption = {
  method: 'DELETE',
  url: '/video-captions/:id',
  schema: {
    operationId: 'removeVideoCaption',
    summary: 'Take captions away',
    tags,
    params: IdParams,
    response: { 204: z.undefined(), ...refusals },
  },
} satisfies Route;
