import { AttendanceStatus } from '@seodang/contract/attendance.ts';
import { z } from 'zod';
import { defineEvent } from '#core/events.ts';

/** One event for everything that one action changed in a class session, however many students. */
export const attendanceChanged = defineEvent(
  'school.attendance_changed',
  z.strictObject({
    lecture_id: z.int(),
    session_id: z.int(),
    changes: z.array(
      z.strictObject({
        attendance_id: z.int(),
        enrollment_id: z.int(),
        before: AttendanceStatus,
        after: AttendanceStatus,
      }),
    ),
    occurred_at: z.iso.datetime(),
    tell_after_seconds: z
      .int()
      .nullable()
      .describe('How long it may still be taken back before families are told; null: nobody is told'),
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

/** A lecture whose fields changed (`title`, …), or that was put away or brought back (`deleted_at`). */
export const lectureChanged = defineEvent(
  'school.lecture_changed',
  z.strictObject({ lecture_id: z.int(), changed: z.array(z.string()), occurred_at: z.iso.datetime() }),
);
