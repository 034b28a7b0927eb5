import { z } from 'zod';
import { Role } from './identity.ts';
import { Day, Id, IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

/** A time of day in the academy's own time zone: HH:MM. */
export const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM');

export const Weekly = z.strictObject({
  weekday: z.int().min(1).max(7).describe('1 is Monday'),
  starts_at: Clock,
  ends_at: Clock,
});
export type Weekly = z.infer<typeof Weekly>;

const Plan = {
  starts_on: Day.exactOptional().describe('The first day that may have a class'),
  schedule: z.array(Weekly).max(14),
  session_count: z.int().min(0).max(200).describe('How many class sessions are made'),
  skip: z.array(Day).max(366).describe('Days without class, e.g. public holidays'),
};

export const PlannedSession = z.object({
  regular_order: z.int(),
  date: z.string().nullable(),
  starts_at: z.string().nullable(),
  ends_at: z.string().nullable(),
});
export type PlannedSession = z.infer<typeof PlannedSession>;

export const OwnEnrollment = z.object({
  enrollment_id: z.int(),
  student_id: z.int(),
  student_name: z.string(),
  status: z.enum(['ACTIVE', 'PENDING', 'INACTIVE']),
});

export const Lecture = z
  .object({
    id: z.int(),
    title: z.string(),
    name: z.string(),
    subject: z.string(),
    grade: z.string(),
    term: z.string(),
    room: z.string(),
    teacher_id: z.int().nullable(),
    teacher_name: z.string().nullable(),
    starts_on: z.string().nullable(),
    schedule: z.array(Weekly),
    session_count: z.int(),
    enrollment_count: z.int().nullable().describe('ACTIVE enrollments; null for students and parents'),
    next_on: z.string().nullable().describe('The next day with a class'),
    own_enrollments: z.array(OwnEnrollment).describe('The own one or the children’s; empty for staff'),
    created_at: Instant,
  })
  .meta({ id: 'Lecture' });
export type Lecture = z.infer<typeof Lecture>;

export const LectureStaff = z.object({ user_id: z.int(), name: z.string(), role: Role });
export const LectureDetail = Lecture.extend({ staff: z.array(LectureStaff) }).meta({ id: 'LectureDetail' });
export type LectureDetail = z.infer<typeof LectureDetail>;

const text = (max: number) => z.string().trim().max(max);
const title = text(200).min(1);
const optional = {
  name: text(200).exactOptional(),
  subject: text(50).exactOptional(),
  grade: text(20).exactOptional(),
  term: text(50).exactOptional(),
  room: text(50).exactOptional(),
  teacher_id: z.int().positive().nullable().exactOptional(),
};

export const NewLecture = z.strictObject({
  ...optional,
  title,
  starts_on: Plan.starts_on,
  schedule: Plan.schedule.default([]),
  session_count: Plan.session_count.default(0),
  skip: Plan.skip.default([]),
});
export type NewLecture = z.infer<typeof NewLecture>;

export const LectureChange = z.strictObject({
  ...optional,
  title: title.exactOptional(),
  starts_on: Day.nullable().exactOptional(),
  schedule: Plan.schedule.exactOptional(),
});
export type LectureChange = z.infer<typeof LectureChange>;

const tags = ['lectures'] as const;
const refusals = { 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;

export const LectureQuery = ListQuery.extend({
  subject: text(50).optional(),
  grade: text(20).optional(),
  term: text(50).optional(),
  teacher_id: Id.optional(),
});
export type LectureQuery = z.infer<typeof LectureQuery>;

export const listLectures = {
  method: 'GET',
  url: '/lectures',
  schema: {
    operationId: 'listLectures',
    summary: 'Lectures: all for owner and admin, the own ones for everybody else',
    tags,
    querystring: LectureQuery,
    response: { 200: pageOf(Lecture), ...refusals },
  },
} satisfies Route;

export const createLecture = {
  method: 'POST',
  url: '/lectures',
  schema: {
    operationId: 'createLecture',
    summary: 'A new lecture with the class sessions of its schedule',
    tags,
    body: NewLecture,
    response: { 201: LectureDetail, 400: Problem, ...refusals },
  },
} satisfies Route;

export const previewSchedule = {
  method: 'POST',
  url: '/lectures/schedule-preview',
  schema: {
    operationId: 'previewSchedule',
    summary: 'The class sessions that a schedule would make; nothing is written',
    tags,
    body: z.strictObject(Plan),
    response: { 200: z.object({ sessions: z.array(PlannedSession) }), 400: Problem, ...refusals },
  },
} satisfies Route;

export const getLecture = {
  method: 'GET',
  url: '/lectures/:id',
  schema: {
    operationId: 'getLecture',
    summary: 'One lecture and who works in it',
    tags,
    params: IdParams,
    response: { 200: LectureDetail, ...refusals },
  },
} satisfies Route;

export const changeLecture = {
  method: 'PATCH',
  url: '/lectures/:id',
  schema: {
    operationId: 'changeLecture',
    summary: 'Change a lecture; its teacher only owner and admin',
    tags,
    params: IdParams,
    body: LectureChange,
    response: { 200: LectureDetail, 400: Problem, ...refusals },
  },
} satisfies Route;

export const deleteLecture = {
  method: 'DELETE',
  url: '/lectures/:id',
  schema: {
    operationId: 'deleteLecture',
    summary: 'Put a lecture away with everything in it; restoreLecture brings it back',
    tags,
    params: IdParams,
    response: { 204: z.undefined(), ...refusals },
  },
} satisfies Route;

export const restoreLecture = {
  method: 'POST',
  url: '/lectures/:id/restore',
  schema: {
    operationId: 'restoreLecture',
    summary: 'Bring a deleted lecture back as it was',
    tags,
    params: IdParams,
    response: { 200: LectureDetail, ...refusals },
  },
} satisfies Route;

export const assignStaff = {
  method: 'PUT',
  url: '/lectures/:id/staff',
  schema: {
    operationId: 'assignStaff',
    summary: 'Who works in the lecture besides its teacher; replaces those of before',
    tags,
    params: IdParams,
    body: z.strictObject({ user_ids: z.array(z.int().positive()).max(50) }),
    response: { 200: LectureDetail, 400: Problem, ...refusals },
  },
} satisfies Route;
