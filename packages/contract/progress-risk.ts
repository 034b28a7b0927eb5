import { z } from 'zod';
import { Flag, Id, IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

export const RiskLevel = z.enum(['NORMAL', 'WARNING', 'DANGER']);
export type RiskLevel = z.infer<typeof RiskLevel>;
/** Why: sessions left incomplete one after the other, or exams under their pass score one after the other. */
export const RiskRule = z.enum(['CONSECUTIVE_INCOMPLETE', 'CONSECUTIVE_LOW_SCORE', 'OTHER']);

/** What the level was judged on. */
export const RiskEvidence = z.object({
  sessions: z.array(z.int()).exactOptional().describe('Class sessions of the run, the oldest first'),
  exams: z
    .array(z.object({ exam_id: z.int(), total_score: z.number(), pass_score: z.number() }))
    .exactOptional(),
});

export const LectureProgress = z
  .object({
    id: z.int(),
    enrollment_id: z.int(),
    lecture_id: z.int(),
    lecture_title: z.string(),
    student_name: z.string(),
    total_sessions: z.int().describe('Due, and not waiting for somebody to look'),
    completed_sessions: z.int(),
    failed_sessions: z.int().describe('Due and not complete'),
    consecutive_failed_sessions: z.int().describe('The trailing run of them in the order of sessions'),
    consecutive_low_scores: z.int().describe('The trailing run of exams that were not passed'),
    last_session: z.int().nullable(),
    risk_level: RiskLevel,
    risk_rule: RiskRule.nullable(),
    risk_since: Instant.nullable().describe('When the level or its reason last became another'),
    meta: RiskEvidence,
    last_updated: Instant.describe('When it came to this; calculating it again without a change leaves it'),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'LectureProgress' });
export type LectureProgress = z.infer<typeof LectureProgress>;

export const RiskLog = z
  .object({
    id: z.int(),
    enrollment_id: z.int(),
    student_name: z.string(),
    session_id: z.int().nullable().describe('The last class session that was due then'),
    risk_level: RiskLevel,
    rule: RiskRule.nullable(),
    reason: z.string().nullable().describe('In words, in the language of the academy'),
    meta: RiskEvidence,
    created_at: Instant,
    updated_at: Instant.describe('As created_at: what was logged is never changed'),
  })
  .meta({ id: 'RiskLog' });
export type RiskLog = z.infer<typeof RiskLog>;

export const LectureProgressQuery = ListQuery.extend({
  enrollment_id: Id.optional(),
  lecture: Id.optional(),
  risk_level: RiskLevel.optional(),
  at_risk: Flag.optional().describe('true: WARNING or DANGER'),
});
export type LectureProgressQuery = z.infer<typeof LectureProgressQuery>;
export const RiskLogQuery = ListQuery.omit({ page: true }).extend({
  cursor: Id.optional().describe('The last row of the page before; `next` has it'),
  enrollment_id: Id.optional(),
  session: Id.optional(),
  lecture: Id.optional(),
  risk_level: RiskLevel.optional(),
  rule: RiskRule.optional(),
  from: Instant.optional(),
  to: Instant.optional(),
});
export type RiskLogQuery = z.infer<typeof RiskLogQuery>;

const tags = ['progress'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem } as const;

export const listLectureProgress = {
  method: 'GET',
  url: '/progress/lecture-progress',
  schema: {
    operationId: 'listLectureProgress',
    summary: 'How each student stands in a lecture, and at what risk; computed, never written by clients',
    tags,
    querystring: LectureProgressQuery,
    response: { 200: pageOf(LectureProgress), ...refusals },
  },
} satisfies Route;

export const getLectureProgress = {
  method: 'GET',
  url: '/progress/lecture-progress/:id',
  schema: {
    operationId: 'getLectureProgress',
    summary: 'How one student stands in a lecture',
    tags,
    params: IdParams,
    response: { 200: LectureProgress, ...refusals },
  },
} satisfies Route;

export const listRiskLogs = {
  method: 'GET',
  url: '/progress/risk-logs',
  schema: {
    operationId: 'listRiskLogs',
    summary: 'When the level of risk of a student, or its reason, became another, the newest first',
    tags,
    querystring: RiskLogQuery,
    response: {
      200: z.object({ next: z.string().nullable(), results: z.array(RiskLog) }),
      ...refusals,
    },
  },
} satisfies Route;

export const getRiskLog = {
  method: 'GET',
  url: '/progress/risk-logs/:id',
  schema: {
    operationId: 'getRiskLog',
    summary: 'One change of a level of risk',
    tags,
    params: IdParams,
    response: { 200: RiskLog, ...refusals },
  },
} satisfies Route;
