import { z } from 'zod';
import { ClassSession } from './class-sessions.ts';
import { Id, IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

export const EnrollmentStatus = z.enum(['ACTIVE', 'PENDING', 'INACTIVE']);
export type EnrollmentStatus = z.infer<typeof EnrollmentStatus>;

export const Enrollment = z
  .object({
    id: z.int(),
    lecture_id: z.int(),
    lecture_title: z.string(),
    student_id: z.int(),
    student_name: z.string(),
    school: z.string().nullable(),
    grade: z.string().nullable(),
    status: EnrollmentStatus,
    start_order: z.int(),
    open_sessions: z.int().describe('How many class sessions it may enter'),
    created_at: Instant,
  })
  .meta({ id: 'Enrollment' });
export type Enrollment = z.infer<typeof Enrollment>;

const start = z
  .int()
  .positive()
  .max(100_000)
  .describe('The first class session, by its order, that it may enter');

export const EnrollmentQuery = ListQuery.extend({
  lecture_id: Id.optional(),
  student_id: Id.optional(),
  status: EnrollmentStatus.optional(),
});
export type EnrollmentQuery = z.infer<typeof EnrollmentQuery>;

const tags = ['enrollments'] as const;
const refusals = { 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;

export const listEnrollments = {
  method: 'GET',
  url: '/enrollments',
  schema: {
    operationId: 'listEnrollments',
    summary: 'Enrollments: of the lectures one works in, or the own ones',
    tags,
    querystring: EnrollmentQuery,
    response: { 200: pageOf(Enrollment), ...refusals },
  },
} satisfies Route;

export const listLectureEnrollments = {
  method: 'GET',
  url: '/lectures/:id/enrollments',
  schema: {
    operationId: 'listLectureEnrollments',
    summary: 'Who takes the lecture',
    tags,
    params: IdParams,
    querystring: EnrollmentQuery.omit({ lecture_id: true }),
    response: { 200: pageOf(Enrollment), ...refusals },
  },
} satisfies Route;

export const enroll = {
  method: 'POST',
  url: '/enrollments',
  schema: {
    operationId: 'enroll',
    summary: 'Enroll a student; opens the class sessions from start_order on',
    tags,
    body: z.strictObject({
      lecture_id: z.int().positive(),
      student_id: z.int().positive(),
      start_order: start.default(1),
      status: z.enum(['ACTIVE', 'PENDING']).default('ACTIVE'),
    }),
    response: { 201: Enrollment, 400: Problem, ...refusals },
  },
} satisfies Route;

export const enrollMany = {
  method: 'POST',
  url: '/enrollments/bulk',
  schema: {
    operationId: 'enrollMany',
    summary: 'Enroll many students at once; those who already are enrolled stay as they are',
    tags,
    body: z.strictObject({
      lecture_id: z.int().positive(),
      student_ids: z.array(z.int().positive()).min(1).max(500),
      start_order: start.default(1),
    }),
    response: {
      201: z.object({ created: z.array(Enrollment), already: z.array(z.int()).describe('Student ids') }),
      400: Problem,
      ...refusals,
    },
  },
} satisfies Route;

export const getEnrollment = {
  method: 'GET',
  url: '/enrollments/:id',
  schema: {
    operationId: 'getEnrollment',
    summary: 'One enrollment',
    tags,
    params: IdParams,
    response: { 200: Enrollment, ...refusals },
  },
} satisfies Route;

export const changeEnrollment = {
  method: 'PATCH',
  url: '/enrollments/:id',
  schema: {
    operationId: 'changeEnrollment',
    summary: 'Change the status; ACTIVE again opens the class sessions from today (or start_order) on',
    tags,
    params: IdParams,
    body: z.strictObject({ status: EnrollmentStatus, start_order: start.exactOptional() }),
    response: { 200: Enrollment, 400: Problem, ...refusals },
  },
} satisfies Route;

export const listOpenSessions = {
  method: 'GET',
  url: '/enrollments/:id/sessions',
  schema: {
    operationId: 'listOpenSessions',
    summary: 'Every class session of the lecture and whether this enrollment may enter it',
    tags,
    params: IdParams,
    querystring: ListQuery,
    response: { 200: pageOf(ClassSession), ...refusals },
  },
} satisfies Route;

export const openSessions = {
  method: 'PUT',
  url: '/enrollments/:id/sessions',
  schema: {
    operationId: 'openSessions',
    summary: 'Open and close class sessions for one enrollment; one with recorded attendance stays open',
    tags,
    params: IdParams,
    body: z.strictObject({
      open: z.array(z.int().positive()).max(500).default([]),
      close: z.array(z.int().positive()).max(500).default([]),
    }),
    response: { 200: Enrollment, 400: Problem, ...refusals },
  },
} satisfies Route;
