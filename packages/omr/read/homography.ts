import { solve } from './statistics.ts';

export type Point = { x: number; y: number };

/** A projective map of the plane, row by row; the last of the nine numbers is 1. */
export type Homography = readonly [number, number, number, number, number, number, number, number];

export const apply = (h: Homography, x: number, y: number): Point => {
  const w = h[6] * x + h[7] * y + 1;
  return { x: (h[0] * x + h[1] * y + h[2]) / w, y: (h[3] * x + h[4] * y + h[5]) / w };
};

const toHomography = (v: readonly number[]): Homography => {
  const at = (index: number) => v[index] ?? 0;
  return [at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7)];
};

/** The map that brings four or more points to their partners, by weighted least squares; undefined for points in a line. */
export function homographyOf(
  pairs: readonly { from: Point; to: Point; weight?: number }[],
): Homography | undefined {
  const scale = Math.max(1, ...pairs.map(({ from }) => Math.max(Math.abs(from.x), Math.abs(from.y))));
  const far = Math.max(1, ...pairs.map(({ to }) => Math.max(Math.abs(to.x), Math.abs(to.y))));
  const normal = Array.from({ length: 8 }, () => new Array<number>(8).fill(0));
  const right = new Array<number>(8).fill(0);
  for (const { from, to, weight = 1 } of pairs) {
    const [x, y, u, v] = [from.x / scale, from.y / scale, to.x / far, to.y / far];
    const equations: [number[], number][] = [
      [[x, y, 1, 0, 0, 0, -u * x, -u * y], u],
      [[0, 0, 0, x, y, 1, -v * x, -v * y], v],
    ];
    for (const [row, value] of equations) {
      for (let a = 0; a < 8; a += 1) {
        const scaled = weight * (row[a] ?? 0);
        right[a] = (right[a] ?? 0) + scaled * value;
        const sums = normal[a];
        if (sums) for (let b = 0; b < 8; b += 1) sums[b] = (sums[b] ?? 0) + scaled * (row[b] ?? 0);
      }
    }
  }
  for (let a = 0; a < 8; a += 1) {
    const sums = normal[a];
    if (sums) sums[a] = (sums[a] ?? 0) + 1e-13;
  }
  const solved = solve(normal, right);
  if (!solved) return undefined;
  const at = (index: number) => solved[index] ?? 0;
  const [first, second] = [far / scale, far];
  return toHomography([
    ...[at(0) * first, at(1) * first, at(2) * second],
    ...[at(3) * first, at(4) * first, at(5) * second],
    ...[at(6) / scale, at(7) / scale],
  ]);
}

/** The map back. */
export function inverse(h: Homography): Homography {
  const [a, b, c, d, e, f, g, i] = h;
  const w = a * e - b * d;
  const raw = [
    e - f * i,
    c * i - b,
    b * f - c * e,
    f * g - d,
    a - c * g,
    c * d - a * f,
    d * i - e * g,
    b * g - a * i,
  ];
  return toHomography(raw.map((value) => value / w));
}

/** First `inner`, then `outer`. */
export function after(outer: Homography, inner: Homography): Homography {
  const rows = (h: Homography) => [
    [h[0], h[1], h[2]],
    [h[3], h[4], h[5]],
    [h[6], h[7], 1],
  ];
  const [left, right] = [rows(outer), rows(inner)];
  const raw = left.flatMap((row) =>
    [0, 1, 2].map((column) => row.reduce((sum, value, k) => sum + value * (right[k]?.[column] ?? 0), 0)),
  );
  const last = raw[8] ?? 1;
  return toHomography(raw.map((value) => value / last));
}
