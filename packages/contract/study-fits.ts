import { z } from 'zod';
import { Day, IdParams, Instant } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

export const StudyFitState = z.enum(['adopted', 'rejected', 'reverted']);
export type StudyFitState = z.infer<typeof StudyFitState>;
const Loss = z.number().describe('Log loss per prediction; less is better');

/** Weights of the scheduler that were fitted to the answers of an academy, and what they came to on later answers. */
export const StudyFit = z
  .object({
    id: z.int(),
    state: StudyFitState.describe(
      'Of several adopted ones of the same subject or student the latest is in use',
    ),
    subject: z.string().nullable().describe('Of answers of this subject alone'),
    student_id: z.int().nullable().describe('Of this student’s own answers; with neither of all'),
    student_name: z.string().nullable(),
    fitted_at: Instant,
    split_on: Day.describe('Learned from answers before, tried on those from this study day on'),
    learned: z.int(),
    tested: z.int(),
    log_loss: Loss,
    log_loss_before: Loss.describe('Of the weights that were in use then'),
    log_loss_default: Loss.describe('Of the weights that FSRS brings'),
    gain: z.number().describe('By how much it predicts better than what was in use'),
    gain_error: z.number().describe('The standard error of that; adopted from twice of it on'),
    reverted_at: Instant.nullable(),
  })
  .meta({ id: 'StudyFit' });
export type StudyFit = z.infer<typeof StudyFit>;

export const StudyFits = z
  .object({
    in_use: z
      .array(z.int())
      .describe(
        'A student’s own before that of the subject before that of all; else the weights that FSRS brings',
      ),
    paused: z
      .array(StudyFit.pick({ subject: true, student_id: true, student_name: true }))
      .describe('What was switched back: it is not fitted at night until somebody asks for it'),
    reviews: z.int().describe('Answers that the academy has'),
    needed: z.int().describe('How many it takes at least'),
    needed_of_student: z.int().describe('From how many answers on a student has weights of their own'),
    results: z.array(StudyFit).describe('The latest first'),
  })
  .meta({ id: 'StudyFits' });
export type StudyFits = z.infer<typeof StudyFits>;

const tags = ['study'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;

export const listStudyFits = {
  method: 'GET',
  url: '/study/fits',
  schema: {
    operationId: 'listStudyFits',
    summary: 'How well the scheduler predicts the answers of the academy, and with which weights',
    tags,
    response: { 200: StudyFits, ...refusals },
  },
} satisfies Route;

export const fitStudy = {
  method: 'POST',
  url: '/study/fits',
  schema: {
    operationId: 'fitStudy',
    summary:
      'Fit the scheduler to the answers of the academy, its subjects and its students now, in the background',
    tags,
    response: { 202: StudyFits, ...refusals },
  },
} satisfies Route;

export const revertStudyFit = {
  method: 'POST',
  url: '/study/fits/:id/revert',
  schema: {
    operationId: 'revertStudyFit',
    summary:
      'Go back to the weights that were in use before; those are not fitted anew at night from then on',
    tags,
    params: IdParams,
    response: { 200: StudyFits, ...refusals },
  },
} satisfies Route;
