import { z } from 'zod';
import { Day, Id, IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import { CellState, ProgressCode } from './progress.ts';
import { RiskLevel } from './progress-risk.ts';
import type { Route } from './route.ts';

/** The last week of a range without an end. */
export const OPEN_END = 9999;
const week = z.int().min(1).max(OPEN_END);
const percent = z.number().min(0).max(100).multipleOf(0.01);
const times = z.int().min(1).max(100);

const rules = {
  video_required_rate: z.int().min(0).max(100).describe('Percent of the videos of a class session'),
  exam_start_session_order: week,
  exam_end_session_order: week.describe('Exams count in this range of weeks; 9999 has no end'),
  exam_pass_score: percent.describe(
    'Percent of what can be reached, for exams that say no score of their own',
  ),
  homework_start_session_order: week,
  homework_end_session_order: week,
  homework_pass_type: z.enum(['SUBMIT', 'SCORE', 'TEACHER_APPROVAL']),
  homework_pass_score: percent.describe('Percent of what homework is worth, for SCORE'),
  warning_after: times.describe('Sessions incomplete one after the other'),
  danger_after: times,
  low_score_warning_after: times.describe('Exams not passed one after the other'),
  low_score_danger_after: times,
  grace_days: z.int().min(0).max(60).describe('Days after its date until a session asks for a clinic'),
};

/** What a lecture asks of its students, and when they are at risk. */
export const PolicyRules = z.strictObject(rules);
export type PolicyRules = z.infer<typeof PolicyRules>;

const versioned = {
  ...rules,
  version: z.int(),
  effective_on: Day.nullable().describe('Holds for class sessions from this day on; null for all'),
};

export const ProgressPolicy = z
  .object({
    id: z.int(),
    lecture_id: z.int(),
    lecture_title: z.string(),
    ...versioned,
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'ProgressPolicy' });
export type ProgressPolicy = z.infer<typeof ProgressPolicy>;

export const PolicyVersion = z
  .object({
    ...versioned,
    note: z.string(),
    published_by_name: z.string().nullable().describe('Null for the one that came with the lecture'),
    published_at: Instant,
  })
  .meta({ id: 'PolicyVersion' });
export type PolicyVersion = z.infer<typeof PolicyVersion>;

export const ProgressPolicyDetail = ProgressPolicy.extend({
  versions: z.array(PolicyVersion).describe('The newest first'),
}).meta({ id: 'ProgressPolicyDetail' });
export type ProgressPolicyDetail = z.infer<typeof ProgressPolicyDetail>;

export const PolicyDraft = z.strictObject({
  ...rules,
  effective_on: Day.nullable(),
  note: z.string().trim().max(500).default(''),
  base_version: z.int().positive().describe('The newest version that the author has seen'),
});
export type PolicyDraft = z.infer<typeof PolicyDraft>;

const CellSide = z.object({ state: CellState, codes: z.array(ProgressCode) });
export const PolicyPreview = z
  .object({
    cells: z
      .array(
        z.object({
          enrollment_id: z.int(),
          student_name: z.string(),
          session_id: z.int(),
          session_title: z.string(),
          regular_order: z.int().nullable(),
          before: CellSide,
          after: CellSide,
        }),
      )
      .describe('Every cell whose verdict would be another one'),
    risks: z.array(
      z.object({ enrollment_id: z.int(), student_name: z.string(), before: RiskLevel, after: RiskLevel }),
    ),
    now_complete: z.int(),
    now_incomplete: z.int(),
    messages: z.int().describe('How many messages publishing would send'),
  })
  .meta({ id: 'PolicyPreview' });
export type PolicyPreview = z.infer<typeof PolicyPreview>;

export const ProgressPolicyQuery = ListQuery.extend({ lecture: Id.optional() });
export type ProgressPolicyQuery = z.infer<typeof ProgressPolicyQuery>;

const tags = ['progress'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem } as const;

export const listProgressPolicies = {
  method: 'GET',
  url: '/progress/policies',
  schema: {
    operationId: 'listProgressPolicies',
    summary:
      'What each lecture asks in the class sessions of today; search finds titles and names of lectures',
    tags,
    querystring: ProgressPolicyQuery,
    response: { 200: pageOf(ProgressPolicy), ...refusals },
  },
} satisfies Route;

export const getProgressPolicy = {
  method: 'GET',
  url: '/progress/policies/:id',
  schema: {
    operationId: 'getProgressPolicy',
    summary: 'A policy with all of its versions',
    tags,
    params: IdParams,
    response: { 200: ProgressPolicyDetail, ...refusals },
  },
} satisfies Route;

export const previewProgressPolicy = {
  method: 'POST',
  url: '/progress/policies/:id/preview',
  schema: {
    operationId: 'previewProgressPolicy',
    summary: 'Whose cells and risk levels a draft would change; nothing is written',
    tags,
    params: IdParams,
    body: PolicyDraft,
    response: { 200: PolicyPreview, 409: Problem, ...refusals },
  },
} satisfies Route;

export const publishProgressPolicy = {
  method: 'POST',
  url: '/progress/policies/:id/versions',
  schema: {
    operationId: 'publishProgressPolicy',
    summary:
      'A new version, and every session of the lecture judged by what holds for it; not for assistants',
    tags,
    params: IdParams,
    body: PolicyDraft,
    response: { 201: ProgressPolicyDetail, 409: Problem, ...refusals },
  },
} satisfies Route;
