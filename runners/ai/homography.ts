export type Point = { x: number; y: number };
/** Row by row; the ninth number is 1. */
export type Homography = readonly number[];

export function mapped(h: Homography, { x, y }: Point): Point {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, i = 0] = h;
  const w = g * x + i * y + 1;
  return { x: (a * x + b * y + c) / w, y: (d * x + e * y + f) / w };
}

type Pair = { from: Point; to: Point };

/** The map of planes that brings points to their partners, by least squares; undefined for fewer than four, or in a line. */
export function homographyOf(pairs: readonly Pair[]): Homography | undefined {
  if (pairs.length < 4) return undefined;
  const [from, to] = [levelled(pairs.map((one) => one.from)), levelled(pairs.map((one) => one.to))];
  const sums = Array.from({ length: 8 }, () => new Float64Array(9));
  for (const pair of pairs) {
    const [{ x, y }, { x: u, y: v }] = [from.to(pair.from), to.to(pair.to)];
    add(sums, [x, y, 1, 0, 0, 0, -u * x, -u * y, u]);
    add(sums, [0, 0, 0, x, y, 1, -v * x, -v * y, v]);
  }
  const h = solved(sums);
  return h && product(to.back, product([...h, 1], from.forth));
}

/** Brings points around nothing and to the size of one: the sums stay exact. */
function levelled(points: readonly Point[]) {
  const x = points.reduce((sum, one) => sum + one.x, 0) / points.length;
  const y = points.reduce((sum, one) => sum + one.y, 0) / points.length;
  const size = points.reduce((sum, one) => sum + Math.hypot(one.x - x, one.y - y), 0) / points.length || 1;
  return {
    to: (point: Point): Point => ({ x: (point.x - x) / size, y: (point.y - y) / size }),
    forth: [1 / size, 0, -x / size, 0, 1 / size, -y / size, 0, 0, 1],
    back: [size, 0, x, 0, size, y, 0, 0, 1],
  };
}

function add(sums: readonly Float64Array[], row: readonly number[]): void {
  for (const [n, sum] of sums.entries())
    for (let at = 0; at < 9; at++) sum[at] = (sum[at] ?? 0) + (row[n] ?? 0) * (row[at] ?? 0);
}

/** Gauss with the largest pivot; eight rows of nine. */
function solved(rows: Float64Array[]): number[] | undefined {
  for (let at = 0; at < 8; at++) {
    const most = rows
      .slice(at)
      .reduce((best, row, n) => (size(row, at) > size(rows[best], at) ? n + at : best), at);
    [rows[at], rows[most]] = [rows[most] as Float64Array, rows[at] as Float64Array];
    const pivot = rows[at]?.[at] ?? 0;
    if (Math.abs(pivot) < 1e-9) return undefined;
    for (const [n, row] of rows.entries()) {
      if (n === at) continue;
      const share = (row[at] ?? 0) / pivot;
      for (let k = at; k < 9; k++) row[k] = (row[k] ?? 0) - share * (rows[at]?.[k] ?? 0);
    }
  }
  return rows.map((row, at) => (row[8] ?? 0) / (row[at] ?? 1));
}

const size = (row: Float64Array | undefined, at: number) => Math.abs(row?.[at] ?? 0);

/** One after the other, the right one first; the ninth number becomes 1 again. */
function product(left: readonly number[], right: readonly number[]): Homography {
  const at = (row: number, column: number) =>
    [0, 1, 2].reduce((sum, k) => sum + (left[row * 3 + k] ?? 0) * (right[k * 3 + column] ?? 0), 0);
  const w = at(2, 2) || 1;
  return Array.from({ length: 9 }, (_, n) => at(Math.floor(n / 3), n % 3) / w);
}

/** The map back; undefined where it has none. */
export function inverseOf(map: Homography): Homography | undefined {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = map;
  const w = a * e - b * d;
  if (Math.abs(w) < 1e-12) return undefined;
  const rows = [
    e - f * h,
    c * h - b,
    b * f - c * e,
    f * g - d,
    a - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    w,
  ];
  return rows.map((value) => value / w);
}
