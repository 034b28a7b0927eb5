import { z } from 'zod';
import { Id, IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

const tags = ['people'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;

/** What a column of a class list may hold. */
export const importFields = [
  'name',
  'phone',
  'parent_phone',
  'guardian_name',
  'relation',
  'school',
  'grade',
  'birth_on',
  'attendance_code',
  'lecture',
  'memo',
] as const;
export const ImportField = z.enum(importFields);
export type ImportField = z.infer<typeof ImportField>;

/** What will happen to a line: `suspect` waits for a decision and stays out until there is one. */
export const ImportState = z.enum(['create', 'change', 'same', 'suspect', 'skip', 'error']);
export type ImportState = z.infer<typeof ImportState>;

/** Why a line is wrong, left out, or worth a look; `message` says it in English. */
export const importIssues = {
  name_missing: 'There is no name.',
  name_invalid: 'This is no name.',
  phone_missing: 'There is neither a phone number of the student nor one of a parent.',
  phone_invalid: 'This is no phone number.',
  several_phones: 'There are several phone numbers; the first one is taken.',
  birth_invalid: 'This is no birthday.',
  code_invalid: 'A kiosk code has eight digits.',
  code_taken: 'Another student has this kiosk code; the line is imported without it.',
  too_long: 'The text is too long.',
  cell_error: 'The spreadsheet shows an error in this cell.',
  lecture_unknown: 'There is no lecture of this name; the student is imported without it.',
  repeated_header: 'The header is repeated.',
  summary: 'This is a sum, not a student.',
  not_a_student: 'This person is no student.',
  duplicate_in_file: 'Another line is the same student.',
  same_phone_in_file: 'Another line has the same phone number under another name.',
  same_phone: 'A student of another name has this phone number.',
  same_name: 'A student of the same name is in the same school and grade, with another phone number.',
  several_matches: 'Several students match this line.',
  decided_skip: 'You chose to leave this line out.',
} as const satisfies Record<string, string>;
export type ImportIssueCode = keyof typeof importIssues;

const Decision = z.enum(['create', 'change', 'skip']);
export type ImportDecision = z.infer<typeof Decision>;

export const ImportRow = z
  .object({
    row: z.int().describe('As the spreadsheet numbers it'),
    state: ImportState,
    name: z.string(),
    phone: z.string().nullable(),
    parent_phone: z.string().nullable(),
    guardian_name: z.string().nullable(),
    relation: z.string().nullable(),
    school: z.string().nullable(),
    grade: z.string().nullable(),
    birth_on: z.string().nullable(),
    attendance_code: z.string().nullable(),
    lecture: z.string().nullable(),
    memo: z.string().nullable(),
    issues: z.array(
      z.object({
        code: z.string(),
        level: z.enum(['error', 'notice']),
        field: ImportField.nullable(),
        text: z.string().nullable().describe('What the cell says'),
        message: z.string(),
      }),
    ),
    suspects: z.array(
      z.object({
        student_id: z.int().nullable(),
        row: z.int().nullable(),
        name: z.string(),
        school: z.string().nullable(),
        grade: z.string().nullable(),
      }),
    ),
    siblings: z
      .array(z.string())
      .describe('Names that share the parent phone, in the file and in the academy'),
    changes: z.array(
      z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
    ),
    student_id: z.int().nullable().describe('The student that the line is about, if known'),
    decision: Decision.nullable(),
  })
  .meta({ id: 'ImportRow' });
export type ImportRow = z.input<typeof ImportRow>;

export const ImportCounts = z.object({
  total: z.int(),
  create: z.int(),
  change: z.int(),
  same: z.int(),
  suspect: z.int(),
  skip: z.int(),
  error: z.int(),
  siblings: z.int().describe('Lines whose parent phone is shared'),
});
export type ImportCounts = z.input<typeof ImportCounts>;

export const ImportBatch = z
  .object({
    id: z.int(),
    file_name: z.string(),
    status: z.enum(['preview', 'committed', 'undone']),
    format: z.enum(['csv', 'xlsx', 'oneroster']),
    encoding: z.string().nullable(),
    sheet: z.string(),
    sheets: z.array(z.string()),
    header_row: z.int().nullable().describe('Null when the file has none'),
    columns: z.array(
      z.object({
        index: z.int(),
        letter: z.string(),
        title: z.string(),
        samples: z.array(z.string()),
        field: ImportField.nullable(),
        sure: z.boolean().describe('False: guessed, worth a look'),
      }),
    ),
    counts: ImportCounts,
    version: z.string().describe('Of what the preview shows; commit says which one it means'),
    lecture_id: z.int().nullable(),
    created_by: z.string(),
    created_at: Instant,
    committed_at: Instant.nullable(),
    undone_at: Instant.nullable(),
  })
  .meta({ id: 'ImportBatch' });
export type ImportBatch = z.input<typeof ImportBatch>;

export const importContentTypes = [
  'text/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.ms-excel',
] as const;
export const IMPORT_MAX_BYTES = 10 * 1024 * 1024;

export const createImport = {
  method: 'POST',
  url: '/imports',
  schema: {
    operationId: 'createImport',
    summary: 'Send a class list (the body is the CSV or XLSX file, at most 10 MB) and see what it would do',
    tags,
    querystring: z.strictObject({ file_name: z.string().trim().min(1).max(200) }),
    response: { 201: ImportBatch, 413: Problem, 415: Problem, 422: Problem, ...refusals },
  },
} satisfies Route;

export const listImports = {
  method: 'GET',
  url: '/imports',
  schema: {
    operationId: 'listImports',
    summary: 'Earlier imports, newest first',
    tags,
    querystring: ListQuery.pick({ page: true, page_size: true }),
    response: {
      200: pageOf(
        ImportBatch.pick({
          id: true,
          file_name: true,
          status: true,
          counts: true,
          lecture_id: true,
          created_by: true,
          created_at: true,
          committed_at: true,
          undone_at: true,
        }),
      ),
      ...refusals,
    },
  },
} satisfies Route;

export const getImport = {
  method: 'GET',
  url: '/imports/:id',
  schema: {
    operationId: 'getImport',
    summary: 'An import and what it would do, or did',
    tags,
    params: IdParams,
    response: { 200: ImportBatch, ...refusals },
  },
} satisfies Route;

export const listImportRows = {
  method: 'GET',
  url: '/imports/:id/rows',
  schema: {
    operationId: 'listImportRows',
    summary: 'The preview line by line; after the commit, the lines that were left out',
    tags,
    params: IdParams,
    querystring: ListQuery.pick({ page: true, page_size: true, search: true }).extend({
      state: ImportState.optional(),
      siblings: z.enum(['true']).optional().describe('Only lines whose parent phone is shared'),
    }),
    response: { 200: pageOf(ImportRow), ...refusals },
  },
} satisfies Route;

export const ImportCorrection = z.strictObject({
  sheet: z.string().max(100).optional(),
  header_row: z.int().positive().nullable().optional(),
  mapping: z
    .partialRecord(ImportField, z.int().min(0).max(99).nullable())
    .optional()
    .describe('Column of each field named, null for none; the others stay'),
  decisions: z
    .array(z.strictObject({ row: z.int().positive(), decision: Decision.nullable() }))
    .max(5000)
    .optional(),
});
export type ImportCorrection = z.output<typeof ImportCorrection>;

export const correctImport = {
  method: 'PATCH',
  url: '/imports/:id',
  schema: {
    operationId: 'correctImport',
    summary: 'Correct what the columns mean, or decide about suspected duplicates',
    tags,
    params: IdParams,
    body: ImportCorrection,
    response: { 200: ImportBatch, ...refusals },
  },
} satisfies Route;

export const commitImport = {
  method: 'POST',
  url: '/imports/:id/commit',
  schema: {
    operationId: 'commitImport',
    summary:
      'Write what the preview shows, in one transaction; lines with errors and undecided ones stay out',
    tags,
    params: IdParams,
    body: z.strictObject({ version: z.string().max(100), lecture_id: Id.optional() }),
    response: { 200: ImportBatch, ...refusals },
  },
} satisfies Route;

const change = { params: IdParams, response: { 200: ImportBatch, ...refusals }, tags };

export const undoImport = {
  method: 'POST',
  url: '/imports/:id/undo',
  schema: { operationId: 'undoImport', summary: 'Take back exactly what the import wrote', ...change },
} satisfies Route;

export const redoImport = {
  method: 'POST',
  url: '/imports/:id/redo',
  schema: { operationId: 'redoImport', summary: 'Bring it back, with the same ids', ...change },
} satisfies Route;
