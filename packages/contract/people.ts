import { z } from 'zod';
import { Day, Flag, Id, IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { toPhone } from './phone.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

const tags = ['people'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;

export const GuardianConsent = z.enum(['not_needed', 'waiting', 'given']);
export type GuardianConsent = z.infer<typeof GuardianConsent>;

/** Any usual way of writing a number; it is stored as digits. */
export const PhoneInput = z
  .string()
  .max(40)
  .transform((text, context) => {
    const phone = toPhone(text);
    if (phone) return phone;
    context.addIssue({ code: 'custom', message: 'is not a phone number' });
    return z.NEVER;
  });

const Phone = z.string().describe('Digits; only ever in answers to staff of the same academy');

export const StudentLecture = z.object({
  lecture_id: z.int(),
  enrollment_id: z.int(),
  title: z.string(),
  status: z.enum(['ACTIVE', 'PENDING', 'INACTIVE']),
});

export const Student = z
  .object({
    id: z.int(),
    name: z.string(),
    phone: Phone.nullable(),
    parent_phone: Phone.nullable(),
    school: z.string().nullable(),
    grade: z.string().nullable(),
    birth_on: Day.nullable(),
    guardian_consent: GuardianConsent,
    attendance_code: z.string().nullable(),
    memo: z.string().nullable(),
    login_id: z.string().nullable(),
    last_signed_in_at: Instant.nullable(),
    lectures: z.array(StudentLecture),
    created_at: Instant,
    deleted_at: Instant.nullable(),
  })
  .meta({ id: 'Student' });
export type Student = z.input<typeof Student>;

export const Guardian = z
  .object({
    user_id: z.int(),
    name: z.string(),
    phone: Phone.nullable(),
    login_id: z.string(),
    relation: z.string().nullable(),
    last_signed_in_at: Instant.nullable(),
  })
  .meta({ id: 'Guardian' });
export type Guardian = z.input<typeof Guardian>;

export const StudentDetail = Student.extend({
  guardians: z.array(Guardian),
  siblings: z.array(z.object({ student_id: z.int(), name: z.string() })),
}).meta({ id: 'StudentDetail' });
export type StudentDetail = z.input<typeof StudentDetail>;

/** What students and parents see of themselves: no phone numbers, no memo of the staff. */
export const OwnStudent = z
  .object({
    id: z.int(),
    name: z.string(),
    school: z.string().nullable(),
    grade: z.string().nullable(),
    guardian_consent: GuardianConsent,
    attendance_code: z.string().nullable(),
    lectures: z.array(StudentLecture),
  })
  .meta({ id: 'OwnStudent' });
export type OwnStudent = z.input<typeof OwnStudent>;

const fields = {
  phone: PhoneInput.nullable(),
  parent_phone: PhoneInput.nullable(),
  school: z.string().trim().max(100).nullable(),
  grade: z.string().trim().max(20).nullable(),
  birth_on: Day.nullable(),
  attendance_code: z
    .string()
    .regex(/^\d{8}$/)
    .nullable()
    .describe('Eight digits for the kiosk; by default the end of the own phone number'),
  memo: z.string().trim().max(2000).nullable(),
};

export const StudentInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  ...z.strictObject(fields).partial().shape,
  guardian_name: z.string().trim().min(1).max(100).optional(),
  guardian_relation: z.string().trim().max(20).optional(),
});
export type StudentInput = z.output<typeof StudentInput>;

export const StudentChange = z.strictObject({
  name: z.string().trim().min(1).max(100).optional(),
  ...z.strictObject(fields).partial().shape,
});
export type StudentChange = z.output<typeof StudentChange>;

export const StudentFilter = ListQuery.extend({
  lecture_id: Id.optional(),
  school: z.string().max(100).optional(),
  grade: z.string().max(20).optional(),
  guardian_consent: GuardianConsent.optional(),
  deleted: Flag.optional().describe('true lists the removed ones, for owner and admin'),
});
export type StudentFilter = z.output<typeof StudentFilter>;

