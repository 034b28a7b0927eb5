import { z } from 'zod';
import { defineEvent } from '#core/events.ts';

const about = { link_id: z.int(), enrollment_id: z.int(), lecture_id: z.int() };

/** A student needs a clinic, or needs one again. Nobody has looked at it yet: families are told when staff say so. */
export const clinicOpened = defineEvent('progress.clinic_opened', z.strictObject(about));

/** Staff want the family to know that a clinic is needed; once for each link. */
export const clinicAnnounced = defineEvent('progress.clinic_announced', z.strictObject(about));

/** A seat was taken, by whomever. */
export const clinicBooked = defineEvent(
  'progress.clinic_booked',
  z.strictObject({ ...about, booking_id: z.int() }),
);

/** Somebody who had a seat did not come, and may book another. */
export const clinicMissed = defineEvent(
  'progress.clinic_missed',
  z.strictObject({ ...about, booking_id: z.int() }),
);
