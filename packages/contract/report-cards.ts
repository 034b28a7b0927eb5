import { z } from 'zod';
import { Id, IdParams } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem } as const;
const tags = ['results'] as const;
const pdf = z.any().describe('application/pdf');

export const examReportCards = {
  method: 'GET',
  url: '/exams/:id/report-cards.pdf',
  schema: {
    operationId: 'examReportCards',
    summary: 'The report cards of everybody who has a result, by name, or what each got wrong, in one file',
    tags,
    params: IdParams,
    querystring: z.strictObject({ content: z.enum(['cards', 'wrong_notes']).default('cards') }),
    response: { 200: pdf, ...refusals },
  },
} satisfies Route;

const one = {
  tags,
  params: z.strictObject({ id: Id, enrollment_id: Id }),
  response: { 200: pdf, ...refusals },
} as const;

export const reportCard = {
  method: 'GET',
  url: '/exams/:id/results/:enrollment_id/report-card.pdf',
  schema: {
    operationId: 'reportCard',
    summary: 'One student’s report card; students and parents have their own when the result is shown',
    ...one,
  },
} satisfies Route;

export const wrongNote = {
  method: 'GET',
  url: '/exams/:id/results/:enrollment_id/wrong-note.pdf',
  schema: {
    operationId: 'wrongNote',
    summary: 'What one student got wrong, with room to work it out again; keys only where those are shown',
    ...one,
  },
} satisfies Route;
