import { z } from 'zod';
import { Corners, HomeworkRegion, MOST_HOMEWORK_PAGES, MOST_REGIONS } from './homework-pages.ts';

const Features = z.base64().max(24_000).describe('Corners of the picture, as the runner packs them');

/** What a runner gets for `ai.match`: the photos that came, and the corners of those that were there before. */
export const MatchPayload = z.object({
  submission_id: z.int(),
  pages: z.array(z.object({ place: z.int(), url: z.string(), bytes: z.int() })).max(30),
  others: z
    .array(z.object({ submission_id: z.int(), enrollment_id: z.int(), place: z.int(), features: Features }))
    .max(150),
  references: z
    .array(
      z.object({
        ...{ id: z.int(), url: z.string(), bytes: z.int() },
        regions: z
          .array(HomeworkRegion.pick({ id: true, box: true }))
          .max(MOST_REGIONS)
          .default([]),
      }),
    )
    .max(MOST_HOMEWORK_PAGES)
    .default([]),
});
export type MatchPayload = z.infer<typeof MatchPayload>;

const Place = z.int().min(1).max(30);
export const Twin = z.object({
  place: Place,
  other_submission_id: z.int().positive(),
  other_place: Place,
  likeness: z.number().min(0).max(1),
});
export type Twin = z.infer<typeof Twin>;

const Shown = z.discriminatedUnion('sight', [
  z.object({
    place: Place,
    sight: z.enum(['sure', 'perhaps']),
    page_id: z.int().positive(),
    covered: z.number().min(0).max(1),
    corners: Corners,
  }),
  z.object({
    place: Place,
    sight: z.literal('none'),
    page_id: z.null(),
    covered: z.number().min(0).max(1),
    corners: z.null(),
  }),
]);

/** More crops than this are not made of one submission. */
export const MOST_CROPS = 400;
const FileName = z.string().max(200);
const Crop = z.object({
  place: Place,
  region_id: z.int().positive(),
  covered: z.number().min(0).max(1).describe('How much of the region is in the photo'),
  file: FileName,
});

const isOnce = (crops: readonly z.infer<typeof Crop>[]) =>
  new Set(crops.map(({ place, region_id }) => `${place}.${region_id}`)).size === crops.length;

const Result = z.object({
  submission_id: z.int().positive(),
  features: z.array(z.object({ place: Place, features: Features })).max(30),
  twins: z.array(Twin).max(200),
  compared: z
    .array(z.object({ submission_id: z.int().positive(), place: z.int().min(1) }))
    .max(150)
    .default([])
    .describe('The others it was compared with'),
  references: z
    .array(z.int().positive())
    .max(MOST_HOMEWORK_PAGES)
    .default([])
    .describe('The pages of the homework that photos were compared with'),
  shown: z
    .array(Shown)
    .max(30)
    .refine((all) => new Set(all.map(({ place }) => place)).size === all.length, 'a photo is there twice')
    .default([])
    .describe('Which of them each photo shows'),
  regions: z
    .array(z.int().positive())
    .max(MOST_HOMEWORK_PAGES * MOST_REGIONS)
    .optional()
    .describe('The regions by which photos were cut; a runner that cannot cut leaves them out'),
  crops: z.array(Crop).max(MOST_CROPS).refine(isOnce, 'a region of a photo is there twice').default([]),
  files: z
    .array(z.object({ name: FileName, bytes: z.int().min(0) }))
    .max(MOST_CROPS)
    .default([]),
});
export const MatchResult = Result.refine(({ crops, files }) => {
  const names = new Set(files.map(({ name }) => name));
  return crops.every(({ file }) => names.has(file));
}, 'a picture is not among the files');
export type MatchResult = z.infer<typeof MatchResult>;
