import { z } from 'zod';
import { Id, IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

const At = z.number().min(0).nullable().default(null).describe('Of a video: the second that is read');

/** What a runner gets for `ai.ocr`: the pages of homework, or the scenes of a video, whose print it reads. */
export const OcrPayload = z.object({
  submission_id: z.int(),
  pages: z.array(z.object({ place: z.int(), at: At, url: z.string(), bytes: z.int() })).max(30),
});
export type OcrPayload = z.infer<typeof OcrPayload>;

const Share = z.number().min(0).max(1);
const Box = z
  .tuple([Share, Share, Share, Share])
  .describe('Left, top, right, bottom in shares of the page’s width and height');
const Confidence = z.number().min(0).max(1);
export const ReadLine = z.object({
  text: z.string().max(1000),
  confidence: Confidence,
  box: Box,
  words: z.array(z.object({ text: z.string().max(200), confidence: Confidence, box: Box })).max(200),
});
export type ReadLine = z.infer<typeof ReadLine>;
export const ReadPage = z.object({
  place: z.int().min(1).max(30).describe('Of the file'),
  at: At,
  confidence: Confidence.describe('Of all its words; 0 when there are none'),
  lines: z.array(ReadLine).max(400),
});
export type ReadPage = z.infer<typeof ReadPage>;
export const ReadPages = z.array(ReadPage).max(30);

/** Below this a word is shown as doubtful and not found by search: handwriting is for people. */
export const SURE_WORD = 0.6;

export const OcrResult = z.object({
  submission_id: z.int().positive(),
  version: z.string().max(50),
  text_file: z.literal('text.json'),
  files: z.array(z.object({ name: z.string().max(200), bytes: z.int().min(0) })).max(1),
});
export type OcrResult = z.infer<typeof OcrResult>;

export const SubmissionText = z
  .object({
    state: z.enum(['waiting', 'read', 'none']).describe('none: there is nothing to read, or it failed'),
    pages: z.array(ReadPage),
  })
  .meta({ id: 'SubmissionText' });
export type SubmissionText = z.infer<typeof SubmissionText>;

export const TextHit = z
  .object({
    submission_id: z.int(),
    homework_id: z.int(),
    title: z.string(),
    enrollment_id: z.int(),
    student_name: z.string(),
    place: z.int(),
    at: z.number().nullable().describe('Of a video: the second'),
    excerpt: z.string().describe('The line in which it was found'),
    superseded: z.boolean(),
    created_at: Instant,
    thumb_url: z.string().nullable(),
  })
  .meta({ id: 'HomeworkTextHit' });
export type TextHit = z.infer<typeof TextHit>;

export const TextQuery = ListQuery.omit({ ordering: true, search: true }).extend({
  lecture: Id,
  search: z.string().trim().min(2).max(100),
  homework: Id.optional(),
});
export type TextQuery = z.infer<typeof TextQuery>;

const tags = ['homework'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem } as const;

export const getSubmissionText = {
  method: 'GET',
  url: '/submissions/:id/text',
  schema: {
    operationId: 'getSubmissionText',
    summary: 'What a machine read on the pages, with how sure it is; never a grade',
    tags,
    params: IdParams,
    response: { 200: SubmissionText, ...refusals },
  },
} satisfies Route;

export const searchHomeworkText = {
  method: 'GET',
  url: '/homework/texts',
  schema: {
    operationId: 'searchHomeworkText',
    summary:
      'Pages and scenes of a lecture’s homework on which these words were read, whatever the spaces; the newest first',
    tags,
    querystring: TextQuery,
    response: { 200: pageOf(TextHit), ...refusals },
  },
} satisfies Route;
