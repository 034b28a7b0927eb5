import { z } from 'zod';
import { IdParams } from './list.ts';
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

/** A page that the homework is to be done on, as it was before anybody wrote on it. */
export const HomeworkPage = z
  .object({
    id: z.int(),
    label: Label,
    width: z.int(),
    height: z.int(),
    url: z.string().describe('Signed for an hour'),
    thumb_url: z.string().describe('Signed for an hour'),
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
