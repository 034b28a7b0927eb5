import { z } from 'zod';
import { IdParams } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

export const QuestionKind = z.enum(['single', 'multiple', 'numeric', 'short']);
export type QuestionKind = z.infer<typeof QuestionKind>;
/** After an appeal everybody gets the points (`all_correct`), or the question counts for nobody (`void`). */
export const KeyState = z.enum(['keyed', 'all_correct', 'void']);
/** For several right choices: nothing less than all, the share of right marks, or right marks less wrong ones. */
export const PartialCredit = z.enum(['none', 'proportional', 'minus_wrong']);
export type PartialCredit = z.infer<typeof PartialCredit>;

const Point = { x_mm: z.number(), y_mm: z.number(), width_mm: z.number(), height_mm: z.number() };
const Line = z.array(z.object({ label: z.string(), ...Point }));
/** Where the bubbles of a question are: x and y are the middle of a bubble, from the sheet's top left corner. */
export const PlacedRegion = z.discriminatedUnion('kind', [
  z.object({ page: z.int(), kind: z.literal('choice'), bubbles: Line }),
  z.object({ page: z.int(), kind: z.literal('numeric'), columns: z.array(Line) }),
]);
export type PlacedRegion = z.infer<typeof PlacedRegion>;

const numbering = {
  number: z.int().min(1).max(500),
  kind: QuestionKind,
  choices: z
    .union([z.literal(4), z.literal(5)])
    .nullable()
    .describe('Null for numbers and words'),
  digits: z.int().min(1).max(6).nullable().describe('Places of a number on the sheet'),
};
const keying = {
  keys: z
    .array(z.string().trim().min(1).max(200))
    .max(20)
    .describe('Accepted answers: "3", "1,3" for several marks, "42", a word'),
  key_state: KeyState,
  points: z.number().min(0).max(1000),
  partial: PartialCredit,
};

export const ExamQuestion = z
  .object({
    id: z.int(),
    exam_id: z.int(),
    sheet_id: z.int(),
    ...numbering,
    ...keying,
    region_meta: PlacedRegion.nullable().describe('Null when it has no bubbles on the sheet'),
  })
  .meta({ id: 'ExamQuestion' });
export type ExamQuestion = z.infer<typeof ExamQuestion>;

export const QuestionInput = z.strictObject({
  id: z
    .int()
    .positive()
    .exactOptional()
    .describe('Of a question that is there already; without it, a new one'),
  number: numbering.number,
  kind: QuestionKind.default('single'),
  choices: z
    .union([z.literal(4), z.literal(5)])
    .exactOptional()
    .describe('5 where not given'),
  digits: z.int().min(1).max(6).exactOptional().describe('3 where not given'),
  keys: keying.keys.default([]),
  key_state: KeyState.default('keyed'),
  points: keying.points.default(1),
  partial: PartialCredit.default('none'),
});
export type QuestionInput = z.infer<typeof QuestionInput>;

export const ExamSheet = z
  .object({
    id: z.int(),
    exam_id: z.int(),
    paper: z.enum(['A4', 'B4', 'A5', 'Letter']),
    number_digits: z.int().describe('Places of the student number; 0: none'),
    is_foreign: z.boolean(),
    template: z
      .object({
        id: z.int(),
        name: z.string(),
        version: z.int().describe('That this exam is read by'),
        newest_version: z.int(),
      })
      .nullable()
      .describe('Of a sheet of somebody else’s design'),
    misfits: z
      .array(
        z.object({
          number: z.int(),
          reason: z.enum(['missing', 'other_kind', 'too_few_choices', 'too_few_digits']),
        }),
      )
      .describe('What is asked and has no place on such a sheet; nothing is scanned until there is none'),
    page_count: z.int(),
    printed: z
      .boolean()
      .describe(
        'Printed, or a foreign one scanned with: it keeps its layout, and a change makes another sheet',
      ),
    pages: z.array(z.unknown()).describe('The geometry of each page, as packages/omr draws and reads it'),
  })
  .meta({ id: 'ExamSheet' });
