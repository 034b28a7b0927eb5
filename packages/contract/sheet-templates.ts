import { z } from 'zod';
import { Flag, IdParams, Instant } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

export const BLANK_MAX_BYTES = 20 * 1024 * 1024;
export const blankTypes = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/tiff',
  'application/pdf',
  'application/octet-stream',
] as const;
export const MOST_REGIONS = 100;

const Name = z.string().trim().min(1).max(100);
const Paper = z.enum(['A4', 'B4', 'A5', 'Letter']);
const mm = z.number().min(-50).max(500);
const size = z.number().positive().max(500);
const box = { x_mm: mm, y_mm: mm, width_mm: size, height_mm: size };
const grid = {
  ...box,
  bubble_width_mm: z.number().min(0.5).max(50),
  bubble_height_mm: z.number().min(0.5).max(50),
  direction: z
    .enum(['across', 'down'])
    .describe('across: the choices of a question, or the digits of a place, lie in a row'),
};
const first_digit = z.union([z.literal(0), z.literal(1)]).describe('0: 0 to 9; 1: 1 to 9, then 0');

/** Boxes go around the outer edges of the first and the last bubble, in millimetres from the blank's top left corner. */
export const SheetRegion = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('choice'),
    ...grid,
    first_number: z.int().min(1).max(500),
    questions: z.int().min(1).max(200),
    choices: z.int().min(2).max(9),
  }),
  z.strictObject({
    kind: z.literal('numeric'),
    ...grid,
    number: z.int().min(1).max(500),
    digits: z.int().min(1).max(6),
    first_digit,
  }),
  z.strictObject({
    kind: z.literal('student_number'),
    ...grid,
    digits: z.int().min(1).max(12),
    first_digit,
  }),
  z.strictObject({ kind: z.literal('name'), ...box }),
]);

export const SheetTemplate = z
  .object({
    id: z.int(),
    name: z.string(),
    version: z.int().describe('How often the regions were saved; what was scanned keeps its own'),
    paper: Paper,
    width_mm: z.number(),
    height_mm: z.number(),
    tilt_degrees: z.number().describe('How far the scan was turned to lie straight'),
    question_count: z.int(),
    number_digits: z.int().describe('Places of the student number; 0: none'),
    exam_count: z.int().describe('Exams whose sheet it is or was: one with any is archived, not deleted'),
    archived: z.boolean(),
    updated_at: Instant,
    blank_url: z.string().describe('The straightened scan of an empty sheet, signed for an hour'),
  })
  .meta({ id: 'SheetTemplate' });
export type SheetTemplate = z.infer<typeof SheetTemplate>;

export const SheetTemplateDetail = SheetTemplate.extend({
  bubble_shape: z.enum(['ellipse', 'rectangle']),
  regions: z.array(SheetRegion),
}).meta({ id: 'SheetTemplateDetail' });
export type SheetTemplateDetail = z.infer<typeof SheetTemplateDetail>;

const tags = ['exams'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;

export const listSheetTemplates = {
  method: 'GET',
  url: '/sheet-templates',
  schema: {
    operationId: 'listSheetTemplates',
    summary: 'Sheets of somebody else’s design that the academy uses, by name',
    tags,
    querystring: z.strictObject({
      archived: Flag.optional().describe('Only those put away, or only others'),
    }),
    response: { 200: z.object({ results: z.array(SheetTemplate) }), ...refusals },
  },
} satisfies Route;

export const createSheetTemplate = {
  method: 'POST',
  url: '/sheet-templates',
  schema: {
    operationId: 'createSheetTemplate',
    summary: 'A sheet of somebody else’s design from the scan of an empty one: an image or a PDF of one page',
    tags,
    querystring: z.strictObject({
      name: Name,
      paper: Paper.default('A4').describe('How large the sheet is; its longer side counts'),
      turn: z
        .enum(['0', '90', '180', '270'])
        .default('0')
        .describe('Degrees clockwise that make the scan upright'),
    }),
    response: { 201: SheetTemplateDetail, 413: Problem, 415: Problem, 422: Problem, ...refusals },
  },
} satisfies Route;

export const getSheetTemplate = {
  method: 'GET',
  url: '/sheet-templates/:id',
  schema: {
    operationId: 'getSheetTemplate',
    summary: 'A sheet of somebody else’s design with its regions',
    tags,
    params: IdParams,
    response: { 200: SheetTemplateDetail, ...refusals },
  },
} satisfies Route;

export const changeSheetTemplate = {
  method: 'PATCH',
  url: '/sheet-templates/:id',
  schema: {
    operationId: 'changeSheetTemplate',
    summary: 'Another name, or put it away and bring it back; exams that use it go on',
    tags,
    params: IdParams,
    body: z.strictObject({ name: Name.exactOptional(), archived: z.boolean().exactOptional() }),
    response: { 200: SheetTemplateDetail, ...refusals },
  },
} satisfies Route;

export const setSheetRegions = {
  method: 'PUT',
  url: '/sheet-templates/:id/regions',
  schema: {
    operationId: 'setSheetRegions',
    summary:
      'What is where on the sheet. Exams that were not scanned yet follow; conflict where somebody else saved',
    tags,
    params: IdParams,
    body: z.strictObject({
      version: z.int().positive().describe('That the change was made on'),
      bubble_shape: z.enum(['ellipse', 'rectangle']).default('ellipse'),
      regions: z.array(SheetRegion).max(MOST_REGIONS),
    }),
    response: { 200: SheetTemplateDetail, ...refusals },
  },
} satisfies Route;

export const duplicateSheetTemplate = {
  method: 'POST',
  url: '/sheet-templates/:id/duplicate',
  schema: {
    operationId: 'duplicateSheetTemplate',
    summary: 'The same sheet again under another name',
    tags,
    params: IdParams,
    body: z.strictObject({ name: Name }),
    response: { 201: SheetTemplateDetail, 422: Problem, ...refusals },
  },
} satisfies Route;

export const deleteSheetTemplate = {
  method: 'DELETE',
  url: '/sheet-templates/:id',
  schema: {
    operationId: 'deleteSheetTemplate',
    summary: 'Remove it; in_use where an exam has or had it',
    tags,
    params: IdParams,
    response: { 204: z.undefined(), ...refusals },
  },
} satisfies Route;
