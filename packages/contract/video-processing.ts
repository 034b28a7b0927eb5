import { z } from 'zod';
import { IdParams } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

const Requeued = z.object({
  id: z.int(),
  status: z.enum(['PENDING', 'UPLOADED', 'PROCESSING', 'READY', 'FAILED']),
  detail: z.literal('queued'),
});

export const retryVideo = {
  method: 'POST',
  url: '/videos/:id/retry',
  schema: {
    operationId: 'retryVideo',
    summary: 'Take up a failed or waiting video again',
    tags: ['video'],
    params: IdParams,
    response: { 202: Requeued, 404: Problem, 409: Problem },
  },
} satisfies Route;

export const reprocessVideo = {
  method: 'POST',
  url: '/videos/:id/reprocess',
  schema: {
    operationId: 'reprocessVideo',
    summary: 'Make the output of a ready video anew; the old one plays until the new one is complete',
    tags: ['video'],
    params: IdParams,
    body: z
      .strictObject({
        even_loudness: z
          .boolean()
          .nullable()
          .optional()
          .describe(
            'From now on as loud as others (EBU R128, -16 LUFS), or not; null for as the academy chose',
          ),
      })
      .nullish(),
    response: { 202: Requeued, 404: Problem, 409: Problem },
  },
} satisfies Route;
