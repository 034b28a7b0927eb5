import { z } from 'zod';
import { QuestionKind } from './exam-questions.ts';
import { IdParams, Instant } from './list.ts';
import { PageGlimpse, ScannedAnswer } from './omr-grading.ts';
import { Problem } from './problem.ts';
import { Absent } from './results.ts';
import type { Route } from './route.ts';

export const SCAN_FILE_MAX_BYTES = 100 * 1024 * 1024;

/** `tray` and `duplicate` wait for a person; `dismissed` are blank pages and what staff put aside. */
export const ScanPageStatus = z.enum(['assigned', 'tray', 'duplicate', 'dismissed']);

export const ScanPage = z
  .object({
    id: z.int(),
    batch_id: z.int(),
    place: z.int().describe('In the scan'),
    page_number: z.int().nullable().describe('Of the sheet'),
    status: ScanPageStatus,
    reason: z
      .string()
      .describe('Why it is where it is: no_sheet_found, number_unclear, neighbour_on_roster, …'),
    number: z.string().describe('The student number as it was read; ? where it is not clear'),
    candidates: z.array(z.int()).describe('Enrollments it may be of, the nearest first'),
    enrollment_id: z.int().nullable(),
    student_name: z.string().nullable(),
    submission_id: z.int().nullable(),
    to_check: z.int().describe('Answers of this page that a person must look at'),
    image_url: z.string().nullable().describe('Signed for an hour'),
    number_url: z.string().nullable().describe('The student number alone, where somebody must look at it'),
    name_url: z.string().nullable().describe('The written name alone, likewise'),
  })
  .meta({ id: 'ScanPage' });
export type ScanPage = z.infer<typeof ScanPage>;

export const ScanPageDetail = ScanPage.extend({
  answers: z.array(ScannedAnswer.omit({ crop: true }).extend({ number: z.int() })),
}).meta({ id: 'ScanPageDetail' });
export type ScanPageDetail = z.infer<typeof ScanPageDetail>;

export const ScanBatch = z
  .object({
    id: z.int(),
    exam_id: z.int(),
    status: z.enum(['reading', 'done', 'failed']),
    error_message: z.string(),
    page_count: z.int().nullable().describe('Null until all is read'),
    progress: z.number().describe('0..1'),
    stage: z.string().nullable().describe('How many pages are read: "13 / 50"'),
    seen: z.array(PageGlimpse).describe('What became of each page so far, while it is read'),
    waiting: z.int().describe('Pages that wait for a person'),
    to_check: z.int().describe('Answers of its pages that wait for a person'),
    template: z
      .object({ id: z.int(), name: z.string(), version: z.int() })
      .nullable()
      .describe('The sheet of somebody else’s design that its pages were read by, in that version'),
    created_at: Instant,
  })
  .meta({ id: 'ScanBatch' });
export type ScanBatch = z.infer<typeof ScanBatch>;
export const ScanBatchDetail = ScanBatch.extend({
  pages: z.array(ScanPage),
  missing: z.array(Absent).describe('Who is in the class session and has handed in nothing'),
  roster: z
    .array(Absent.extend({ number: z.string() }))
    .describe('Who may have handed in, with the number on the sheet'),
}).meta({ id: 'ScanBatchDetail' });
export type ScanBatchDetail = z.infer<typeof ScanBatchDetail>;

/**
 * `streak`: the same place is marked on many pages, as by dirt on the scanner's glass. `shifted_key`: nearly everybody
 * answers as if the key began one row off. `shifted_answers`: single students do.
 */
export const ScanAlarm = z
  .object({
    kind: z.enum(['streak', 'shifted_key', 'shifted_answers']),
    numbers: z.array(z.int()).describe('The questions it is about'),
    label: z.string().nullable().describe('The choice that is marked; of a streak'),
    shift: z
      .int()
      .nullable()
      .describe('1: answers fit the key of the question after; -1: that of the one before'),
    places: z.array(z.int()).describe('The pages of the scan that show it'),
    fit_percent: z
      .int()
      .describe('Of a streak the pages that have it, else the answers that are right when moved'),
    fit_now_percent: z.int().nullable().describe('The answers that are right as they are'),
  })
  .meta({ id: 'ScanAlarm' });
export type ScanAlarm = z.infer<typeof ScanAlarm>;

