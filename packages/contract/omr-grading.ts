import { z } from 'zod';
import { AnswerStatus, TargetType } from './submissions.ts';

const OmrAnswer = z.object({
  exam_question_id: z.int().positive(),
  detected: z.array(z.string().max(20)).max(20),
  marking: AnswerStatus,
  confidence: z.number().min(0).max(1),
  status: z.enum(['ok', 'review']).describe('review: a person must look at it'),
});
/** What a runner reports of a sheet (the seed's contract). */
export const AiResult = z.object({
  submission_id: z.int().positive(),
  status: z.enum(['DONE', 'FAILED']),
  error: z.string().max(500).optional(),
  result: z.object({ version: z.string().max(50), answers: z.array(OmrAnswer).max(500) }).optional(),
});
export type AiResult = z.infer<typeof AiResult>;

/** The scan of an empty sheet of somebody else's design: pages are read beside it. */
const BlankScan = z.object({
  url: z.string(),
  bytes: z.int(),
  name_box: z
    .object({ x_mm: z.number(), y_mm: z.number(), width_mm: z.number(), height_mm: z.number() })
    .nullable()
    .describe('Where students write their name'),
});
export type BlankScan = z.infer<typeof BlankScan>;

/** What a runner gets for `ai.omr_grading`. */
export const OmrGradingPayload = z.object({
  submission_id: z.int(),
  target_type: TargetType,
  target_id: z.int(),
  file_key: z.string(),
  file_size: z.int(),
  download_url: z.string(),
  omr: z.object({
    sheet_id: z.int(),
    pages: z.array(z.unknown()),
    blank: BlankScan.nullable().default(null),
  }),
  questions: z.array(z.object({ exam_question_id: z.int(), number: z.int(), region_meta: z.unknown() })),
});
export type OmrGradingPayload = z.infer<typeof OmrGradingPayload>;

/** What a runner gets for `ai.omr_batch`: the scans of a whole class. */
export const OmrBatchPayload = z.object({
  batch_id: z.int(),
  exam_id: z.int(),
  sheet_id: z.int(),
  files: z.array(z.object({ url: z.string(), bytes: z.int() })),
  pages: z.array(z.unknown()).describe('The geometry of each page of the sheet'),
  blank: BlankScan.nullable().default(null),
  roster: z.array(z.object({ number: z.string(), enrollment: z.int() })),
  questions: z.array(z.object({ exam_question_id: z.int(), number: z.int() })),
});
export type OmrBatchPayload = z.infer<typeof OmrBatchPayload>;

const Share = z.number().min(-1).max(2);
export const ScannedAnswer = OmrAnswer.extend({
  corners: z
    .array(z.tuple([Share, Share]))
    .length(4)
    .describe('In the picture, in shares of its width and height'),
  crop: z.string().max(200).nullable().describe('The name of the file that shows this answer alone'),
});
/** What a person may have to do with a page, as far as the runner knows: nothing, answers, whose it is, or it is empty. */
export const PageGlimpse = z.enum(['read', 'check', 'unknown', 'blank']);
export type PageGlimpse = z.infer<typeof PageGlimpse>;
/** One page of a scan: whose it is, what was read, and the picture of it as evidence. */
export const ScannedPage = z.object({
  place: z.int().min(1),
  image: z.string().max(200).nullable().describe('The name of its file'),
  status: z.enum(['read', 'refused', 'blank']),
  reason: z.string().max(100),
  page_number: z.int().nullable().describe('Which page of the sheet'),
  enrollment_id: z.int().nullable().describe('Only when code, number and roster agree'),
  number: z.string().max(20),
  doubts: z.array(z.string().max(50)).max(10),
  candidates: z.array(z.int()).max(10),
  number_image: z.string().max(200).nullable().describe('The name of the file that shows the student number'),
  name_image: z
    .string()
    .max(200)
    .nullable()
    .default(null)
    .describe('The name of the file that shows the written name'),
  answers: z.array(ScannedAnswer).max(500),
});
export type ScannedPage = z.infer<typeof ScannedPage>;
export const ScannedPages = z.array(ScannedPage).max(2000);

/** The pages themselves lie in a file beside their pictures: a class is too much for one request. */
export const OmrBatchResult = z.object({
  batch_id: z.int().positive(),
  version: z.string().max(50),
  page_count: z.int().min(0),
  pages_file: z.literal('pages.json'),
  files: z.array(z.object({ name: z.string().max(200), bytes: z.int().min(0) })).max(20_000),
  seen: z
    .array(PageGlimpse)
    .max(2000)
    .optional()
    .describe('Of what is published on the way: the pages so far, of page_count; files come with the result'),
});
export type OmrBatchResult = z.infer<typeof OmrBatchResult>;
