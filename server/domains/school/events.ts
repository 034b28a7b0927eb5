import { z } from 'zod';
import { defineEvent } from '#core/events.ts';

const Status = z.enum([
  'UNSET',
  'PRESENT',
  'LATE',
  'EARLY_LEAVE',
  'ONLINE',
  'SUPPLEMENT',
  'ABSENT',
  'EXCUSED',
  'RAN_OFF',
  'WITHDRAWN',
]);

/** One event for everything that one action changed in a class session, however many students. */
export const attendanceChanged = defineEvent(
  'school.attendance_changed',
  z.strictObject({
    lecture_id: z.int(),
    session_id: z.int(),
    changes: z.array(
      z.strictObject({ attendance_id: z.int(), enrollment_id: z.int(), before: Status, after: Status }),
    ),
    occurred_at: z.iso.datetime(),
    correction: z.boolean().describe('Taken back by undo: nobody needs to be told'),
  }),
);

/** Enrollments that came, changed their status, or may enter other sessions than before. */
export const enrollmentChanged = defineEvent(
  'school.enrollment_changed',
  z.strictObject({
    lecture_id: z.int(),
    enrollment_ids: z.array(z.int()),
    change: z.enum(['created', 'status', 'sessions']),
    occurred_at: z.iso.datetime(),
  }),
);

/** Class sessions that came, went, moved, or were renumbered. */
export const sessionChanged = defineEvent(
  'school.session_changed',
  z.strictObject({
    lecture_id: z.int(),
    session_ids: z.array(z.int()),
    change: z.enum(['created', 'changed', 'deleted']),
    occurred_at: z.iso.datetime(),
  }),
);
