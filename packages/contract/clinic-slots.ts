import { z } from 'zod';
import { ClinicBookingState, ClinicCause, ClinicState } from './clinic.ts';
import { Day, Flag, Id, IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

/** A time at which a clinic is given. */
export const ClinicSlot = z
  .object({
    id: z.int(),
    starts_at: Instant,
    ends_at: Instant,
    room: z.string(),
    capacity: z.int(),
    taken: z.int(),
    free: z.int(),
    teacher_id: z.int().nullable(),
    teacher_name: z.string().nullable(),
    lecture_id: z.int().nullable().describe('Null: for students of every lecture'),
    lecture_title: z.string().nullable(),
    note: z.string(),
    cancelled_at: Instant.nullable(),
    clashes: z
      .array(z.enum(['room', 'teacher']))
      .describe('What another slot needs within the same time; families see none'),
  })
  .meta({ id: 'ClinicSlot' });
export type ClinicSlot = z.infer<typeof ClinicSlot>;

export const ClinicBooking = z
  .object({
    id: z.int(),
    slot_id: z.int(),
    link_id: z.int(),
    student_id: z.int(),
    student_name: z.string(),
    state: ClinicBookingState,
    booked_at: Instant,
    arrived_at: Instant.nullable(),
  })
  .meta({ id: 'ClinicBooking' });
export type ClinicBooking = z.infer<typeof ClinicBooking>;

/** Who comes to a slot, and for what. */
export const ClinicVisitor = ClinicBooking.extend({
  lecture_id: z.int(),
  lecture_title: z.string(),
  session_title: z.string(),
  cause: ClinicCause,
  link_state: ClinicState,
  exam_title: z.string().nullable(),
  score: z.number().nullable(),
  pass_score: z.number().nullable(),
  is_rebooked: z.boolean().describe('Missed, and has another appointment since'),
}).meta({ id: 'ClinicVisitor' });
export type ClinicVisitor = z.infer<typeof ClinicVisitor>;

const Place = {
  room: z.string().trim().max(50),
  capacity: z.int().min(1).max(200),
  teacher_id: z.int().positive().nullable(),
  lecture_id: z.int().positive().nullable(),
  note: z.string().trim().max(500),
};
const NewSlots = z.strictObject({
  starts_at: Instant,
  ends_at: Instant,
  room: Place.room.default(''),
  capacity: Place.capacity,
  teacher_id: Place.teacher_id.default(null),
  lecture_id: Place.lecture_id.default(null),
  note: Place.note.default(''),
  weeks: z.int().min(1).max(20).default(1).describe('The same time in so many weeks'),
});
export const SlotQuery = ListQuery.omit({ search: true, ordering: true }).extend({
  from: Instant.optional(),
  to: Instant.optional(),
  lecture: Id.optional().describe('Those that students of this lecture may book'),
  teacher: Id.optional(),
  free: Flag.optional().describe('true: not begun, not cancelled, and with a free seat'),
});
export type SlotQuery = z.output<typeof SlotQuery>;

const tags = ['clinic'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;

export const listClinicSlots = {
  method: 'GET',
  url: '/progress/clinic-slots',
  schema: {
    operationId: 'listClinicSlots',
    summary: 'Times at which clinics are given, by the clock; families see those that are still to come',
    tags,
    querystring: SlotQuery,
    response: { 200: pageOf(ClinicSlot), ...refusals },
  },
} satisfies Route;

export const createClinicSlots = {
  method: 'POST',
  url: '/progress/clinic-slots',
  schema: {
    operationId: 'createClinicSlots',
    summary: 'Offer a time, once or every week',
    tags,
    body: NewSlots,
    response: { 201: z.object({ results: z.array(ClinicSlot) }), ...refusals },
  },
} satisfies Route;

export const changeClinicSlot = {
  method: 'PATCH',
  url: '/progress/clinic-slots/:id',
  schema: {
    operationId: 'changeClinicSlot',
    summary: 'Move a slot or change its room, teacher or capacity; never below what is booked',
    tags,
    params: IdParams,
    body: z.strictObject({ ...Place, starts_at: Instant, ends_at: Instant }).partial(),
    response: { 200: ClinicSlot, ...refusals },
  },
} satisfies Route;

export const cancelClinicSlot = {
  method: 'DELETE',
  url: '/progress/clinic-slots/:id',
  schema: {
    operationId: 'cancelClinicSlot',
    summary: 'Take a slot back; who had booked it may book another',
    tags,
    params: IdParams,
    response: { 200: z.object({ cancelled_bookings: z.int() }), ...refusals },
  },
} satisfies Route;

export const bookClinic = {
  method: 'POST',
  url: '/progress/clinic-bookings',
  schema: {
    operationId: 'bookClinic',
    summary: 'Take a seat; when none is left, `next_slots` of the refusal offers others',
    tags,
    body: z.strictObject({ slot_id: z.int().positive(), link_id: z.int().positive() }),
    response: { 201: ClinicBooking, ...refusals },
  },
} satisfies Route;

export const changeClinicBooking = {
  method: 'PATCH',
  url: '/progress/clinic-bookings/:id',
  schema: {
    operationId: 'changeClinicBooking',
    summary: 'Came, did not come, or cancelled; families may cancel what has not begun',
    tags,
    params: IdParams,
    body: z.strictObject({ state: ClinicBookingState }),
    response: {
      200: ClinicBooking.extend({
        next_slots: z.array(ClinicSlot).describe('Offered to who did not come'),
      }),
      ...refusals,
    },
  },
} satisfies Route;

export const clinicBoard = {
  method: 'GET',
  url: '/progress/clinic-board',
  schema: {
    operationId: 'clinicBoard',
    summary: 'The slots of a day and who comes',
    tags,
    querystring: z.strictObject({ date: Day.optional() }),
    response: {
      200: z.object({
        date: Day,
        slots: z.array(ClinicSlot.extend({ visitors: z.array(ClinicVisitor) })),
      }),
      ...refusals,
    },
  },
} satisfies Route;
