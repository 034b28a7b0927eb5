import { type Grey, sample } from './grey.ts';
import type { Plan, Spot } from './plan.ts';
import { median } from './statistics.ts';
import { toPixel, type Warp } from './warp.ts';

/** What a bubble looks like, before anything is taken for a mark. Darkness is 0 for paper and 1 for black. */
export type Look = {
  /** Mean darkness inside. */
  inner: number;
  /** Share of the inside that is clearly dark. */
  strong: number;
  /** Share of the directions around the outline in which something dark stands. */
  around: number;
  /** Share of what is looked at outside the outline that is dark. */
  outside: number;
  /** Brightness of the paper here, 0 to 255. */
  paper: number;
};

/** Darker than this is ink or graphite, not a shade of the paper. */
const strongDarkness = 0.4;
const near_mm = 14;

function valuesAt(image: Grey, warp: Warp, { bubble, probe }: Spot): Uint8Array {
  const { x_mm, y_mm, width_mm, height_mm } = bubble;
  const left = toPixel(warp, x_mm - width_mm / 2, y_mm);
  const right = toPixel(warp, x_mm + width_mm / 2, y_mm);
  const above = toPixel(warp, x_mm, y_mm - height_mm / 2);
  const below = toPixel(warp, x_mm, y_mm + height_mm / 2);
  const [cx, cy] = [(left.x + right.x + above.x + below.x) / 4, (left.y + right.y + above.y + below.y) / 4];
  const across = { x: (right.x - left.x) / width_mm, y: (right.y - left.y) / width_mm };
  const down = { x: (below.x - above.x) / height_mm, y: (below.y - above.y) / height_mm };
  const values = new Uint8Array(probe.x.length);
  const { width, height, data } = image;
  const [reachX, reachY] = [
    width_mm * (Math.abs(across.x) + Math.abs(down.x)),
    height_mm * (Math.abs(across.y) + Math.abs(down.y)),
  ];
  const reach = Math.max(reachX, reachY, width_mm * Math.hypot(across.x, across.y)) + 3;
  const inside = cx > reach && cy > reach && cx < width - reach && cy < height - reach;
  for (let index = 0; index < values.length; index += 1) {
    const x = probe.x[index] ?? 0;
    const y = probe.y[index] ?? 0;
    const px = cx + x * across.x + y * down.x;
    const py = cy + x * across.y + y * down.y;
    if (!inside) {
      values[index] = sample(image, px, py) + 0.5;
      continue;
    }
    const ix = (px - 0.5) | 0;
    const iy = (py - 0.5) | 0;
    const fx = px - 0.5 - ix;
    const at = iy * width + ix;
    const upper = (data[at] ?? 0) * (1 - fx) + (data[at + 1] ?? 0) * fx;
    const lower = (data[at + width] ?? 0) * (1 - fx) + (data[at + width + 1] ?? 0) * fx;
    values[index] = upper + (lower - upper) * (py - 0.5 - iy) + 0.5;
  }
  return values;
}

/** The brightness that a fifth of the pixels exceeds: paper, unless nearly all is marked. */
function brightest(values: Uint8Array): number {
  const counts = new Uint32Array(256);
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  let left = values.length * 0.2;
  let level = 255;
  for (; level > 0; level -= 1) {
    left -= counts[level] ?? 0;
    if (left < 0) break;
  }
  return Math.max(1, level);
}

function lookAt(values: Uint8Array, { probe }: Spot, paper: number): Look {
  let [sum, strong] = [0, 0];
  for (let index = 0; index < probe.inside; index += 1) {
    const dark = Math.min(1, Math.max(-0.05, 1 - (values[index] ?? 0) / paper));
    sum += dark;
    if (dark > strongDarkness) strong += 1;
  }
  const hits = new Uint16Array(16);
  const counts = new Uint16Array(16);
  for (let index = probe.inside; index < values.length; index += 1) {
    const sector = probe.sector[index] ?? 0;
    counts[sector] = (counts[sector] ?? 0) + 1;
    if (1 - (values[index] ?? 0) / paper > 0.65 * strongDarkness) hits[sector] = (hits[sector] ?? 0) + 1;
  }
  let around = 0;
  for (const [sector, count] of counts.entries()) {
    if (probe.open[sector] && (hits[sector] ?? 0) > 0.08 * count) around += 1;
  }
  const open = probe.open.filter(Boolean).length;
  const dark = hits.reduce((all, count) => all + count, 0);
  const outside = dark / Math.max(1, values.length - probe.inside);
  return {
    inner: sum / probe.inside,
    strong: strong / probe.inside,
    around: open >= 6 ? around / open : 0,
    outside,
    paper,
  };
}

/** Looks at every bubble of a plan through a registration. */
export function measure(image: Grey, warp: Warp, plan: Plan): Look[] {
  const values = plan.spots.map((spot) => valuesAt(image, warp, spot));
  const own = values.map(brightest);
  const middles = plan.lines.map((line) => plan.spots[line[Math.floor(line.length / 2)] ?? 0]?.bubble);
  const lineLevels = plan.lines.map((line) => median(line.map((index) => own[index] ?? 0)));
  const nearby = middles.map((middle) => {
    const levels = middles.flatMap((other, line) =>
      middle && other && Math.hypot(other.x_mm - middle.x_mm, other.y_mm - middle.y_mm) < near_mm
        ? [lineLevels[line] ?? 0]
        : [],
    );
    return median(levels);
  });
  return plan.spots.map((spot, index) => {
    const paper = Math.max(
      own[index] ?? 0,
      0.95 * (lineLevels[spot.line] ?? 0),
      0.9 * (nearby[spot.line] ?? 0),
    );
    return lookAt(values[index] ?? new Uint8Array(), spot, paper);
  });
}
