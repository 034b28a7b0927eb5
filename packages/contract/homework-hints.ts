import { z } from 'zod';
import { IdParams, Instant } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

/** For staff: a page that looks like one that somebody handed in; a hint, never a judgement. */
export const SamePicture = z.object({
  place: z.int(),
  kind: z.enum(['same', 'near']).describe('near: a part, or a copy that was changed; perhaps'),
  other: z.object({
    submission_id: z.int(),
    student_name: z.string(),
    title: z.string().describe('Of the homework, which may be an earlier one'),
    place: z.int(),
    created_at: Instant,
    url: z.string().nullable().describe('Signed for an hour'),
  }),
});
export type SamePicture = z.infer<typeof SamePicture>;

/** Where in somebody's work a text was read. */
const Passage = z.object({
  submission_id: z.int(),
  place: z.int(),
  at: z.number().nullable().describe('Of a video: the second'),
  url: z.string().nullable().describe('Of a picture of it, signed for an hour; null for a PDF'),
});

/** For staff: a page of somebody else for the same homework that reads alike; a hint, and print may be among it. */
export const SameText = z.object({
  passages: z.array(z.string()).describe('What stands in both, the longest first'),
  own: Passage,
  other: Passage.extend({ student_name: z.string(), created_at: Instant }),
});
export type SameText = z.infer<typeof SameText>;

export const listSameTexts = {
  method: 'GET',
  url: '/submissions/:id/same-texts',
  schema: {
    operationId: 'listSameTexts',
    summary:
      'Work of other students for the same homework that reads like this: hints, at most five; never a verdict',
    tags: ['homework'],
    params: IdParams,
    response: {
      200: z.object({ results: z.array(SameText) }),
      ...{ 400: Problem, 401: Problem, 403: Problem, 404: Problem },
    },
  },
} satisfies Route;
