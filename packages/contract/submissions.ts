import { z } from 'zod';
import { Film } from './homework-film.ts';
import { SamePicture } from './homework-hints.ts';
import { PagesSeen, PhotoPage } from './homework-pages.ts';
import { Judgement, Review } from './homework-review.ts';
import { Flag, Id, IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

export const TargetType = z.enum(['exam', 'homework']);
export const SubmissionSource = z.enum([
  'omr_scan',
  'omr_manual',
  'online',
  'answer_import',
  'homework_image',
  'homework_video',
  'ai_match',
]);
export type SubmissionSource = z.infer<typeof SubmissionSource>;
export const SubmissionStatus = z.enum([
  'submitted',
  'dispatched',
  'extracting',
  'answers_ready',
  'grading',
  'done',
  'failed',
]);
export type SubmissionStatus = z.infer<typeof SubmissionStatus>;

/** How a mark was read: `ambiguous` is for a person to decide. */
export const AnswerStatus = z.enum(['ok', 'blank', 'multiple', 'ambiguous']);

export const Submission = z
  .object({
    id: z.int(),
    user_id: z.int().nullable().describe('Who handed it in'),
    enrollment_id: z.int(),
    student_name: z.string(),
    target_type: TargetType,
    target_id: z.int(),
    source: SubmissionSource,
    file_key: z.string().nullable(),
    file_type: z.string().nullable(),
    file_size: z.int().nullable(),
    status: SubmissionStatus,
    error_message: z.string().describe('Why it failed, else empty'),
    needs_review: z.boolean().describe('An answer that a person must look at, or homework nobody has judged'),
    is_late: z.boolean(),
    is_extended: z.boolean().describe('In time because this student was given longer'),
    superseded: z.boolean().describe('Another one counts in its place'),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'Submission' });
export type Submission = z.infer<typeof Submission>;

export const SubmissionAnswer = z.object({
  exam_question_id: z.int(),
  number: z.int(),
  answer: z.string().describe('In the written form: "3", "1,3", "42"; empty for none'),
  meta: z.record(z.string(), z.unknown()),
  needs_review: z.boolean(),
  corrected: z.boolean(),
  is_unwritten: z
    .boolean()
    .describe('On a scan and answered in words: nobody has typed it in yet, not even as left blank'),
});
export type SubmissionAnswer = z.infer<typeof SubmissionAnswer>;

export const SubmissionDetail = Submission.extend({
  answers: z.array(SubmissionAnswer),
  files: z.array(
    z.object({
      place: z.int(),
      filename: z.string(),
      file_type: z.string(),
      file_size: z.int().nullable(),
      url: z.string().nullable().describe('Signed for an hour; null for a video that is not playable yet'),
      thumb_url: z.string().nullable().describe('A small picture of a page; null for other files'),
      width: z.int().nullable(),
      height: z.int().nullable(),
    }),
  ),
  films: z.array(Film),
  review: Review.nullable(),
  same_pictures: z.array(SamePicture),
  pages_seen: PagesSeen.extend({ photos: z.array(PhotoPage) })
    .nullable()
    .describe('For staff, of homework with reference pages'),
}).meta({ id: 'SubmissionDetail' });
export type SubmissionDetail = z.infer<typeof SubmissionDetail>;

const AnswerValue = z.union([
  z.string().max(2000),
  z.number(),
  z.null(),
  z.array(z.union([z.string().max(20), z.number()])).max(20),
]);
/** A list, or an object keyed by question id; both mean the same. */
export const Answers = z.union([
  z
    .array(
      z.object({
        exam_question_id: z.int().positive(),
        answer: AnswerValue,
        meta: z.unknown().optional().describe('Of the client: not kept'),
      }),
    )
    .max(500),
  z.record(z.string().regex(/^[0-9]{1,15}$/), AnswerValue),
]);
export type Answers = z.infer<typeof Answers>;

const FileKey = z.string().min(1).max(500);
export const NewSubmission = z.strictObject({
  enrollment_id: z.int().positive(),
  target_type: TargetType,
  target_id: z.int().positive(),
  source: SubmissionSource,
  file_key: FileKey.exactOptional().describe('Of prepareSubmissionFile'),
  file_keys: z.array(FileKey).min(1).max(30).exactOptional().describe('Several, in their order'),
  payload: z.strictObject({ answers: Answers, sheet_id: z.int().positive().exactOptional() }).exactOptional(),
});
export type NewSubmission = z.infer<typeof NewSubmission>;

export const SUBMISSION_MAX_BYTES = 50 * 1024 * 1024;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;
const fileRefusals = { 413: Problem, 415: Problem, 422: Problem, 507: Problem, ...refusals } as const;
const tags = ['submissions'] as const;

export const SubmissionQuery = ListQuery.extend({
  target_type: TargetType.optional(),
  target: Id.optional(),
  enrollment: Id.optional(),
  status: SubmissionStatus.optional(),
  source: SubmissionSource.optional(),
  needs_review: Flag.optional(),
});
export type SubmissionQuery = z.infer<typeof SubmissionQuery>;

export const listSubmissions = {
  method: 'GET',
  url: '/submissions',
  schema: {
    operationId: 'listSubmissions',
    summary: 'What was handed in: of the own lectures for staff, the own ones for everybody else',
    tags,
    querystring: SubmissionQuery,
    response: { 200: pageOf(Submission), ...refusals },
  },
} satisfies Route;

export const createSubmission = {
  method: 'POST',
  url: '/submissions',
  schema: {
    operationId: 'createSubmission',
    summary:
      'Hand something in: as JSON, or as multipart/form-data with one or more `file` parts; send an Idempotency-Key',
    tags,
    body: NewSubmission,
    response: { 201: SubmissionDetail, ...fileRefusals },
  },
} satisfies Route;

export const prepareSubmissionFile = {
  method: 'POST',
  url: '/submissions/files',
  schema: {
    operationId: 'prepareSubmissionFile',
    summary: 'An address to put a file to; its file_key is then named by createSubmission',
    tags,
    body: z.strictObject({
      filename: z.string().trim().min(1).max(255),
      size: z
        .int()
        .positive()
        .max(2 * 1024 ** 3),
    }),
    response: {
      201: z.object({
        file_key: z.string(),
        upload: z.object({
          method: z.literal('PUT'),
          url: z.string(),
          headers: z.record(z.string(), z.string()),
        }),
      }),
      ...fileRefusals,
    },
  },
} satisfies Route;

export const getSubmission = {
  method: 'GET',
  url: '/submissions/:id',
  schema: {
    operationId: 'getSubmission',
    summary: 'One submission with its answers, files and review',
    tags,
    params: IdParams,
    response: { 200: SubmissionDetail, ...refusals },
  },
} satisfies Route;

const Accepted = z.object({ submission_id: z.int(), status: SubmissionStatus });

export const uploadOmrScan = {
  method: 'POST',
  url: '/submissions/admin/omr-upload',
  schema: {
    operationId: 'uploadOmrScan',
    summary:
      'A scan of one student’s sheet: multipart/form-data with enrollment_id, target_id (the exam) and file',
    tags,
    body: z.strictObject({ enrollment_id: z.int().positive(), target_id: z.int().positive() }),
    response: { 201: Accepted, ...fileRefusals },
  },
} satisfies Route;

export const submitExamOmr = {
  method: 'POST',
  url: '/submissions/exams/:exam_id/omr',
  schema: {
    operationId: 'submitExamOmr',
    summary: 'A scan of one student’s sheet that was uploaded before',
    tags,
    params: z.strictObject({ exam_id: Id }),
    body: z.strictObject({
      enrollment_id: z.int().positive(),
      sheet_id: z.int().positive(),
      file_key: FileKey,
    }),
    response: { 201: Accepted, ...fileRefusals },
  },
} satisfies Route;

export const retrySubmission = {
  method: 'POST',
  url: '/submissions/:id/retry',
  schema: {
    operationId: 'retrySubmission',
    summary: 'Try a failed submission again; 400 for any other',
    tags,
    params: IdParams,
    response: { 200: Accepted, ...refusals },
  },
} satisfies Route;

export const correctAnswer = {
  method: 'PUT',
  url: '/submissions/:id/answers/:exam_question_id',
  schema: {
    operationId: 'correctAnswer',
    summary: 'Say what a student answered, or confirm what was read; the result follows',
    tags,
    params: z.strictObject({ id: Id, exam_question_id: Id }),
    body: z.strictObject({ answer: AnswerValue }),
    response: { 200: SubmissionDetail, ...refusals },
  },
} satisfies Route;

export const countSubmission = {
  method: 'POST',
  url: '/submissions/:id/count',
  schema: {
    operationId: 'countSubmission',
    summary: 'Of several of one student for one exam, this one counts and the others do not',
    tags,
    params: IdParams,
    response: { 200: SubmissionDetail, ...refusals },
  },
} satisfies Route;

export const reviewHomework = {
  method: 'POST',
  url: '/submissions/:id/review',
  schema: {
    operationId: 'reviewHomework',
    summary: 'Approve homework or send it back, with a score, a comment and what was drawn on it',
    tags,
    params: IdParams,
    body: Judgement,
    response: { 200: SubmissionDetail, ...refusals },
  },
} satisfies Route;
