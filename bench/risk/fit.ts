import {
  chanceOf,
  type RiskFact,
  type RiskFacts,
  type RiskModel,
  riskFacts,
  within,
} from '../../server/domains/progress/ranking.rules.ts';

/** A look whose outcome was known in `known_week`. */
export type Example = { facts: RiskFacts; failed: boolean; week: number; known_week: number };

const STEPS = 30;
const RIDGES = [1, 4, 16, 64, 256, 1024];
const ENOUGH = 1e-7;
/** So many examples lie at or beyond each end of the range that a fact is learned in. */
export const ENOUGH_SEEN = 50;

/** How far the claimed chances are from what happened: the mean negative log likelihood. */
export function logLoss(model: RiskModel, examples: readonly Example[]): number {
  const losses = examples.map(({ facts, failed }) => {
    const chance = chanceOf(model, facts);
    return -Math.log(Math.max(1e-12, failed ? chance : 1 - chance));
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / Math.max(1, losses.length);
}

/** The ridge that predicts best what came later when the half that was known first is learned from. */
export function chooseRidge(examples: readonly Example[]): {
  ridge: number;
  losses: [ridge: number, loss: number][];
} {
  const known = examples.map(({ known_week }) => known_week).toSorted((one, other) => one - other);
  const middle = known[Math.floor(known.length / 2)] ?? 0;
  const earlier = examples.filter(({ known_week }) => known_week <= middle);
  const later = examples.filter(({ week }) => week >= middle);
  const losses = RIDGES.map((ridge): [number, number] => [
    ridge,
    logLoss(fitRisk('try', earlier, ridge), later),
  ]);
  const [best] = losses.toSorted(([, one], [, other]) => one - other);
  return { ridge: best?.[0] ?? 1, losses };
}

/** Logistic regression with a ridge by Newton's method (Hastie, Tibshirani, Friedman: Elements of Statistical Learning, 4.4). */
export function fitRisk(version: string, examples: readonly Example[], ridge: number): RiskModel {
  const scales = riskFacts.flatMap((fact) => scaleOf(fact, examples) ?? []);
  const rows = examples.map(({ facts }) => [
    1,
    ...scales.map(({ fact, mean, sd, ...range }) => {
      const value = facts[fact];
      return value === null ? 0 : (within(range, value) - mean) / sd;
    }),
  ]);
  const labels = examples.map(({ failed }) => Number(failed));
  const weights = sensible(
    scales.map(({ fact }) => fact),
    (muted) =>
      newton(
        rows.map((row) => row.map((value, at) => (muted.has(at) ? 0 : value))),
        labels,
        ridge,
      ),
  );
  const [intercept = 0, ...rest] = weights.map((weight) => rounded(weight));
  const named = scales.map(({ fact, mean, sd, least, most }, at) => [
    fact,
    {
      ...{ mean: rounded(mean), sd: rounded(sd), weight: rest[at] ?? 0 },
      ...{ least: rounded(least), most: rounded(most) },
    },
  ]);
  return { version, intercept, facts: Object.fromEntries(named) };
}

/** Facts of which more speaks against a danger. */
const reassuring: ReadonlySet<RiskFact> = new Set([
  'handed_in_share',
  'mean_score',
  'last_score',
  'score_trend',
  'active_weeks_share',
]);

/**
 * Leaves facts out whose weights would say the contrary of what everybody knows (because others say the same better),
 * until none is left: otherwise good marks would be named as a reason for worry.
 */
function sensible(facts: readonly RiskFact[], learn: (muted: ReadonlySet<number>) => number[]): number[] {
  const muted = new Set<number>();
  for (;;) {
    const weights = learn(muted);
    const contrary = facts.flatMap((fact, at) => {
      const weight = weights[at + 1] ?? 0;
      return (reassuring.has(fact) ? weight > 0 : weight < 0) ? [at + 1] : [];
    });
    if (contrary.length === 0) return weights;
    for (const at of contrary) muted.add(at);
  }
}

/** The range that enough examples were seen in, and how a fact spreads there; undefined where too few differ. */
function scaleOf(fact: RiskFact, examples: readonly Example[]) {
  const known = examples.flatMap(({ facts }) => facts[fact] ?? []).toSorted((one, other) => one - other);
  const [least, most] = [known[ENOUGH_SEEN - 1], known[known.length - ENOUGH_SEEN]];
  if (least === undefined || most === undefined || least >= most) return undefined;
  const values = known.map((value) => within({ least, most }, value));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { fact, mean, sd: Math.sqrt(spread), least, most };
}

const rounded = (value: number) => Number(value.toFixed(4));

function newton(rows: readonly number[][], labels: readonly number[], ridge: number): number[] {
  const size = rows[0]?.length ?? 0;
  let weights = Array<number>(size).fill(0);
  for (let step = 0; step < STEPS; step += 1) {
    const gradient = weights.map((weight, at) => (at === 0 ? 0 : -ridge * weight));
    const hessian = weights.map((_, row) =>
      weights.map((__, col) => (row === col ? (row === 0 ? 1e-9 : ridge) : 0)),
    );
    for (const [at, row] of rows.entries()) {
      const p = 1 / (1 + Math.exp(-row.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0)));
      for (let i = 0; i < size; i += 1) {
        const value = row[i] ?? 0;
        if (value === 0) continue;
        gradient[i]! += value * ((labels[at] ?? 0) - p);
        for (let j = 0; j <= i; j += 1) hessian[i]![j]! += value * (row[j] ?? 0) * p * (1 - p);
      }
    }
    for (let i = 0; i < size; i += 1) for (let j = i + 1; j < size; j += 1) hessian[i]![j] = hessian[j]![i]!;
    const change = solve(hessian, gradient);
    weights = weights.map((weight, at) => weight + (change[at] ?? 0));
    if (Math.max(...change.map(Math.abs)) < ENOUGH) break;
  }
  return weights;
}

/** Gauss with the largest pivot. */
function solve(matrix: readonly number[][], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at] ?? 0]);
  for (let col = 0; col < rows.length; col += 1) {
    const pivot = rows
      .slice(col)
      .reduce(
        (best, row, at) => (Math.abs(row[col] ?? 0) > Math.abs(rows[best]?.[col] ?? 0) ? col + at : best),
        col,
      );
    [rows[col], rows[pivot]] = [rows[pivot]!, rows[col]!];
    for (const [at, row] of rows.entries()) {
      if (at === col) continue;
      const factor = row[col]! / rows[col]![col]!;
      for (let k = col; k < row.length; k += 1) row[k]! -= factor * rows[col]![k]!;
    }
  }
  return rows.map((row, at) => row[rows.length]! / row[at]!);
}