/** An answer that was read without being sure, as much as a person needs to decide it. */
export const Doubt = z
  .object({
    submission_id: z.int(),
    enrollment_id: z.int(),
    student_name: z.string(),
    exam_question_id: z.int(),
    number: z.int(),
    kind: QuestionKind,
    choices: z.int().nullable(),
    digits: z.int().nullable(),
    answer: z.string().describe('As it was read, in the written form'),
    marking: z.string().describe('ok, blank, multiple, ambiguous, missing'),
    detected: z.array(z.string()).describe('Marks that were seen; of numbers one for each place'),
    probability: z.number().describe('Of the reading being right'),
    effect: z.number().describe('Points that are likely to come with a decision'),
    page_id: z.int().nullable(),
    crop_url: z.string().nullable().describe('This answer alone, signed for an hour'),
  })
  .meta({ id: 'Doubt' });
export type Doubt = z.infer<typeof Doubt>;

const refusals = {
  400: Problem,
  401: Problem,
  403: Problem,
  404: Problem,
  409: Problem,
  422: Problem,
} as const;
const tags = ['scans'] as const;

export const startScan = {
  method: 'POST',
  url: '/exams/:id/scans',
  schema: {
    operationId: 'startScan',
    summary: 'Read the scans of a whole class: a PDF or images that were uploaded before, pages in any order',
    tags,
    params: IdParams,
    body: z.strictObject({ file_keys: z.array(z.string().min(1).max(500)).min(1).max(100) }),
    response: { 201: ScanBatch, 413: Problem, 415: Problem, ...refusals },
  },
} satisfies Route;

export const listScans = {
  method: 'GET',
  url: '/exams/:id/scans',
  schema: {
    operationId: 'listScans',
    summary: 'The scans of an exam, the newest first',
    tags,
    params: IdParams,
    response: { 200: z.object({ results: z.array(ScanBatch) }), ...refusals },
  },
} satisfies Route;

export const scanRoster = {
  method: 'GET',
  url: '/exams/:id/scan-roster',
  schema: {
    operationId: 'scanRoster',
    summary: 'Who may hand in a sheet of an exam, with the number on it, and who has',
    tags,
    params: IdParams,
    response: {
      200: z.object({
        results: z.array(Absent.extend({ number: z.string(), handed_in: z.boolean() })),
      }),
      ...refusals,
    },
  },
} satisfies Route;

export const getScan = {
  method: 'GET',
  url: '/scan-batches/:id',
  schema: {
    operationId: 'getScan',
    summary: 'A scan with its pages, what waits for a person, and who is missing',
    tags,
    params: IdParams,
    response: { 200: ScanBatchDetail, ...refusals },
  },
} satisfies Route;

export const getScanPage = {
  method: 'GET',
  url: '/scan-pages/:id',
  schema: {
    operationId: 'getScanPage',
    summary: 'One page of a scan with what was read on it, and where',
    tags,
    params: IdParams,
    response: { 200: ScanPageDetail, ...refusals },
  },
} satisfies Route;

export const listScanAlarms = {
  method: 'GET',
  url: '/scan-batches/:id/alarms',
  schema: {
    operationId: 'listScanAlarms',
    summary: 'What looks wrong with a scan as a whole: a streak of the scanner, a key that is a row off',
    tags,
    params: IdParams,
    response: { 200: z.object({ results: z.array(ScanAlarm) }), ...refusals },
  },
} satisfies Route;

export const listDoubts = {
  method: 'GET',
  url: '/exams/:id/doubts',
  schema: {
    operationId: 'listDoubts',
    summary: 'Answers of an exam that a person must look at, those first that are worth most; at most 500',
    tags,
    params: IdParams,
    response: { 200: z.object({ results: z.array(Doubt), count: z.int() }), ...refusals },
  },
} satisfies Route;

export const assignPage = {
  method: 'POST',
  url: '/scan-pages/:id/assign',
  schema: {
    operationId: 'assignPage',
    summary: 'Say whose page it is; already_exists where that student has one, unless it is replaced',
    tags,
    params: IdParams,
    body: z.strictObject({ enrollment_id: z.int().positive(), replace: z.boolean().default(false) }),
    response: { 200: ScanPage, ...refusals },
  },
} satisfies Route;

export const dismissPage = {
  method: 'POST',
  url: '/scan-pages/:id/dismiss',
  schema: {
    operationId: 'dismissPage',
    summary: 'Put a page aside: blank, of another exam, or not wanted',
    tags,
    params: IdParams,
    response: { 200: ScanPage, ...refusals },
  },
} satisfies Route;

export const takeBackPage = {
  method: 'POST',
  url: '/scan-pages/:id/take-back',
  schema: {
    operationId: 'takeBackPage',
    summary: 'Put a page that was given to the wrong student back among those that wait for a person',
    tags,
    params: IdParams,
    response: { 200: ScanPage, ...refusals },
  },
} satisfies Route;
