import { z } from 'zod';
import { Day, Flag, Id, IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import { ProgressCode } from './progress.ts';
import type { Route } from './route.ts';

/** By whom a clinic was called for: the facts of a session, the exam rules, student or parent, or staff. */
export const ClinicReason = z.enum(['AUTO_FAILED', 'AUTO_RISK', 'MANUAL_REQUEST', 'TEACHER_RECOMMEND']);
export type ClinicReason = z.infer<typeof ClinicReason>;
export const ClinicState = z.enum(['open', 'approved', 'booked', 'done', 'dismissed']);
export type ClinicState = z.infer<typeof ClinicState>;
/** What has to go for it to be over; of several exam rules the gravest. */
export const ClinicCause = z.enum([
  'LOW_SCORE',
  'REPEATED_WRONG',
  'LOW_CONFIDENCE_OMR',
  'INCOMPLETE',
  'MANUAL_REQUEST',
  'TEACHER_RECOMMEND',
]);
export type ClinicCause = z.infer<typeof ClinicCause>;

const ExamReasons = z.object({
  LOW_SCORE: z.object({ score: z.number(), pass_score: z.number() }).exactOptional(),
  LOW_CONFIDENCE_OMR: z.object({ count: z.int(), threshold: z.int() }).exactOptional(),
  REPEATED_WRONG: z.object({ question_ids: z.array(z.int()) }).exactOptional(),
});
export const ClinicEvidence = z.object({
  codes: z.array(ProgressCode).exactOptional(),
  exam_reasons: ExamReasons.exactOptional().describe('Over all exams of the session; the worst one counts'),
  exams: z
    .array(
      z.object({
        exam_id: z.int(),
        title: z.string(),
        score: z.number(),
        max_score: z.number(),
        pass_score: z.number(),
        reasons: ExamReasons,
        wrong: z.array(z.int()).describe('Numbers of the questions of the counting attempt'),
        repeated: z.array(z.int()).describe('Those that were wrong before, too'),
      }),
    )
    .exactOptional(),
});

export const ClinicBookingState = z.enum(['booked', 'attended', 'missed', 'cancelled']);
export type ClinicBookingState = z.infer<typeof ClinicBookingState>;
/** When and where a link is, or was last, worked on. */
export const ClinicAppointment = z.object({
  id: z.int(),
  slot_id: z.int(),
  state: ClinicBookingState,
  starts_at: Instant,
  ends_at: Instant,
  room: z.string(),
  teacher_name: z.string().nullable(),
});

export const ClinicLink = z
  .object({
    id: z.int(),
    enrollment_id: z.int(),
    student_id: z.int(),
    student_name: z.string(),
    lecture_id: z.int(),
    lecture_title: z.string(),
    session_id: z.int(),
    session_title: z.string(),
    session_date: Day.nullable(),
    reason: ClinicReason,
    is_auto: z.boolean(),
    approved: z.boolean(),
    state: ClinicState,
    cause: ClinicCause,
    memo: z.string().nullable(),
    meta: ClinicEvidence,
    exam_id: z.int().nullable(),
    score_before: z.number().nullable(),
    score_after: z.number().nullable(),
    opened_at: Instant,
    closed_at: Instant.nullable(),
    told_at: Instant.nullable().describe('When the family was told; once'),
    created_at: Instant,
    updated_at: Instant,
    appointment: ClinicAppointment.nullable().describe('The last one'),
  })
  .meta({ id: 'ClinicLink' });
export type ClinicLink = z.infer<typeof ClinicLink>;

export const ClinicLinkDetail = ClinicLink.extend({
  history: z.array(
    z.object({
      id: z.int(),
      state_before: ClinicState.nullable(),
      state_after: ClinicState,
      why: z
        .string()
        .describe('cause_found, cause_gone and cause_back are the system’s; else what a person wrote'),
      changed_by_name: z.string().nullable(),
      score_before: z.number().nullable(),
      score_after: z.number().nullable(),
      changed_at: Instant,
    }),
  ),
  retests: z.array(
    z.object({ id: z.int(), score: z.number(), recorded_by_name: z.string(), recorded_at: Instant }),
  ),
  appointments: z.array(ClinicAppointment),
}).meta({ id: 'ClinicLinkDetail' });
export type ClinicLinkDetail = z.infer<typeof ClinicLinkDetail>;

/** Whether the family is told of a clinic, or why not. */
export const ClinicTelling = z.enum(['queued', 'already_told', 'no_phone', 'not_shown', 'not_needed']);
export type ClinicTelling = z.infer<typeof ClinicTelling>;

export const ClinicLinkQuery = ListQuery.extend({
  enrollment_id: Id.optional(),
  session: Id.optional(),
  lecture: Id.optional(),
  reason: ClinicReason.optional(),
  state: ClinicState.optional(),
  is_auto: Flag.optional(),
  approved: Flag.optional(),
  active: Flag.optional().describe('true: those that are neither done nor dismissed'),
});
export type ClinicLinkQuery = z.infer<typeof ClinicLinkQuery>;

const tags = ['clinic'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;
const Memo = z.string().trim().max(2000);

export const listClinicLinks = {
  method: 'GET',
  url: '/progress/clinic-links',
  schema: {
    operationId: 'listClinicLinks',
    summary:
      'Who needs a clinic and why; families see their own once it is approved and its results are shown',
    tags,
    querystring: ClinicLinkQuery,
    response: { 200: pageOf(ClinicLink), ...refusals },
  },
} satisfies Route;

export const createClinicLink = {
  method: 'POST',
  url: '/progress/clinic-links',
  schema: {
    operationId: 'createClinicLink',
    summary: 'Ask for a clinic as student or parent, or recommend one as staff, also for who has passed',
    tags,
    body: z.strictObject({
      enrollment_id: z.int().positive(),
      session_id: z.int().positive(),
      reason: ClinicReason.exclude(['AUTO_FAILED', 'AUTO_RISK']).optional(),
      memo: Memo.optional(),
    }),
    response: { 201: ClinicLink, ...refusals },
  },
} satisfies Route;

export const getClinicLink = {
  method: 'GET',
  url: '/progress/clinic-links/:id',
  schema: {
    operationId: 'getClinicLink',
    summary: 'One link with its history, re-tests and appointments',
    tags,
    params: IdParams,
    response: { 200: ClinicLinkDetail, ...refusals },
  },
} satisfies Route;

export const changeClinicLink = {
  method: 'PATCH',
  url: '/progress/clinic-links/:id',
  schema: {
    operationId: 'changeClinicLink',
    summary: 'Approve, dismiss, finish or take up again; automatic ones finish only when their cause is gone',
    tags,
    params: IdParams,
    body: z.strictObject({
      state: ClinicState.exclude(['booked']).optional(),
      why: z.string().trim().max(500).default(''),
      memo: Memo.nullable().optional(),
      tell: z.boolean().default(false).describe('Tell the family when it is approved'),
    }),
    response: { 200: ClinicLink.extend({ telling: ClinicTelling.nullable() }), ...refusals },
  },
} satisfies Route;

export const tellClinic = {
  method: 'POST',
  url: '/progress/clinic-links/:id/tell',
  schema: {
    operationId: 'tellClinic',
    summary: 'Tell the family that a clinic is needed; once for each link',
    tags,
    params: IdParams,
    response: { 200: z.object({ telling: ClinicTelling }), ...refusals },
  },
} satisfies Route;

export const recordRetest = {
  method: 'POST',
  url: '/progress/clinic-links/:id/retest',
  schema: {
    operationId: 'recordRetest',
    summary: 'The score of a re-test; the last one counts, so that a correction is another one',
    tags,
    params: IdParams,
    body: z.strictObject({ score: z.number().min(0).max(100_000) }),
    response: { 200: ClinicLinkDetail, ...refusals },
  },
} satisfies Route;

export const ClinicEffect = z.object({
  cause: ClinicCause,
  teacher_id: z.int().nullable(),
  teacher_name: z
    .string()
    .nullable()
    .describe('Who gave the last clinic before it closed; null: none was attended, or nobody is named'),
  closed: z.int(),
  reopened: z.int().describe('Those of them that are open again'),
  points_gained: z
    .number()
    .nullable()
    .describe('Mean of the score at the end less the score at the beginning'),
  hours_to_close: z.number().nullable().describe('Median, from opened to closed'),
});
export type ClinicEffect = z.infer<typeof ClinicEffect>;

export const clinicEffect = {
  method: 'GET',
  url: '/progress/clinic-effect',
  schema: {
    operationId: 'clinicEffect',
    summary: 'What clinics that closed did, by cause and teacher',
    tags,
    querystring: z.strictObject({ lecture: Id.optional(), from: Day.optional(), to: Day.optional() }),
    response: { 200: z.object({ results: z.array(ClinicEffect) }), ...refusals },
  },
} satisfies Route;
