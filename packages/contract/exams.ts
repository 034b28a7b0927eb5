import { z } from 'zod';
import { Id, IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

/** Students see an exam from `published` on; `closed` takes no more answers. */
export const ExamState = z.enum(['draft', 'published', 'closed']);
/** Which of several attempts is the result. */
export const AttemptRule = z.enum(['best', 'latest', 'first']);
export const ResultShowing = z.enum(['at_once', 'after_close', 'on_release']);
export const KeyShowing = z.enum(['never', 'with_results', 'after_close']);

const Score = z.number().min(0).max(100_000);
const text = (max: number) => z.string().trim().max(max);
const fields = {
  description: text(5000),
  pass_score: Score.nullable().describe('Null: the policy of the lecture decides'),
  opens_at: Instant.nullable(),
  closes_at: Instant.nullable(),
  time_limit_minutes: z.int().min(1).max(1440).nullable(),
  attempts_allowed: z.int().min(1).max(100),
  counting: AttemptRule,
  results_shown: ResultShowing,
  keys_shown: KeyShowing,
  is_online: z.boolean().describe('Students may answer it in a browser within its window'),
};

const OwnExtension = z.object({
  enrollment_id: z.int(),
  closes_at: Instant.nullable().describe('In place of the exam’s own'),
  extra_minutes: z.int(),
  extra_attempts: z.int(),
});

export const Exam = z
  .object({
    id: z.int(),
    session_id: z.int().describe('The class session'),
    lecture_id: z.int(),
    title: z.string(),
    state: ExamState,
    ...fields,
    max_score: z.number().describe('The sum of the points of all questions that are not void'),
    question_count: z.int(),
    own_extensions: z.array(OwnExtension).describe('What a student, or the children of a parent, were given'),
    released_at: Instant.nullable(),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'Exam' });
export type Exam = z.infer<typeof Exam>;

const optional = {
  description: fields.description.exactOptional(),
  pass_score: fields.pass_score.exactOptional(),
  opens_at: fields.opens_at.exactOptional(),
  closes_at: fields.closes_at.exactOptional(),
  time_limit_minutes: fields.time_limit_minutes.exactOptional(),
  attempts_allowed: fields.attempts_allowed.exactOptional(),
  counting: fields.counting.exactOptional(),
  results_shown: fields.results_shown.exactOptional(),
  keys_shown: fields.keys_shown.exactOptional(),
  is_online: fields.is_online.exactOptional(),
};
const title = text(200).min(1);
export const NewExam = z.strictObject({ session_id: z.int().positive(), title, ...optional });
export type NewExam = z.infer<typeof NewExam>;
export const ExamChange = z.strictObject({
  title: title.exactOptional(),
  state: ExamState.exactOptional(),
  ...optional,
});
export type ExamChange = z.infer<typeof ExamChange>;

export const ExamQuery = ListQuery.extend({ session: Id.optional(), lecture: Id.optional() });
export type ExamQuery = z.infer<typeof ExamQuery>;

export const ExamExtension = z
  .object({
    exam_id: z.int(),
    enrollment_id: z.int(),
    student_name: z.string(),
    closes_at: Instant.nullable().describe('In place of the exam’s own'),
    extra_minutes: z.int(),
    extra_attempts: z.int(),
    reason: z.string(),
    created_at: Instant,
  })
  .meta({ id: 'ExamExtension' });
export type ExamExtension = z.infer<typeof ExamExtension>;
export const ExtendExam = z.strictObject({
  closes_at: Instant.nullable().default(null),
  extra_minutes: z.int().min(0).max(1440).default(0),
  extra_attempts: z.int().min(0).max(100).default(0),
  reason: text(500).default(''),
});
export type ExtendExam = z.infer<typeof ExtendExam>;

const tags = ['exams'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;
const Extended = z.strictObject({ id: Id, enrollment_id: Id });

export const listExams = {
  method: 'GET',
  url: '/exams',
  schema: {
    operationId: 'listExams',
    summary: 'Exams of the lectures that the caller may know of; drafts are for staff alone',
    tags,
    querystring: ExamQuery,
    response: { 200: pageOf(Exam), ...refusals },
  },
} satisfies Route;

export const createExam = {
  method: 'POST',
  url: '/exams',
  schema: {
    operationId: 'createExam',
    summary: 'A new exam of a class session, as a draft with an empty answer sheet',
    tags,
    body: NewExam,
    response: { 201: Exam, ...refusals },
  },
} satisfies Route;

export const getExam = {
  method: 'GET',
  url: '/exams/:id',
  schema: {
    operationId: 'getExam',
    summary: 'One exam',
    tags,
    params: IdParams,
    response: { 200: Exam, ...refusals },
  },
} satisfies Route;

export const changeExam = {
  method: 'PATCH',
  url: '/exams/:id',
  schema: {
    operationId: 'changeExam',
    summary: 'Change an exam, publish or close it; one without questions is not published',
    tags,
    params: IdParams,
    body: ExamChange,
    response: { 200: Exam, ...refusals },
  },
} satisfies Route;

export const deleteExam = {
  method: 'DELETE',
  url: '/exams/:id',
  schema: {
    operationId: 'deleteExam',
    summary: 'Put an exam away with all that was handed in; restoreExam brings it back',
    tags,
    params: IdParams,
    response: { 204: z.undefined(), ...refusals },
  },
} satisfies Route;

export const restoreExam = {
  method: 'POST',
  url: '/exams/:id/restore',
  schema: {
    operationId: 'restoreExam',
    summary: 'Bring a deleted exam back as it was',
    tags,
    params: IdParams,
    response: { 200: Exam, ...refusals },
  },
} satisfies Route;

export const listExamExtensions = {
  method: 'GET',
  url: '/exams/:id/extensions',
  schema: {
    operationId: 'listExamExtensions',
    summary: 'Who has longer, or more attempts',
    tags,
    params: IdParams,
    response: { 200: z.object({ results: z.array(ExamExtension) }), ...refusals },
  },
} satisfies Route;

export const extendExam = {
  method: 'PUT',
  url: '/exams/:id/extensions/:enrollment_id',
  schema: {
    operationId: 'extendExam',
    summary: 'Give one student longer, or more attempts; replaces what was given before',
    tags,
    params: Extended,
    body: ExtendExam,
    response: { 200: ExamExtension, ...refusals },
  },
} satisfies Route;

export const removeExamExtension = {
  method: 'DELETE',
  url: '/exams/:id/extensions/:enrollment_id',
  schema: {
    operationId: 'removeExamExtension',
    summary: 'Take an extension back',
    tags,
    params: Extended,
    response: { 204: z.undefined(), ...refusals },
  },
} satisfies Route;
