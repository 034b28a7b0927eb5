import { z } from 'zod';
import { Day, Flag, Id, IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import { RiskEvidence, RiskLevel, RiskRule } from './progress-risk.ts';
import type { Route } from './route.ts';

/** How a case ended; `recovered`: the alarm was over before anybody closed it. */
export const RiskOutcome = z.enum(['recovered', 'agreed', 'no_need', 'left']);
export type RiskOutcome = z.infer<typeof RiskOutcome>;

export const RiskCase = z
  .object({
    id: z.int(),
    enrollment_id: z.int(),
    student_id: z.int(),
    student_name: z.string(),
    lecture_id: z.int(),
    lecture_title: z.string(),
    risk_level: RiskLevel,
    rule: RiskRule,
    meta: RiskEvidence,
    owner_id: z.int().nullable(),
    owner_name: z.string().nullable(),
    due_on: Day,
    opened_at: Instant,
    ended_at: Instant.nullable().describe('When the alarm was over'),
    closed_at: Instant.nullable(),
    outcome: RiskOutcome.nullable(),
    outcome_note: z.string(),
    contact_count: z.int(),
    never_signed_in: z.boolean(),
    updated_at: Instant,
  })
  .meta({ id: 'RiskCase' });
export type RiskCase = z.infer<typeof RiskCase>;

export const RiskContact = z.object({
  id: z.int(),
  channel: z.enum(['phone', 'message', 'meeting', 'other']),
  with_whom: z.enum(['student', 'parent']),
  reached: z.boolean(),
  note: z.string(),
  contacted_by_name: z.string(),
  contacted_at: Instant,
});

export const RiskCaseDetail = RiskCase.extend({
  contacts: z.array(RiskContact),
  sessions: z
    .array(z.object({ id: z.int(), title: z.string(), date: Day.nullable(), codes: z.array(z.string()) }))
    .describe('The class sessions of the evidence'),
  exams: z.array(
    z.object({ id: z.int(), title: z.string(), total_score: z.number(), pass_score: z.number() }),
  ),
  owners: z.array(z.object({ id: z.int(), name: z.string() })).describe('Who may own it'),
}).meta({ id: 'RiskCaseDetail' });
export type RiskCaseDetail = z.infer<typeof RiskCaseDetail>;

export const RiskCaseQuery = ListQuery.extend({
  enrollment_id: Id.optional(),
  lecture: Id.optional(),
  owner: Id.optional(),
  risk_level: RiskLevel.optional(),
  open: Flag.optional(),
});
export type RiskCaseQuery = z.infer<typeof RiskCaseQuery>;

const tags = ['progress'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;

export const listRiskCases = {
  method: 'GET',
  url: '/progress/risk-cases',
  schema: {
    operationId: 'listRiskCases',
    summary: 'Who looks after the students at risk; one case for each time that an alarm stays on',
    tags,
    querystring: RiskCaseQuery,
    response: { 200: pageOf(RiskCase), ...refusals },
  },
} satisfies Route;

export const getRiskCase = {
  method: 'GET',
  url: '/progress/risk-cases/:id',
  schema: {
    operationId: 'getRiskCase',
    summary: 'A case with its evidence and who was talked to',
    tags,
    params: IdParams,
    response: { 200: RiskCaseDetail, ...refusals },
  },
} satisfies Route;

export const changeRiskCase = {
  method: 'PATCH',
  url: '/progress/risk-cases/:id',
  schema: {
    operationId: 'changeRiskCase',
    summary: 'Give it to somebody, set a date, or close it; null takes it up again',
    tags,
    params: IdParams,
    body: z.strictObject({
      owner_id: z.int().positive().nullable().optional(),
      due_on: Day.optional(),
      outcome: RiskOutcome.exclude(['recovered']).nullable().optional(),
      outcome_note: z.string().trim().max(2000).optional(),
    }),
    response: { 200: RiskCaseDetail, ...refusals },
  },
} satisfies Route;

export const addRiskContact = {
  method: 'POST',
  url: '/progress/risk-cases/:id/contacts',
  schema: {
    operationId: 'addRiskContact',
    summary: 'Write down who was talked to and what was said',
    tags,
    params: IdParams,
    body: z.strictObject({
      channel: z.enum(['phone', 'message', 'meeting', 'other']),
      with_whom: z.enum(['student', 'parent']),
      reached: z.boolean().default(true),
      note: z.string().trim().min(1).max(2000),
    }),
    response: { 201: RiskCaseDetail, ...refusals },
  },
} satisfies Route;
