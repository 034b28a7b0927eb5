import { z } from 'zod';
import { ClassSession } from './class-sessions.ts';
import { Day, IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

export const AttendanceStatus = z.enum([
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
export type AttendanceStatus = z.infer<typeof AttendanceStatus>;

/** Why a family is or is not told: only what concerns today is news to them. */
export const Telling = z.enum(['queued', 'not_today', 'no_phone', 'not_needed']);
export type Telling = z.infer<typeof Telling>;

export const Attendance = z
  .object({
    id: z.int(),
    session_id: z.int(),
    enrollment_id: z.int(),
    student_id: z.int(),
    student_name: z.string(),
    status: AttendanceStatus,
    memo: z.string().nullable(),
    arrived_at: Instant.nullable(),
    marked_at: Instant.nullable(),
    version: z.int().describe('Send it back with a change to be refused when somebody was faster'),
  })
  .meta({ id: 'Attendance' });
export type Attendance = z.infer<typeof Attendance>;

export const AttendanceRow = z
  .object({
    enrollment_id: z.int(),
    student_id: z.int(),
    student_name: z.string(),
    school: z.string().nullable(),
    cells: z
      .array(Attendance.omit({ enrollment_id: true, student_id: true, student_name: true }))
      .describe('Only class sessions that the enrollment may enter'),
  })
  .meta({ id: 'AttendanceRow' });
export type AttendanceRow = z.infer<typeof AttendanceRow>;

const tags = ['attendance'] as const;
const refusals = { 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;
const memo = z.string().trim().max(500).nullable();

export const listAttendance = {
  method: 'GET',
  url: '/sessions/:id/attendance',
  schema: {
    operationId: 'listAttendance',
    summary: 'Attendance of everybody who is expected in a class session',
    tags,
    params: IdParams,
    querystring: ListQuery.extend({ status: AttendanceStatus.optional() }),
    response: { 200: pageOf(Attendance), ...refusals },
  },
} satisfies Route;

export const attendanceGrid = {
  method: 'GET',
  url: '/lectures/:id/attendance',
  schema: {
    operationId: 'attendanceGrid',
    summary: 'Students × class sessions; students and parents get their own row',
    tags,
    params: IdParams,
    querystring: ListQuery,
    response: { 200: pageOf(AttendanceRow), ...refusals },
  },
} satisfies Route;

export const markAttendance = {
  method: 'PATCH',
  url: '/attendance/:id',
  schema: {
    operationId: 'markAttendance',
    summary: 'Mark one student; the answer says whether the family is told',
    tags,
    params: IdParams,
    body: z.strictObject({
      status: AttendanceStatus.exactOptional(),
      memo: memo.exactOptional(),
      version: z.int().positive().exactOptional(),
    }),
    response: { 200: Attendance.extend({ telling: Telling }), 400: Problem, ...refusals },
  },
} satisfies Route;

const Changes = z.strictObject({
  changes: z
    .array(z.strictObject({ attendance_id: z.int().positive(), status: AttendanceStatus }))
    .min(1)
    .max(500),
});
const TheRest = z.strictObject({ status: AttendanceStatus.describe('For everybody who is UNSET') });

export const markMany = {
  method: 'POST',
  url: '/sessions/:id/attendance/bulk',
  schema: {
    operationId: 'markMany',
    summary: 'Mark many students of a class session at once; can be undone as a whole for ten minutes',
    tags,
    params: IdParams,
    body: z.union([Changes, TheRest]),
    response: {
      201: z.object({
        batch_id: z.int(),
        changed: z.int(),
        undo_until: Instant,
        telling: z.partialRecord(Telling, z.int()).describe('How many families are told, or why not'),
      }),
      400: Problem,
      ...refusals,
    },
  },
} satisfies Route;

export const undoMarks = {
  method: 'POST',
  url: '/attendance-batches/:id/undo',
  schema: {
    operationId: 'undoMarks',
    summary: 'Take a whole batch back; undo_conflict names who changed since, and then nothing is undone',
    tags,
    params: IdParams,
    response: { 200: z.object({ restored: z.int() }), ...refusals },
  },
} satisfies Route;

export const TodayClass = ClassSession.omit({ is_open: true })
  .extend({
    lecture_title: z.string(),
    room: z.string(),
    teacher_name: z.string().nullable(),
    students: z.array(Attendance.omit({ session_id: true })),
  })
  .meta({ id: 'TodayClass' });
export type TodayClass = z.infer<typeof TodayClass>;

export const today = {
  method: 'GET',
  url: '/today',
  schema: {
    operationId: 'today',
    summary: 'Who is expected on a day (today by default), class by class, and who has come',
    tags,
    querystring: ListQuery.omit({ ordering: true, search: true }).extend({ date: Day.optional() }),
    response: { 200: pageOf(TodayClass).extend({ date: z.string(), timezone: z.string() }), ...refusals },
  },
} satisfies Route;
