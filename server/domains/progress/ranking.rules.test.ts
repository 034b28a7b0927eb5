import fc from 'fast-check';
import { expect, test } from 'vitest';
import { riskModel } from './ranking.model.ts';
import {
  chanceOf,
  contributionsOf,
  type LearnedFact,
  type RiskFact,
  type RiskFacts,
  type RiskModel,
  reasonsOf,
  riskFacts,
} from './ranking.rules.ts';

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const every = <T>(one: fc.Arbitrary<T>) =>
  fc.record(Object.fromEntries(riskFacts.map((fact) => [fact, one])));
const facts = every(fc.option(number(-50, 50))) as fc.Arbitrary<RiskFacts>;
const models = fc.record({
  version: fc.constant('any'),
  intercept: number(-3, 3),
  facts: every(
    fc
      .record({ mean: number(-20, 20), sd: number(1, 10), weight: number(-1, 1) })
      .chain((scale) =>
        fc
          .record({ below: number(0, 20), above: number(0, 20) })
          .map(({ below, above }) => ({ ...scale, least: scale.mean - below, most: scale.mean + above })),
      ),
  ),
}) as fc.Arbitrary<RiskModel & { facts: Record<RiskFact, LearnedFact> }>;

const unknown = Object.fromEntries(riskFacts.map((fact) => [fact, null])) as RiskFacts;

test('who nothing is known of has the chance of everybody, and no reasons', () => {
  fc.assert(
    fc.property(models, (model) => {
      expect(chanceOf(model, unknown)).toBeCloseTo(1 / (1 + Math.exp(-model.intercept)), 12);
      expect(contributionsOf(model, unknown)).toEqual([]);
    }),
  );
});

test('what an earlier version did not know is unknown, not a number', () => {
  fc.assert(
    fc.property(models, (model) => {
      expect(chanceOf(model, {} as RiskFacts)).toBe(chanceOf(model, unknown));
      expect(reasonsOf(model, {} as RiskFacts)).toEqual([]);
    }),
  );
});

test('an average student too: what is as usual adds nothing', () => {
  fc.assert(
    fc.property(models, (model) => {
      const usual = Object.fromEntries(riskFacts.map((fact) => [fact, model.facts[fact].mean])) as RiskFacts;
      expect(chanceOf(model, usual)).toBeCloseTo(chanceOf(model, unknown), 12);
      expect(reasonsOf(model, usual)).toEqual([]);
    }),
  );
});

test('more of what speaks for a danger never lowers the chance', () => {
  fc.assert(
    fc.property(models, facts, fc.constantFrom(...riskFacts), number(0, 20), (model, known, fact, more) => {
      const value = known[fact] ?? 0;
      const before = chanceOf(model, { ...known, [fact]: value });
      const after = chanceOf(model, { ...known, [fact]: value + Math.sign(model.facts[fact].weight) * more });
      expect(after).toBeGreaterThanOrEqual(before - 1e-12);
    }),
  );
});

test('reasons are at most three of the facts that raise the chance, the strongest first', () => {
  fc.assert(
    fc.property(models, facts, (model, known) => {
      const reasons = reasonsOf(model, known);
      const strengths = reasons.map(({ log_odds }) => log_odds);
      expect(reasons.length).toBeLessThanOrEqual(3);
      expect(strengths).toEqual(strengths.toSorted((one, other) => other - one));
      for (const { fact, value, log_odds } of reasons) {
        expect(value).toBe(known[fact]);
        expect(log_odds).toBeGreaterThan(0);
      }
    }),
  );
});

