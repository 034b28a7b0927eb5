/** What the chance of falling behind is judged on; null where nothing is known (app.risk_facts). No demographics. */
export const riskFacts = [
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
] as const;
export type RiskFact = (typeof riskFacts)[number];
export type RiskFacts = Record<RiskFact, number | null>;

/** `least` to `most`: the range that enough students were seen in to learn from; what lies outside counts as its end. */
export type LearnedFact = { mean: number; sd: number; weight: number; least: number; most: number };

/**
 * A logistic model: the log odds are `intercept` plus, for each fact that is known, `weight` for every `sd` that it is
 * above `mean`. A fact that too few differed in to learn from is not in it and adds nothing.
 */
export type RiskModel = {
  readonly version: string;
  readonly intercept: number;
  readonly facts: Readonly<Partial<Record<RiskFact, LearnedFact>>>;
};

export type Contribution = { fact: RiskFact; value: number; log_odds: number };

/** What each known fact adds to the log odds, those that say most of a danger first. */
export function contributionsOf(model: RiskModel, facts: RiskFacts): Contribution[] {
  return riskFacts
    .flatMap((fact) => {
      const value = facts[fact] ?? null;
      const learned = model.facts[fact];
      if (value === null || learned === undefined) return [];
      const { mean, sd, weight } = learned;
      return [{ fact, value, log_odds: (weight * (within(learned, value) - mean)) / sd }];
    })
    .toSorted((one, other) => other.log_odds - one.log_odds);
}

/** The value itself, or the end of the learned range that is next to it. */
export function within({ least, most }: { least: number; most: number }, value: number): number {
  return Math.max(least, Math.min(most, value));
}

/** How likely the student is to leave two of the next three sessions incomplete, 0 to 1. */
export function chanceOf(model: RiskModel, facts: RiskFacts): number {
  const log_odds = contributionsOf(model, facts).reduce((sum, one) => sum + one.log_odds, model.intercept);
  return 1 / (1 + Math.exp(-log_odds));
}

const LEAST_LOG_ODDS = 0.1;
const MOST_REASONS = 3;

/** The facts that speak most for a danger, for people to read. */
export function reasonsOf(model: RiskModel, facts: RiskFacts): Contribution[] {
  return contributionsOf(model, facts)
    .filter(({ log_odds }) => log_odds >= LEAST_LOG_ODDS)
    .slice(0, MOST_REASONS);
}
