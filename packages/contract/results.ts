import { z } from 'zod';
import { QuestionInput } from './exam-questions.ts';
import { Id, IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

/** Why an answer is worth nothing although it may be right, or is none. */
export const InvalidReason = z.enum(['LOW_CONFIDENCE', 'MULTIPLE_MARKS', 'BLANK', 'NO_KEY']);

export const Result = z
  .object({
    enrollment_id: z.int(),
    student_name: z.string(),
    exam_id: z.int(),
    total_score: z.number(),
    max_score: z.number(),
    pass_score: z.number(),
    retest_score: z.number().nullable().describe('Of a re-test in a clinic; who passes by it has passed'),
    passed: z.boolean(),
    rank: z.int().nullable().describe('1, 2, 2, 4 among those who have a result; the absent have none'),
    rank_of: z.int().nullable().describe('How many have a result'),
    percentile: z.number().nullable().describe('Percent of them who have less'),
    attempt_number: z.int(),
    attempt_count: z.int(),
    submission_id: z.int(),
    unsure_count: z.int().describe('Answers that a person must look at; worth nothing until then'),
    updated_at: Instant,
  })
  .meta({ id: 'Result' });
export type Result = z.infer<typeof Result>;

export const Absent = z.object({ enrollment_id: z.int(), student_name: z.string() });

export const ResultFact = z.object({
  exam_question_id: z.int(),
  number: z.int(),
  answer: z.string(),
  is_correct: z.boolean().nullable().describe('Null where the question is void'),
  score: z.number(),
  points: z.number(),
  meta: z.object({ grading: z.object({ invalid_reason: InvalidReason }).optional() }),
  keys: z.array(z.string()).nullable().describe('Null where keys are not shown'),
});
export const ResultDetail = Result.extend({ facts: z.array(ResultFact) }).meta({ id: 'ResultDetail' });
export type ResultDetail = z.infer<typeof ResultDetail>;

export const OwnResult = Result.extend({
  exam_title: z.string(),
  session_id: z.int(),
  lecture_id: z.int(),
}).meta({ id: 'OwnResult' });
export type OwnResult = z.infer<typeof OwnResult>;

/** One student whose result is or would be another one; null where there was none. */
export const ResultDifference = z.object({
  enrollment_id: z.int(),
  student_name: z.string(),
  score_before: z.number().nullable(),
  score_after: z.number().nullable(),
  passed_before: z.boolean().nullable(),
  passed_after: z.boolean().nullable(),
});
export type ResultDifference = z.infer<typeof ResultDifference>;

const Regrade = z.strictObject({
  questions: z
    .array(QuestionInput.extend({ id: z.int().positive() }))
    .min(1)
    .max(500)
    .describe('Those that change, whole, by their ids'),
});
const Differences = z.object({
  changes: z.array(ResultDifference),
  now_passing: z.int().describe('Who goes from failing to passing'),
  now_failing: z.int().describe('Who goes from passing to failing'),
});

const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;
const tags = ['results'] as const;
const OfStudent = z.strictObject({ id: Id, enrollment_id: Id });

export const listExamResults = {
  method: 'GET',
  url: '/exams/:id/results',
  schema: {
    operationId: 'listExamResults',
    summary: 'Everybody’s result of an exam, the best first, and who is absent',
    tags,
    params: IdParams,
    response: { 200: z.object({ results: z.array(Result), absent: z.array(Absent) }), ...refusals },
  },
} satisfies Route;

export const getExamResult = {
  method: 'GET',
  url: '/exams/:id/results/:enrollment_id',
  schema: {
    operationId: 'getExamResult',
    summary: 'One student’s result with each answer; students and parents see their own when it is shown',
    tags,
    params: OfStudent,
    response: { 200: ResultDetail, ...refusals },
  },
} satisfies Route;

export const ResultQuery = ListQuery.extend({ enrollment: Id.optional(), lecture: Id.optional() });
export type ResultQuery = z.infer<typeof ResultQuery>;

export const listResults = {
  method: 'GET',
  url: '/results',
  schema: {
    operationId: 'listResults',
    summary:
      'Results over exams, the newest first: of own lectures for staff, the own ones that are shown for others',
    tags,
    querystring: ResultQuery,
    response: { 200: pageOf(OwnResult), ...refusals },
  },
} satisfies Route;

export const previewRegrade = {
  method: 'POST',
  url: '/exams/:id/regrade-preview',
  schema: {
    operationId: 'previewRegrade',
    summary: 'Whose result other keys, points or kinds would change; nothing is written',
    tags,
    params: IdParams,
    body: Regrade,
    response: { 200: Differences, ...refusals },
  },
} satisfies Route;

export const regradeExam = {
  method: 'POST',
  url: '/exams/:id/regrade',
  schema: {
    operationId: 'regradeExam',
    summary: 'Change questions and grade everybody again, in one step; the old results stay in the history',
    tags,
    params: IdParams,
    body: Regrade,
    response: { 200: Differences, ...refusals },
  },
} satisfies Route;

export const releaseResults = {
  method: 'POST',
  url: '/exams/:id/release',
  schema: {
    operationId: 'releaseResults',
    summary: 'Show the results of an exam to its students and parents, or no longer',
    tags,
    params: IdParams,
    body: z.strictObject({ released: z.boolean() }),
    response: { 200: z.object({ released_at: Instant.nullable() }), ...refusals },
  },
} satisfies Route;

export const listResultChanges = {
  method: 'GET',
  url: '/exams/:id/result-changes',
  schema: {
    operationId: 'listResultChanges',
    summary: 'The history of the results of an exam, the newest first',
    tags,
    params: IdParams,
    querystring: ListQuery.extend({ enrollment: Id.optional() }),
    response: {
      200: pageOf(ResultDifference.extend({ id: z.int(), reason: z.string(), changed_at: Instant })),
      ...refusals,
    },
  },
} satisfies Route;

export const exportResults = {
  method: 'GET',
  url: '/exams/:id/results-export',
  schema: {
    operationId: 'exportResults',
    summary: 'Everybody’s answers and scores as a file for spreadsheets',
    tags,
    params: IdParams,
    querystring: z.strictObject({
      format: z.enum(['csv', 'xlsx']).default('csv'),
      cells: z.enum(['answers', 'marks']).default('marks').describe('marks: O and X'),
    }),
    response: { 200: z.any().describe('text/csv (UTF-8 with BOM) or XLSX'), ...refusals },
  },
} satisfies Route;
