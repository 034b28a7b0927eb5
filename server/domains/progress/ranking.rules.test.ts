import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  chanceOf,
  contributionsOf,
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
  facts: every(fc.record({ mean: number(-20, 20), sd: number(1, 10), weight: number(-1, 1) })),
}) as fc.Arbitrary<RiskModel>;

const unknown = Object.fromEntries(riskFacts.map((fact) => [fact, null])) as RiskFacts;

test('who nothing is known of has the chance of everybody, and no reasons', () => {
  fc.assert(
    fc.property(models, (model) => {
      expect(chanceOf(model, unknown)).toBeCloseTo(1 / (1 + Math.exp(-model.intercept)), 12);
      expect(contributionsOf(model, unknown)).toEqual([]);
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