export const listStudents = {
  method: 'GET',
  url: '/students',
  schema: {
    operationId: 'listStudents',
    summary: 'The students that the caller may know of; searched by name, phone number, school or login id',
    tags,
    querystring: StudentFilter,
    response: { 200: pageOf(Student), ...refusals },
  },
} satisfies Route;

export const studentFacets = {
  method: 'GET',
  url: '/students/facets',
  schema: {
    operationId: 'studentFacets',
    summary: 'The schools and grades that occur, to filter by, with how many students each has',
    tags,
    response: {
      200: z.object({
        schools: z.array(z.object({ value: z.string(), count: z.int() })),
        grades: z.array(z.object({ value: z.string(), count: z.int() })),
        waiting_for_consent: z.int(),
      }),
      ...refusals,
    },
  },
} satisfies Route;

export const createStudent = {
  method: 'POST',
  url: '/students',
  schema: {
    operationId: 'createStudent',
    summary: 'Add a student with an own login, and the guardian of the parent phone, whom siblings share',
    tags,
    body: StudentInput,
    response: { 201: StudentDetail, ...refusals },
  },
} satisfies Route;

export const getStudent = {
  method: 'GET',
  url: '/students/:id',
  schema: {
    operationId: 'getStudent',
    summary: 'A student with guardians and siblings',
    tags,
    params: IdParams,
    response: { 200: StudentDetail, ...refusals },
  },
} satisfies Route;

export const updateStudent = {
  method: 'PATCH',
  url: '/students/:id',
  schema: {
    operationId: 'updateStudent',
    summary: 'Change what is given; null empties a field',
    tags,
    params: IdParams,
    body: StudentChange,
    response: { 200: StudentDetail, ...refusals },
  },
} satisfies Route;

export const deleteStudent = {
  method: 'DELETE',
  url: '/students/:id',
  schema: {
    operationId: 'deleteStudent',
    summary:
      'Remove a student from every list; nothing that happened is lost, and restore brings the student back',
    tags,
    params: IdParams,
    response: { 204: z.undefined(), ...refusals },
  },
} satisfies Route;

export const restoreStudent = {
  method: 'POST',
  url: '/students/:id/restore',
  schema: {
    operationId: 'restoreStudent',
    summary: 'Bring a removed student back with login and guardians',
    tags,
    params: IdParams,
    response: { 200: StudentDetail, ...refusals },
  },
} satisfies Route;

export const giveConsent = {
  method: 'POST',
  url: '/students/:id/consent',
  schema: {
    operationId: 'giveConsent',
    summary: 'Record that the guardian of a child under 14 agreed; from then on the child may sign in',
    tags,
    params: IdParams,
    response: { 200: StudentDetail, ...refusals },
  },
} satisfies Route;

export const myStudent = {
  method: 'GET',
  url: '/students/me',
  schema: {
    operationId: 'myStudent',
    summary: 'What a student sees of themself',
    tags,
    response: { 200: OwnStudent, ...refusals },
  },
} satisfies Route;

export const myChildren = {
  method: 'GET',
  url: '/children',
  schema: {
    operationId: 'myChildren',
    summary: "A parent's own children",
    tags,
    response: { 200: z.object({ results: z.array(OwnStudent) }), ...refusals },
  },
} satisfies Route;

export const exportStudents = {
  method: 'GET',
  url: '/students/export',
  schema: {
    operationId: 'exportStudents',
    summary: 'The students of a filter as a file for spreadsheets',
    tags,
    querystring: StudentFilter.omit({ page: true, page_size: true, deleted: true }).extend({
      format: z.enum(['csv', 'xlsx']).default('csv'),
    }),
    response: { 200: z.any().describe('text/csv (UTF-8 with BOM) or XLSX'), ...refusals },
  },
} satisfies Route;
