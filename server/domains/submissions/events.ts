import { z } from 'zod';
import { defineEvent } from '#core/events.ts';

/** Answers of an exam are there, or are others than before, or count no longer: what they are worth has to follow. */
export const answersReady = defineEvent(
  'submissions.answers_ready',
  z.object({ submission_id: z.int(), exam_id: z.int(), enrollment_id: z.int() }),
);

/** Homework was handed in, judged, or judged otherwise. */
export const homeworkHandedIn = defineEvent(
  'submissions.homework_handed_in',
  z.object({ submission_id: z.int(), homework_id: z.int(), enrollment_id: z.int() }),
);
