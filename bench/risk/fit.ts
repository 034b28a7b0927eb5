import { type RiskFacts, type RiskModel, riskFacts } from '../../server/domains/progress/ranking.rules.ts';

export type Example = { facts: RiskFacts; failed: boolean };

const RIDGE = 2;
const STEPS = 30;

/** Logistic regression with a ridge by Newton's method (Hastie, Tibshirani, Friedman: Elements of Statistical Learning, 4.4). */
export function fitRisk(version: string, examples: readonly Example[]): RiskModel {
  const scales = riskFacts.map((fact) => {
    const known = examples.flatMap(({ facts }) => facts[fact] ?? []);
    const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
    const spread = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, known.length);
    return { mean, sd: Math.sqrt(spread) || 1 };
  });
  const rows = examples.map(({ facts }) => [
    1,
    ...riskFacts.map((fact, at) => {
      const { mean, sd } = scales[at] ?? { mean: 0, sd: 1 };
      return facts[fact] === null ? 0 : (facts[fact] - mean) / sd;
    }),
  ]);
  const weights = newton(
    rows,
    examples.map(({ failed }) => Number(failed)),
  );
  const [intercept = 0, ...rest] = weights.map((weight) => rounded(weight));
  const named = riskFacts.map((fact, at) => {
    const { mean, sd } = scales[at] ?? { mean: 0, sd: 1 };
    return [fact, { mean: rounded(mean), sd: rounded(sd), weight: rest[at] ?? 0 }];
  });
  return { version, intercept, facts: Object.fromEntries(named) };
}

const rounded = (value: number) => Number(value.toFixed(4));

function newton(rows: readonly number[][], labels: readonly number[]): number[] {
  const size = rows[0]?.length ?? 0;
  let weights = Array<number>(size).fill(0);
  for (let step = 0; step < STEPS; step += 1) {
    const gradient = weights.map((weight, at) => (at === 0 ? 0 : -RIDGE * weight));
    const hessian = weights.map((_, row) =>
      weights.map((__, col) => (row === col ? (row === 0 ? 1e-9 : RIDGE) : 0)),
    );
    for (const [at, row] of rows.entries()) {
      const p = 1 / (1 + Math.exp(-row.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0)));
      for (let i = 0; i < size; i += 1) {
        gradient[i]! += (row[i] ?? 0) * ((labels[at] ?? 0) - p);
        for (let j = 0; j < size; j += 1) hessian[i]![j]! += (row[i] ?? 0) * (row[j] ?? 0) * p * (1 - p);
      }
    }
    const change = solve(hessian, gradient);
    weights = weights.map((weight, at) => weight + (change[at] ?? 0));
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
