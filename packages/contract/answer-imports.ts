import { z } from 'zod';
import { IdParams, Instant } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

export const ANSWER_IMPORT_MAX_BYTES = 2 * 1024 * 1024;

/** `marks`: O and X, or 1 and 0; `answers`: what was chosen or written. */
const Cells = z.enum(['marks', 'answers']);

export const GridFault = z.enum([
  'unknown_student',
  'several_students',
  'name_differs',
  'twice_in_file',
  'bad_cell',
]);
export type GridFault = z.infer<typeof GridFault>;

const Line = z.object({
  row: z.int().describe('As the spreadsheet counts'),
  told: z.string().describe('Whom the file names'),
  enrollment_id: z.int().nullable(),
  student_name: z.string().nullable(),
  outcome: z.enum(['ready', 'absent', 'fault']),
  fault: GridFault.nullable(),
  cell: z.string().nullable().describe('The first cell that is none, after the number of its question'),
  right: z.int(),
  blank: z.int(),
  replaces: z.boolean().describe('This student has handed in before; that would count no longer'),
});

export const AnswerImportPreview = z
  .object({
    cells: Cells,
    obstacle: z
      .enum(['no_header', 'missing_questions', 'unknown_questions', 'repeated_questions'])
      .nullable()
      .describe('Why nothing of the file can be taken'),
    questions: z.array(z.int()).describe('Those that the obstacle is about'),
    lines: z.array(Line),
    ready: z.int().describe('Lines that would be taken in'),
  })
  .meta({ id: 'AnswerImportPreview' });
export type AnswerImportPreview = z.infer<typeof AnswerImportPreview>;

const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;
const fileRefusals = { 413: Problem, 415: Problem, 422: Problem, ...refusals } as const;
const tags = ['submissions'] as const;
const wanted = {
  cells: Cells.optional().describe('What the cells are, where the file does not tell it well'),
};

export const previewAnswerImport = {
  method: 'POST',
  url: '/exams/:id/answer-imports/preview',
  schema: {
    operationId: 'previewAnswerImport',
    summary: 'What a CSV or XLSX grid of students and questions would be taken for; nothing is written',
    tags,
    params: IdParams,
    querystring: z.strictObject(wanted),
    response: { 200: AnswerImportPreview, ...fileRefusals },
  },
} satisfies Route;

export const createAnswerImport = {
  method: 'POST',
  url: '/exams/:id/answer-imports',
  schema: {
    operationId: 'createAnswerImport',
    summary:
      'Take the same file in as submissions, in one step; results follow. Lines with a fault are left out',
    tags,
    params: IdParams,
    querystring: z.strictObject({
      ...wanted,
      ready: z.coerce
        .number()
        .int()
        .positive()
        .optional()
        .describe('How many lines the preview said; `import_outdated` if it is another number now'),
    }),
    response: {
      201: z.object({ id: z.int(), line_count: z.int(), undo_until: Instant }),
      ...fileRefusals,
    },
  },
} satisfies Route;

export const undoAnswerImport = {
  method: 'POST',
  url: '/answer-imports/:id/undo',
  schema: {
    operationId: 'undoAnswerImport',
    summary: 'Take an import back as a whole: what counted before counts again',
    tags,
    params: IdParams,
    response: { 200: z.object({ line_count: z.int() }), ...refusals },
  },
} satisfies Route;
