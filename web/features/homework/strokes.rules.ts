import type { Version } from './homework.queries.ts';

export type Stroke = NonNullable<Version['review']>['annotations'][number];
export type Point = Stroke['points'][number];
export type Tool = Exclude<Stroke['kind'], 'text'>;

export const colours = ['#c44433', '#264c76', '#266f57'] as const;

const MOST_POINTS = 2000;
/** Points closer than this share of the page add nothing to a line. */
const NEAR = 0.002;

const clamped = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;

/** A place on the page, in shares of its width and height. */
export const pointAt = (x: number, y: number): Point => [clamped(x), clamped(y)];

/** A line with one more point; points that add nothing are left out. */
export function extended(points: readonly Point[], next: Point): readonly Point[] {
  const last = points.at(-1);
  const isNear = last && Math.abs(last[0] - next[0]) < NEAR && Math.abs(last[1] - next[1]) < NEAR;
  return isNear || points.length >= MOST_POINTS ? points : [...points, next];
}

/** The lines of one stroke on a page of this size, as an SVG path. */
export function pathOf(
  { kind, points }: Pick<Stroke, 'kind' | 'points'>,
  width: number,
  height: number,
): string {
  const [first = [0, 0]] = points;
  const [x, y] = [first[0] * width, first[1] * height];
  const r = Math.min(width, height) * 0.03;
  if (kind === 'check') return `M${x - r} ${y} L${x - r * 0.2} ${y + r} L${x + r * 1.2} ${y - r}`;
  if (kind === 'cross') return `M${x - r} ${y - r} L${x + r} ${y + r} M${x + r} ${y - r} L${x - r} ${y + r}`;
  const line = points.map(([px, py]) => `${round(px * width)} ${round(py * height)}`);
  return `M${line.join(' L')}${line.length === 1 ? ` L${line[0]}` : ''}`;
}

const round = (value: number) => Math.round(value * 10) / 10;

/** How thick a stroke is on a page of this size. */
export function widthOf(kind: Stroke['kind'], width: number, height: number): number {
  const unit = Math.min(width, height) / 100;
  return kind === 'highlight' ? unit * 3 : unit * 0.6;
}
