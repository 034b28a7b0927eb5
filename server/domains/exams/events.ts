import { z } from 'zod';
import { defineEvent } from '#core/events.ts';

/** An exam came, went, or is another one than before: its questions, its window, its pass score, its release. */
export const examChanged = defineEvent(
  'exams.exam_changed',
  z.object({ exam_id: z.int(), session_id: z.int() }),
);

/** Homework came, went, or asks something else than before. */
export const homeworkChanged = defineEvent(
  'exams.homework_changed',
  z.object({ homework_id: z.int(), session_id: z.int() }),
);
