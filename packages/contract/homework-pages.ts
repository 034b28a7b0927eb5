import { z } from 'zod';
import { Id, IdParams } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

export const MOST_HOMEWORK_PAGES = 40;
/** The largest picture or PDF of pages that is read. */
export const MOST_PAGE_BYTES = 30 * 1024 * 1024;
const LAST_NUMBER = 9999;
const Label = z.string().trim().min(1).max(12).describe('As the book numbers it');

/** The number that a text is: 1 to 9999 in digits; undefined for anything else. */
export function pageNumberOf(text: string): number | undefined {
  const number = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return number > 0 ? number : undefined;
}

/** What the next page is numbered: one more than the last, or how many there are where the last has no number. */
export function nextPageNumber(labels: readonly string[]): number {
  const last = pageNumberOf(labels.at(-1) ?? '') ?? LAST_NUMBER;
  return (last < LAST_NUMBER ? last : labels.length) + 1;
}

export const MOST_REGIONS = 40;
const Part = z.number().min(0).max(1);
const RegionBox = z
  .tuple([Part, Part, Part, Part])
  .refine(([left, top, right, bottom]) => right - left >= 0.01 && bottom - top >= 0.005, 'too small')
  .describe('Left, top, right and bottom, in parts of the page');
const RegionLabel = z.string().trim().min(1).max(20);

/** A place of a page where an answer is to be written; its box never changes, another box is another region. */
export const HomeworkRegion = z
  .object({ id: z.int(), label: RegionLabel, box: RegionBox })
  .meta({ id: 'HomeworkRegion' });
export type HomeworkRegion = z.infer<typeof HomeworkRegion>;

/** A page that the homework is to be done on, as it was before anybody wrote on it. */
export const HomeworkPage = z
  .object({
    id: z.int(),
    label: Label,
    width: z.int(),
    height: z.int(),
    url: z.string().describe('Signed for an hour'),
    thumb_url: z.string().describe('Signed for an hour'),
    regions: z.array(HomeworkRegion).describe('Where answers are to be written, in their order'),
  })
  .meta({ id: 'HomeworkPage' });
export type HomeworkPage = z.infer<typeof HomeworkPage>;

const Pages = z.object({ results: z.array(HomeworkPage) });
export const AddHomeworkPages = z.strictObject({
  file_keys: z
    .array(z.string().min(1).max(500))
    .min(1)
    .max(MOST_HOMEWORK_PAGES)
    .describe('Of prepareSubmissionFile: pictures, or PDFs of one or more pages'),
  first_label: z
    .int()
    .min(1)
    .max(LAST_NUMBER)
    .exactOptional()
    .describe('What the first of them is numbered; else they go on counting'),
});
export type AddHomeworkPages = z.infer<typeof AddHomeworkPages>;
export const SetHomeworkPages = z.strictObject({
  pages: z
    .array(z.strictObject({ id: z.int().positive(), label: Label }))
    .max(MOST_HOMEWORK_PAGES)
    .describe('Those that stay, in their order'),
  removed: z
    .array(z.int().positive())
    .max(MOST_HOMEWORK_PAGES)
    .describe('Those that go; with those that stay all that are there, else `conflict` and nothing changes'),
});
export type SetHomeworkPages = z.infer<typeof SetHomeworkPages>;
export const SetHomeworkRegions = z.strictObject({
  regions: z
    .array(z.strictObject({ id: z.int().positive().exactOptional(), label: RegionLabel, box: RegionBox }))
    .max(MOST_REGIONS)
    .describe('Those that stay, with their ids, and new ones without, in their order'),
  removed: z
    .array(z.int().positive())
    .max(MOST_REGIONS)
    .describe('Those that go; with those that stay all that are there, else `conflict` and nothing changes'),
});
export type SetHomeworkRegions = z.infer<typeof SetHomeworkRegions>;

