import { z } from 'zod';
import { RubricItem } from './homework.ts';
import { Remark } from './homework-film.ts';
import { Instant } from './list.ts';

/** What somebody drew on a page: strokes over the picture, which itself stays as it is. */
export const Annotation = z.strictObject({
  place: z.int().min(1).max(30).describe('Of the file'),
  kind: z.enum(['pen', 'highlight', 'text', 'check', 'cross']),
  points: z
    .array(z.tuple([z.number().min(0).max(1), z.number().min(0).max(1)]))
    .min(1)
    .max(2000),
  text: z.string().max(500).exactOptional(),
  colour: z
    .string()
    .regex(/^#[0-9a-f]{6}$/)
    .exactOptional(),
});
export const HomeworkVerdict = z.enum(['approved', 'returned']);
export const Review = z.object({
  verdict: HomeworkVerdict,
  score: z.number().nullable(),
  comment: z.string(),
  annotations: z.array(Annotation),
  marks: z.array(RubricItem),
  remarks: z.array(Remark),
  reviewed_at: Instant,
});
export type Review = z.infer<typeof Review>;
export type Annotation = z.infer<typeof Annotation>;

export const Judgement = z.strictObject({
  verdict: HomeworkVerdict,
  score: z.number().min(0).max(100_000).nullable().default(null).describe('Null: what the rubric leaves'),
  comment: z.string().trim().max(5000).default(''),
  annotations: z.array(Annotation).max(500).default([]),
  remarks: z.array(Remark).max(200).default([]).describe('Said to moments of a video'),
  marks: z.array(RubricItem).max(50).default([]).describe('What of the rubric was found'),
});
export type Judgement = z.output<typeof Judgement>;
