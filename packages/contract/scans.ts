import { z } from 'zod';
import { IdParams, Instant } from './list.ts';
import { ScannedAnswer } from './omr-grading.ts';
import { Problem } from './problem.ts';
import { Absent } from './results.ts';
import type { Route } from './route.ts';

export const SCAN_FILE_MAX_BYTES = 100 * 1024 * 1024;

/** `tray` and `duplicate` wait for a person; `dismissed` are blank pages and what staff put aside. */
export const ScanPageStatus = z.enum(['assigned', 'tray', 'duplicate', 'dismissed']);

export const ScanPage = z
  .object({
    id: z.int(),
    place: z.int().describe('In the scan'),
    page_number: z.int().nullable().describe('Of the sheet'),
    status: ScanPageStatus,
    reason: z
      .string()
      .describe('Why it is where it is: no_sheet_found, number_unclear, neighbour_on_roster, …'),
    number: z.string().describe('The student number as it was read; ? where it is not clear'),
    candidates: z.array(z.int()).describe('Enrollments it may be of, the nearest first'),
    enrollment_id: z.int().nullable(),
    submission_id: z.int().nullable(),
    image_url: z.string().nullable().describe('Signed for an hour'),
    answers: z.array(ScannedAnswer),
  })
  .meta({ id: 'ScanPage' });
export type ScanPage = z.infer<typeof ScanPage>;

export const ScanBatch = z
  .object({
    id: z.int(),
    exam_id: z.int(),
    status: z.enum(['reading', 'done', 'failed']),
    error_message: z.string(),
    page_count: z.int().nullable().describe('Null until all is read'),
    progress: z.number().describe('0..1'),
    stage: z.string().nullable().describe('How many pages are read: "13 / 50"'),
    waiting: z.int().describe('Pages that wait for a person'),
    created_at: Instant,
  })
  .meta({ id: 'ScanBatch' });
export type ScanBatch = z.infer<typeof ScanBatch>;
export const ScanBatchDetail = ScanBatch.extend({
  pages: z.array(ScanPage),
  missing: z.array(Absent).describe('Who is in the class session and has handed in nothing'),
}).meta({ id: 'ScanBatchDetail' });
export type ScanBatchDetail = z.infer<typeof ScanBatchDetail>;

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