/** Which page a photo shows, as far as a machine can tell; `sure` is proven, `perhaps` is for a person to look at. */
export const PageSight = z.enum(['sure', 'perhaps', 'none']);
const Corner = z.tuple([z.number(), z.number()]);
export const Corners = z
  .tuple([Corner, Corner, Corner, Corner])
  .describe('Where the page lies in the photo: its corners from the top left on, in parts of the photo');
export type Corners = z.infer<typeof Corners>;

/** For staff: the pages of the homework among what was handed in. */
export const PagesSeen = z.object({
  of: z.int().describe('How many pages the homework has'),
  found: z.array(z.string()).describe('Labels of those that a photo certainly shows'),
  missing: z.array(z.string()).describe('Labels of those that no photo seems to show'),
  twice: z.array(z.string()).describe('Labels of those that several photos show'),
  unsure: z.int().describe('Photos and files of which it is not known what they show'),
  is_waiting: z.boolean().describe('Not all was looked at yet'),
});
export type PagesSeen = z.infer<typeof PagesSeen>;

export const PhotoPage = z.object({
  place: z.int().describe('Of the photo'),
  sight: PageSight,
  page_id: z.int().nullable(),
  label: z.string().nullable(),
  covered: z.number().describe('How much of the page is in the photo, 0 to 1'),
  corners: Corners.nullable(),
});
export type PhotoPage = z.infer<typeof PhotoPage>;

const Answerer = { submission_id: z.int(), enrollment_id: z.int(), student_name: z.string() };
export const RegionCrops = z.object({
  results: z.array(
    z.object({
      ...Answerer,
      place: z.int().describe('Of the photo'),
      sight: PageSight.exclude(['none']).describe('Whether the photo certainly shows this page'),
      covered: z.number().describe('How much of the region is in the photo, 0 to 1'),
      url: z.string().describe('Signed for an hour'),
    }),
  ),
  missing: z.array(z.object(Answerer)).describe('Whoever handed in, and of whom there is no picture of it'),
});
export type RegionCrops = z.infer<typeof RegionCrops>;

const tags = ['homework'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;

export const listHomeworkPages = {
  method: 'GET',
  url: '/homework/:id/pages',
  schema: {
    operationId: 'listHomeworkPages',
    summary: 'The reference pages of homework: what photos are compared with; for staff',
    tags,
    params: IdParams,
    response: { 200: Pages, ...refusals },
  },
} satisfies Route;

export const addHomeworkPages = {
  method: 'POST',
  url: '/homework/:id/pages',
  schema: {
    operationId: 'addHomeworkPages',
    summary: 'Add reference pages behind those that are there; what was handed in is compared with them',
    tags,
    params: IdParams,
    body: AddHomeworkPages,
    response: { 201: Pages, 413: Problem, 415: Problem, 422: Problem, ...refusals },
  },
} satisfies Route;

export const setHomeworkPages = {
  method: 'PUT',
  url: '/homework/:id/pages',
  schema: {
    operationId: 'setHomeworkPages',
    summary: 'Order, number and remove reference pages',
    tags,
    params: IdParams,
    body: SetHomeworkPages,
    response: { 200: Pages, ...refusals },
  },
} satisfies Route;

export const setHomeworkRegions = {
  method: 'PUT',
  url: '/homework/:id/pages/:page_id/regions',
  schema: {
    operationId: 'setHomeworkRegions',
    summary: 'Mark where answers are to be written on a reference page; photos are cut by them',
    tags,
    params: IdParams.extend({ page_id: Id }),
    body: SetHomeworkRegions,
    response: { 200: Pages, ...refusals },
  },
} satisfies Route;

export const listRegionCrops = {
  method: 'GET',
  url: '/homework/:id/regions/:region_id/crops',
  schema: {
    operationId: 'listRegionCrops',
    summary: 'One answer as all students gave it, cut from their photos; for staff',
    tags,
    params: IdParams.extend({ region_id: Id }),
    response: { 200: RegionCrops, ...refusals },
  },
} satisfies Route;
