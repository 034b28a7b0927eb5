import type { Match } from './lock.ts';
import { planeAt } from './plane.ts';
import { median } from './statistics.ts';
import type { Bend, Warp } from './warp.ts';

const step_mm = 8;

/** How strongly a node of the grid stays where it is, and how strongly it stays level, beside one usual match at its place. */
const calm = { shift: 0.3, slope: 0.8 };

/** Weighted sums for one node: of 1, x, y, their products, and of each with both displacements. */
const sums = {
  s: 0,
  x: 1,
  y: 2,
  xx: 3,
  xy: 4,
  yy: 5,
  dx: 6,
  dxx: 7,
  dxy: 8,
  dy: 9,
  dyx: 10,
  dyy: 11,
  size: 12,
};

function gather(matches: readonly Match[], nodes: Float64Array, grid: Bend, reach_mm: number): void {
  const usual = median(matches.map(({ weight }) => weight)) || 1;
  const span = Math.ceil((2.5 * reach_mm) / step_mm);
  const { columns, rows } = grid;
  for (const { x_mm, y_mm, dx, dy, weight } of matches) {
    const [cx, cy] = [Math.round(x_mm / step_mm), Math.round(y_mm / step_mm)];
    const strength = Math.min(2, weight / usual);
    for (let row = Math.max(0, cy - span); row <= Math.min(rows - 1, cy + span); row += 1) {
      for (let column = Math.max(0, cx - span); column <= Math.min(columns - 1, cx + span); column += 1) {
        const x = (x_mm - column * step_mm) / reach_mm;
        const y = (y_mm - row * step_mm) / reach_mm;
        const share = strength * Math.exp(-0.5 * (x * x + y * y));
        const at = (row * columns + column) * sums.size;
        const add = (place: number, value: number) => {
          nodes[at + place] = (nodes[at + place] ?? 0) + share * value;
        };
        add(sums.s, 1);
        add(sums.x, x);
        add(sums.y, y);
        add(sums.xx, x * x);
        add(sums.xy, x * y);
        add(sums.yy, y * y);
        add(sums.dx, dx);
        add(sums.dxx, dx * x);
        add(sums.dxy, dx * y);
        add(sums.dy, dy);
        add(sums.dyx, dy * x);
        add(sums.dyy, dy * y);
      }
    }
  }
}

/** The value at the node of the plane that fits best around it. */
function levelAt(nodes: Float64Array, at: number, right: number): number {
  const of = (place: number) => nodes[at + place] ?? 0;
  const around = {
    ...{ s: of(sums.s) + calm.shift, x: of(sums.x), y: of(sums.y) },
    ...{ xx: of(sums.xx) + calm.slope, xy: of(sums.xy), yy: of(sums.yy) + calm.slope },
  };
  return planeAt(around, of(right), of(right + 1), of(right + 2));
}

/**
 * Takes up what is left of the misses by planes fitted around the nodes of a grid, beside what was taken up before. Planes
 * go on where matches end, so places beside those that were found come near enough to be found next.
 */
export function bendLocally(warp: Warp, matches: readonly Match[], reach_mm = 11): Warp {
  const columns = Math.ceil(warp.width_mm / step_mm) + 1;
  const rows = Math.ceil(warp.height_mm / step_mm) + 1;
  const count = columns * rows;
  const bend: Bend = {
    step: step_mm,
    columns,
    rows,
    dx: new Float32Array(count),
    dy: new Float32Array(count),
  };
  const nodes = new Float64Array(count * sums.size);
  gather(matches, nodes, bend, reach_mm);
  for (let at = 0; at < count; at += 1) {
    bend.dx[at] = (warp.bend?.dx[at] ?? 0) + levelAt(nodes, at * sums.size, sums.dx);
    bend.dy[at] = (warp.bend?.dy[at] ?? 0) + levelAt(nodes, at * sums.size, sums.dy);
  }
  return { ...warp, bend };
}