const share = { least: 0, most: 1 };
const run = { least: 0, most: 5 };
/** What app.risk_facts lets through. */
const possible: Record<RiskFact, { least: number; most: number }> = {
  ...{
    failed_share: share,
    recent_failed_share: share,
    missed_last: share,
    failed_run: run,
    low_score_run: run,
  },
  ...{
    is_alarmed: share,
    absent_share: share,
    late_share: share,
    handed_in_share: share,
    is_unscored: share,
  },
  hand_in_delay_days: { least: -14, most: 14 },
  hand_in_delay_trend: { least: -28, most: 28 },
  ...{ mean_score: { least: 0, most: 100 }, last_score: { least: 0, most: 100 } },
  score_trend: { least: -100, most: 100 },
  ...{ watch_deficit: share, watch_lag_days: { least: 0, most: 14 }, active_weeks_share: share },
  ...{ idle_days: { least: 0, most: 30 }, due_reviews: { least: 0, most: 50 } },
};
const valuesOf = (fact: RiskFact) => number(possible[fact].least, possible[fact].most);
const possibleFacts = fc.record(
  Object.fromEntries(riskFacts.map((fact) => [fact, fc.option(valuesOf(fact))])),
) as fc.Arbitrary<RiskFacts>;
const oneFact = fc.constantFrom(...riskFacts).chain((fact) => fc.tuple(fc.constant(fact), valuesOf(fact)));

test('the shipped model never moves a chance beyond what was seen when it was learned', () => {
  fc.assert(
    fc.property(possibleFacts, oneFact, (known, [fact, value]) => {
      const chanceAt = (one: number | null) => chanceOf(riskModel, { ...known, [fact]: one });
      const learned = riskModel.facts[fact];
      const ends = learned ? [chanceAt(learned.least), chanceAt(learned.most)] : [chanceAt(null)];
      expect(chanceAt(value)).toBeGreaterThanOrEqual(Math.min(...ends) - 1e-12);
      expect(chanceAt(value)).toBeLessThanOrEqual(Math.max(...ends) + 1e-12);
    }),
  );
});

test('each fact of the shipped model was learned inside what the database lets through, and says something there', () => {
  for (const fact of riskFacts) {
    const learned = riskModel.facts[fact];
    if (learned === undefined) continue;
    expect(learned.least).toBeGreaterThanOrEqual(possible[fact].least);
    expect(learned.most).toBeLessThanOrEqual(possible[fact].most);
    expect(learned.mean).toBeGreaterThan(learned.least);
    expect(learned.mean).toBeLessThan(learned.most);
    expect(learned.sd).toBeGreaterThan(0.05);
  }
  expect(riskModel.facts.is_unscored).toBeUndefined();
});

test('one fact alone, homework or reviews however far away, leaves an ordinary student ordinary', () => {
  const alone = fc.constantFrom<RiskFact>('is_unscored', 'hand_in_delay_days', 'due_reviews', 'idle_days');
  const usual = Object.fromEntries(
    riskFacts.map((fact) => [fact, riskModel.facts[fact]?.mean ?? null]),
  ) as RiskFacts;
  fc.assert(
    fc.property(
      alone.chain((fact) => fc.tuple(fc.constant(fact), valuesOf(fact))),
      ([fact, value]) => {
        const change = chanceOf(riskModel, { ...usual, [fact]: value }) - chanceOf(riskModel, usual);
        expect(Math.abs(change)).toBeLessThan(0.15);
      },
    ),
  );
});

test('a newcomer without a fault is not alarming before the first exam is graded, however early homework comes', () => {
  const newcomer = {
    ...unknown,
    ...{ failed_share: 0, recent_failed_share: 0, missed_last: 0, failed_run: 0, low_score_run: 0 },
    ...{ is_alarmed: 0, absent_share: 0, late_share: 0, handed_in_share: 1, watch_deficit: 0 },
    ...{ active_weeks_share: 1, idle_days: 0, due_reviews: 0 },
  };
  fc.assert(
    fc.property(fc.constantFrom(null, 0, 1), number(-14, 0), (is_unscored, hand_in_delay_days) => {
      const facts = { ...newcomer, is_unscored, hand_in_delay_days };
      expect(chanceOf(riskModel, facts)).toBeLessThan(chanceOf(riskModel, unknown));
      expect(reasonsOf(riskModel, facts).map(({ fact }) => fact)).not.toContain('is_unscored');
    }),
  );
});
