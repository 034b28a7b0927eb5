type Point = { x: number; y: number };
export type Mapping = (x: number, y: number) => Point;

/**
 * Where places of a sheet are in an image, from pairs of places that are known in both: a stretch, a turn and a shift that
 * fit them best. Undefined where they lie on a line or are too few.
 */
export function mappingOf(pairs: readonly { from: Point; to: Point }[]): Mapping | undefined {
  if (pairs.length < 3) return undefined;
  const middle = (points: readonly Point[]): Point => ({
    x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
    y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
  });
  const [from, to] = [middle(pairs.map((one) => one.from)), middle(pairs.map((one) => one.to))];
  let [xx, xy, yy] = [0, 0, 0];
  const sums = { x: { x: 0, y: 0 }, y: { x: 0, y: 0 } };
  for (const pair of pairs) {
    const [x, y] = [pair.from.x - from.x, pair.from.y - from.y];
    const [u, v] = [pair.to.x - to.x, pair.to.y - to.y];
    xx += x * x;
    xy += x * y;
    yy += y * y;
    sums.x.x += u * x;
    sums.x.y += u * y;
    sums.y.x += v * x;
    sums.y.y += v * y;
  }
  const det = xx * yy - xy * xy;
  if (det < 1e-6 * (xx + yy) ** 2) return undefined;
  const solve = ({ x, y }: Point): Point => ({ x: (x * yy - y * xy) / det, y: (y * xx - x * xy) / det });
  const [a, b] = [solve(sums.x), solve(sums.y)];
  return (x, y) => ({
    x: to.x + a.x * (x - from.x) + a.y * (y - from.y),
    y: to.y + b.x * (x - from.x) + b.y * (y - from.y),
  });
}
