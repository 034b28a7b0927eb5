import { z } from 'zod';
import { Id, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import { RiskLevel } from './progress-risk.ts';
import type { Route } from './route.ts';

/** What a student's chance of falling behind is judged on. Shares are 0 to 1, what is true or not 1 or 0, scores percent, delays days from when it was due (less than 0: before); nothing about the person. */
export const RiskFact = z.enum([
  'failed_share',
  'recent_failed_share',
  'missed_last',
  'failed_run',
  'low_score_run',
  'is_alarmed',
  'absent_share',
  'late_share',
  'handed_in_share',
  'hand_in_delay_days',
  'hand_in_delay_trend',
  'is_unscored',
  'mean_score',
  'last_score',
  'score_trend',
  'watch_deficit',
  'watch_lag_days',
  'active_weeks_share',
  'idle_days',
  'due_reviews',
]);
export type RiskFact = z.infer<typeof RiskFact>;

export const RankedStudent = z
  .object({
    enrollment_id: z.int(),
    lecture_id: z.int(),
    lecture_title: z.string(),
    student_name: z.string(),
    risk_level: RiskLevel.describe('What the rules say'),
    chance: z.number().describe('Of leaving two of the next three sessions incomplete, 0..1'),
    reasons: z
      .array(z.object({ fact: RiskFact, value: z.number(), log_odds: z.number() }))
      .describe('What speaks most for it'),
    model: z.string().describe('The version of the coefficients'),
    updated_at: Instant,
  })
  .meta({ id: 'RankedStudent' });
export type RankedStudent = z.infer<typeof RankedStudent>;

export const RiskRankingQuery = ListQuery.omit({ ordering: true }).extend({ lecture: Id.optional() });
export type RiskRankingQuery = z.infer<typeof RiskRankingQuery>;

export const listRiskRanking = {
  method: 'GET',
  url: '/progress/risk-ranking',
  schema: {
    operationId: 'listRiskRanking',
    summary:
      'Students by how likely they are to fall behind, with what speaks for it; an estimate beside the rules',
    tags: ['progress'],
    querystring: RiskRankingQuery,
    response: { 200: pageOf(RankedStudent), 400: Problem, 401: Problem, 403: Problem, 404: Problem },
  },
} satisfies Route;