export type ExamSheet = z.infer<typeof ExamSheet>;

export const SheetChange = z.strictObject({
  paper: z.enum(['A4', 'B4', 'A5', 'Letter']).exactOptional(),
  number_digits: z.int().min(0).max(12).exactOptional(),
  template_id: z
    .int()
    .positive()
    .nullable()
    .exactOptional()
    .describe('A sheet of somebody else’s design, in its newest version; null: the one that is drawn here'),
});
export type SheetChange = z.infer<typeof SheetChange>;

export const ANSWER_KEY_MAX_BYTES = 1024 * 1024;
export const answerKeyContentTypes = [
  'text/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/octet-stream',
] as const;

/** Which cell of a line could not be read. */
export const KeyField = z.enum(['number', 'keys', 'points']);
export type KeyField = z.infer<typeof KeyField>;

/** What a file of keys says, question by question, and what of it could not be understood. */
export const AnswerKeyPreview = z
  .object({
    questions: z.array(QuestionInput),
    faults: z.array(z.object({ row: z.int(), field: KeyField, message: z.string() })),
  })
  .meta({ id: 'AnswerKeyPreview' });
export type AnswerKeyPreview = z.infer<typeof AnswerKeyPreview>;

const tags = ['exams'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;
const Questions = z.object({ questions: z.array(ExamQuestion) });

export const listExamQuestions = {
  method: 'GET',
  url: '/exams/:id/questions',
  schema: {
    operationId: 'listExamQuestions',
    summary: 'The questions of an exam with their keys',
    tags,
    params: IdParams,
    response: { 200: Questions, ...refusals },
  },
} satisfies Route;

export const setExamQuestions = {
  method: 'PUT',
  url: '/exams/:id/questions',
  schema: {
    operationId: 'setExamQuestions',
    summary: 'The whole set of questions; those left out are removed, unless somebody has answered them',
    tags,
    params: IdParams,
    body: z.strictObject({ questions: z.array(QuestionInput).max(500) }),
    response: { 200: Questions, ...refusals },
  },
} satisfies Route;

export const readAnswerKey = {
  method: 'POST',
  url: '/exams/:id/answer-key',
  schema: {
    operationId: 'readAnswerKey',
    summary: 'What a CSV or XLSX file of keys would make of the questions; nothing is written',
    tags,
    params: IdParams,
    response: { 200: AnswerKeyPreview, 413: Problem, 415: Problem, 422: Problem, ...refusals },
  },
} satisfies Route;

export const getExamSheet = {
  method: 'GET',
  url: '/exams/:id/sheet',
  schema: {
    operationId: 'getExamSheet',
    summary: 'The answer sheet as it is printed now',
    tags,
    params: IdParams,
    response: { 200: ExamSheet, ...refusals },
  },
} satisfies Route;

export const changeExamSheet = {
  method: 'PATCH',
  url: '/exams/:id/sheet',
  schema: {
    operationId: 'changeExamSheet',
    summary: 'Another paper, another student-number grid, or a sheet of somebody else’s design',
    tags,
    params: IdParams,
    body: SheetChange,
    response: { 200: ExamSheet, ...refusals },
  },
} satisfies Route;

export const printExamSheet = {
  method: 'POST',
  url: '/exams/:id/sheet/print',
  schema: {
    operationId: 'printExamSheet',
    summary: 'A PDF of answer sheets: one for each student of the class session, or so many without a name',
    tags,
    params: IdParams,
    body: z.strictObject({
      copies: z
        .int()
        .min(0)
        .max(500)
        .default(0)
        .describe('Sheets without a name, with a grid for the number'),
      enrollment_ids: z
        .array(z.int().positive())
        .max(500)
        .exactOptional()
        .describe('Whose sheets; all of the class session where neither this nor copies is given'),
    }),
    response: { 200: z.any().describe('application/pdf'), ...refusals },
  },
} satisfies Route;
