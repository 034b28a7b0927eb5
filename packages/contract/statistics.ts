import { z } from 'zod';
import { QuestionKind } from './exam-questions.ts';
import { IdParams } from './list.ts';
import { Problem } from './problem.ts';
import { Absent, InvalidReason } from './results.ts';
import type { Route } from './route.ts';

const Distractor = z.object({
  answer: z.string().describe('A choice, or what was written; empty for nothing'),
  count: z.int(),
  is_key: z.boolean(),
});

/** How a question did. Ratios are null where there is nothing to divide by. */
export const ItemStatistics = z.object({
  exam_question_id: z.int(),
  number: z.int(),
  kind: QuestionKind,
  points: z.number(),
  answered: z.int(),
  correct: z.int(),
  facility: z.number().nullable().describe('0..1, mean share of its points'),
  discrimination: z
    .number()
    .nullable()
    .describe('-1..1, how its score goes with the score of all other questions'),
  unsure: z.int(),
  distractors: z.array(Distractor).describe('What was answered, the most frequent first'),
});

export const ExamStatistics = z
  .object({
    count: z.int().describe('Who has a result; the absent are in no figure'),
    absent: z.int(),
    max_score: z.number(),
    mean: z.number().nullable(),
    median: z.number().nullable(),
    deviation: z.number().nullable(),
    lowest: z.number().nullable(),
    highest: z.number().nullable(),
    passed: z.int(),
    kr20: z
      .number()
      .nullable()
      .describe('Reliability, by right and wrong of the questions that are not void'),
    distribution: z.array(
      z
        .object({ from: z.number(), to: z.number(), count: z.int() })
        .describe('Ten equal steps up to max_score'),
    ),
    items: z.array(ItemStatistics),
    unwritten: z
      .object({ students: z.int(), numbers: z.array(z.int()).describe('Of the questions') })
      .describe('Whose written answers were scanned and not typed in yet, not even as left blank'),
  })
  .meta({ id: 'ExamStatistics' });
export type ExamStatistics = z.infer<typeof ExamStatistics>;

const Cell = z.object({
  exam_question_id: z.int(),
  answer: z.string(),
  is_correct: z.boolean().nullable(),
  score: z.number(),
  invalid_reason: InvalidReason.nullable(),
});

/** Students × questions. */
export const ExamGrid = z
  .object({
    questions: z.array(z.object({ id: z.int(), number: z.int(), points: z.number() })),
    rows: z.array(
      z.object({
        enrollment_id: z.int(),
        student_name: z.string(),
        total_score: z.number(),
        rank: z.int(),
        passed: z.boolean(),
        cells: z.array(Cell),
      }),
    ),
    absent: z.array(Absent),
  })
  .meta({ id: 'ExamGrid' });
export type ExamGrid = z.infer<typeof ExamGrid>;

const refusals = { 401: Problem, 403: Problem, 404: Problem } as const;
const tags = ['results'] as const;

export const examStatistics = {
  method: 'GET',
  url: '/exams/:id/statistics',
  schema: {
    operationId: 'examStatistics',
    summary: 'Distribution, reliability, and how each question did',
    tags,
    params: IdParams,
    response: { 200: ExamStatistics, ...refusals },
  },
} satisfies Route;

export const examGrid = {
  method: 'GET',
  url: '/exams/:id/grid',
  schema: {
    operationId: 'examGrid',
    summary: 'Every answer of every student',
    tags,
    params: IdParams,
    response: { 200: ExamGrid, ...refusals },
  },
} satisfies Route;
