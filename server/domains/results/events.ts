import { z } from 'zod';
import { defineEvent } from '#core/events.ts';

/** Results of an exam, or answers behind them, that came, went or became others; one event for all that one grading changed. */
export const resultsChanged = defineEvent(
  'results.changed',
  z.object({ exam_id: z.int(), enrollment_ids: z.array(z.int()) }),
);
