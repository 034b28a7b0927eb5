import { z } from 'zod';
import { QuestionKind } from './exam-questions.ts';
import { Id, IdParams, Instant } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';
import { SubmissionStatus } from './submissions.ts';

/** One student answering an exam in a browser; all times are the server's. */
export const Sitting = z
  .object({
    id: z.int(),
    exam_id: z.int(),
    enrollment_id: z.int(),
    number: z.int().describe('1 for the first attempt'),
    started_at: Instant,
    ends_at: Instant.nullable().describe('When it is handed in by itself; null: never'),
    ended: z.boolean(),
    submission_id: z.int().nullable(),
    server_now: Instant.describe('For showing how much time is left by another clock'),
    questions: z.array(
      z.object({
        id: z.int(),
        number: z.int(),
        kind: QuestionKind,
        choices: z.int().nullable(),
        digits: z.int().nullable(),
        points: z.number(),
      }),
    ),
    answers: z.array(z.object({ exam_question_id: z.int(), answer: z.string(), seq: z.int() })),
  })
  .meta({ id: 'Sitting' });
export type Sitting = z.infer<typeof Sitting>;

const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;
const tags = ['sittings'] as const;

export const startExam = {
  method: 'POST',
  url: '/exams/:id/start',
  schema: {
    operationId: 'startExam',
    summary: 'Begin to answer an exam, or go on where the student was',
    tags,
    params: IdParams,
    body: z.strictObject({ enrollment_id: z.int().positive() }),
    response: { 200: Sitting, ...refusals },
  },
} satisfies Route;

export const getSitting = {
  method: 'GET',
  url: '/sittings/:id',
  schema: {
    operationId: 'getSitting',
    summary: 'Where the student is: for a reload, another device, or after the network was lost',
    tags,
    params: IdParams,
    response: { 200: Sitting, ...refusals },
  },
} satisfies Route;

export const saveAnswer = {
  method: 'PUT',
  url: '/sittings/:id/answers/:exam_question_id',
  schema: {
    operationId: 'saveAnswer',
    summary: 'Keep one answer; may be repeated, and an older one never overwrites a newer',
    tags,
    params: z.strictObject({ id: Id, exam_question_id: Id }),
    body: z.strictObject({
      answer: z.string().max(2000).describe('"3", "1,3", "42", a word; empty takes it back'),
      seq: z.int().min(0).describe('Grows with each answer that this student gives'),
    }),
    response: {
      200: z.object({
        saved: z.boolean().describe('False: a newer answer is there already'),
        ends_at: Instant.nullable(),
        server_now: Instant,
      }),
      ...refusals,
    },
  },
} satisfies Route;

export const submitSitting = {
  method: 'POST',
  url: '/sittings/:id/submit',
  schema: {
    operationId: 'submitSitting',
    summary: 'Hand it in; again, it is the same submission',
    tags,
    params: IdParams,
    response: { 200: z.object({ submission_id: z.int(), status: SubmissionStatus }), ...refusals },
  },
} satisfies Route;

export const listSittings = {
  method: 'GET',
  url: '/exams/:id/sittings',
  schema: {
    operationId: 'listSittings',
    summary: 'Who is answering an exam or has answered it, and how far each is',
    tags,
    params: IdParams,
    response: {
      200: z.object({
        results: z.array(
          z.object({
            id: z.int(),
            enrollment_id: z.int(),
            student_name: z.string(),
            number: z.int(),
            started_at: Instant,
            ends_at: Instant.nullable(),
            ended_at: Instant.nullable(),
            answered: z.int(),
            last_saved_at: Instant.nullable(),
          }),
        ),
      }),
      ...refusals,
    },
  },
} satisfies Route;
