import { z } from 'zod';
import { IdParams } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

export const STUDY_IMAGE_MAX_BYTES = 15 * 1024 * 1024;
export const studyImageTypes = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'] as const;

/** How texts of questions show a picture: `![what it shows](image:NAME)`. */
export const studyImagePattern = /!\[([^\]\n]{0,300})\]\(image:([\w-]{43}\.(?:jpg|png))\)/g;

const Name = z.string().regex(/^[\w-]{43}\.(jpg|png)$/);

export const StudyImage = z
  .object({
    name: Name.describe('What texts of questions call it; of the same picture the same'),
    url: z.string().describe('Valid for an hour'),
    width: z.int(),
    height: z.int(),
  })
  .meta({ id: 'StudyImage' });
export type StudyImage = z.infer<typeof StudyImage>;

const tags = ['study'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;

export const addStudyImage = {
  method: 'POST',
  url: '/study/topics/:id/images',
  schema: {
    operationId: 'addStudyImage',
    summary: 'A picture for questions of a topic; what says where and with what it was taken is removed',
    tags,
    params: IdParams,
    response: { 201: StudyImage, 413: Problem, 415: Problem, 422: Problem, ...refusals },
  },
} satisfies Route;

export const listStudyImages = {
  method: 'GET',
  url: '/study/images',
  schema: {
    operationId: 'listStudyImages',
    summary: 'Where pictures are that questions name; those that are not there are left out',
    tags,
    querystring: z.strictObject({
      names: z.string().max(5000).describe('Up to 100 names, with commas'),
    }),
    response: { 200: z.object({ results: z.array(StudyImage) }), ...refusals },
  },
} satisfies Route;
