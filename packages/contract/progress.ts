import { z } from 'zod';
import { AttendanceStatus } from './attendance.ts';
import { Day, Flag, Id, IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

/** What a session asks of a student; nothing that has not been judged is a failure. */
export const RequirementState = z.enum(['not_required', 'not_due', 'pending', 'passed', 'failed', 'excused']);
export type RequirementState = z.infer<typeof RequirementState>;

export const AttendanceType = z.enum(['unset', 'online', 'offline', 'absent', 'excused']);
export type AttendanceType = z.infer<typeof AttendanceType>;

/** Why a session is not complete. */
export const ProgressCode = z.enum([
  'VIDEO_INCOMPLETE',
  'EXAM_MISSING',
  'EXAM_FAILED',
  'HOMEWORK_MISSING',
  'HOMEWORK_NOT_APPROVED',
  'OVERRIDDEN',
]);
export type ProgressCode = z.infer<typeof ProgressCode>;

const states = {
  video_state: RequirementState,
  exam_state: RequirementState,
  homework_state: RequirementState,
};
const facts = {
  enrollment_id: z.int(),
  session_id: z.int(),
  attendance_type: AttendanceType,
  video_progress_rate: z.int().describe('0..100, over all videos of the session, weighted by duration'),
  ...states,
  completed: z.boolean(),
  is_overridden: z.boolean(),
  completed_at: Instant.nullable(),
};

export const SessionProgress = z
  .object({
    id: z.int(),
    ...facts,
    student_name: z.string(),
    video_completed: z.boolean(),
    exam_passed: z.boolean(),
    exam_score: z
      .number()
      .nullable()
      .describe('Of several exams, the one that misses its pass score by most'),
    homework_submitted: z.boolean(),
    homework_passed: z.boolean(),
    meta: z.object({ codes: z.array(ProgressCode) }),
    calculated_at: Instant.describe('When it came to this; calculating it again without a change leaves it'),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'SessionProgress' });
export type SessionProgress = z.infer<typeof SessionProgress>;

const tags = ['progress'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem } as const;

export const listSessionProgress = {
  method: 'GET',
  url: '/progress/session-progress',
  schema: {
    operationId: 'listSessionProgress',
    summary: 'Progress per student and class session; computed, never written by clients',
    tags,
    querystring: ListQuery.extend({
      enrollment_id: Id.optional(),
      session: Id.optional(),
      lecture: Id.optional(),
      completed: Flag.optional(),
    }),
    response: { 200: pageOf(SessionProgress), ...refusals },
  },
} satisfies Route;

export const getSessionProgress = {
  method: 'GET',
  url: '/progress/session-progress/:id',
  schema: {
    operationId: 'getSessionProgress',
    summary: 'One verdict of the list',
    tags,
    params: IdParams,
    response: { 200: SessionProgress, ...refusals },
  },
} satisfies Route;

/**
 * One word for a cell: `none` not for this student, `not_due` its day has not come, `complete`, `failed` judged and
 * not passed, `video_left` / `exam_left` / `homework_left` only that is left, `several_left`.
 */
export const CellState = z.enum([
  'none',
  'not_due',
  'complete',
  'failed',
  'video_left',
  'exam_left',
  'homework_left',
  'several_left',
]);
export type CellState = z.infer<typeof CellState>;

const verdict = {
  state: CellState,
  attendance_status: AttendanceStatus.nullable().describe('As marked; null where not enrolled'),
  ...states,
  is_overridden: z.boolean().describe('A teacher said what the session came to'),
  codes: z.array(ProgressCode),
};

/** What a cell says without its numbers; a class of hundreds has a few dozen of them. */
export const ProgressVerdict = z.object(verdict).meta({ id: 'ProgressVerdict' });
export type ProgressVerdict = z.infer<typeof ProgressVerdict>;

export const ProgressCell = z
  .object({
    session_id: z.int(),
    ...verdict,
    video_progress_rate: z.int(),
    exam_score: z.number().nullable(),
    completed_at: Instant.nullable(),
  })
  .meta({ id: 'ProgressCell' });
export type ProgressCell = z.infer<typeof ProgressCell>;

export const ProgressSession = z
  .object({
    id: z.int(),
    order: z.int(),
    title: z.string(),
    session_type: z.enum(['REGULAR', 'SUPPLEMENT']),
    regular_order: z.int().nullable(),
    date: Day.nullable(),
    video_count: z.int(),
    video_required_rate: z.int().describe('Percent that must be watched, by the policy of its date'),
  })
  .meta({ id: 'ProgressSession' });

const student = { enrollment_id: z.int(), student_id: z.int(), student_name: z.string() };
const done = { completed_sessions: z.int(), due_sessions: z.int() };

export const ProgressRow = z
  .object({
    ...student,
    ...done,
    cells: z.array(ProgressCell).describe('One per session, in the order of sessions'),
  })
  .meta({ id: 'ProgressRow' });
export type ProgressRow = z.infer<typeof ProgressRow>;

/** The three arrays have one place for each session, in the order of sessions. */
export const MatrixRow = z
  .object({
    ...student,
    ...done,
    verdicts: z.array(z.int()).describe('Places in `verdicts` of the matrix'),
    video_progress_rates: z.array(z.int()),
    exam_scores: z.array(z.number().nullable()),
  })
  .meta({ id: 'MatrixRow' });
export type MatrixRow = z.infer<typeof MatrixRow>;

export const progressMatrix = {
  method: 'GET',
  url: '/progress/matrix',
  schema: {
    operationId: 'progressMatrix',
    summary: "A lecture's active students by its sessions; each verdict is sent once",
    tags,
    querystring: z.strictObject({ lecture: Id, enrollment: Id.optional().describe('Only this student') }),
    response: {
      200: z.object({
        lecture_id: z.int(),
        lecture_title: z.string(),
        sessions: z.array(ProgressSession),
        verdicts: z.array(ProgressVerdict),
        rows: z.array(MatrixRow),
      }),
      ...refusals,
    },
  },
} satisfies Route;

export const myProgress = {
  method: 'GET',
  url: '/progress/mine',
  schema: {
    operationId: 'myProgress',
    summary: 'The same for students (their own lectures) and parents (their children’s)',
    tags,
    querystring: z.strictObject({ lecture: Id.optional() }),
    response: {
      200: z.array(
        z.object({
          lecture_id: z.int(),
          lecture_title: z.string(),
          sessions: z.array(ProgressSession),
          rows: z.array(ProgressRow),
        }),
      ),
      ...refusals,
    },
  },
} satisfies Route;
