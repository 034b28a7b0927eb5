import type { Grey } from './grey.ts';
import { findPatches, type Match } from './lock.ts';
import type { PatchLevel } from './patches.ts';
import { planeAt } from './plane.ts';
import { displacement, type Warp } from './warp.ts';

/** A patch whose place is trusted: how far from where the flat page has it, in millimetres. */
type Anchor = { x: number; y: number; dx: number; dy: number; weight: number };

const limits = {
  /** Patches that fit better are trusted where their neighbours are, too. */
  score: 0.42,
  near_mm: 21,
  /** Neighbours may differ by so much of their distance, and a little more. */
  stretch: 0.11,
  play_mm: 0.2,
  /** How far a patch may be from where its trusted neighbours want it: well below half of any row or column. */
  reach_mm: 1.25,
  rounds: 14,
  /** Fewer patches are nothing to begin with. */
  least: 8,
} as const;

const anchorOf = (warp: Warp, { x_mm, y_mm, dx, dy, score }: Match): Anchor => {
  const here = displacement(warp, x_mm, y_mm);
  return { x: x_mm, y: y_mm, dx: here.x + dx, dy: here.y + dy, weight: score };
};

function agree(one: Anchor, other: Anchor): boolean {
  const far = Math.hypot(one.x - other.x, one.y - other.y);
  const differs = Math.hypot(one.dx - other.dx, one.dy - other.dy);
  return far < limits.near_mm && differs < limits.stretch * far + limits.play_mm;
}

/** The largest group of anchors each of which moves as a neighbour does: a part that locked a row off stands apart from it. */
function largestGroup(anchors: readonly Anchor[]): Anchor[] {
  const left = new Set(anchors);
  let best: Anchor[] = [];
  for (const start of anchors) {
    if (!left.delete(start)) continue;
    const group = [start];
    for (const one of group) {
      for (const other of left) {
        if (!agree(one, other)) continue;
        left.delete(other);
        group.push(other);
      }
    }
    if (group.length > best.length) best = group;
  }
  return best;
}

const step_mm = 8;
const usualReach_mm = 8;
/** How strongly a plane stays level, beside what its anchors say. */
const calm = 0.02;

const least = new Float64Array(6);

/** The square of the distance within which the nearest six of the anchors lie. */
function nearSquare(anchors: readonly Anchor[], x: number, y: number): number {
  least.fill(Infinity);
  for (const one of anchors) {
    const square = (one.x - x) ** 2 + (one.y - y) ** 2;
    let at = least.length - 1;
    if (square >= (least[at] ?? 0)) continue;
    for (; at > 0 && (least[at - 1] ?? 0) > square; at -= 1) least[at] = least[at - 1] ?? 0;
    least[at] = square;
  }
  return least[Math.min(least.length, anchors.length) - 1] ?? 0;
}

/** The plane through the anchors around a place, at that place; where few are near those farther away count too. */
function levelAt(anchors: readonly Anchor[], x: number, y: number): { dx: number; dy: number } {
  const reach = Math.max(usualReach_mm ** 2, 0.7 * nearSquare(anchors, x, y));
  const sums = { s: 0, x: 0, y: 0, xx: 0, xy: 0, yy: 0 };
  let [u, ux, uy, v, vx, vy] = [0, 0, 0, 0, 0, 0];
  for (const one of anchors) {
    const [a, b] = [one.x - x, one.y - y];
    const far = (a * a + b * b) / reach;
    if (far > 18) continue;
    const share = one.weight * Math.exp(-0.5 * far);
    sums.s += share;
    sums.x += share * a;
    sums.y += share * b;
    sums.xx += share * a * a;
    sums.xy += share * a * b;
    sums.yy += share * b * b;
    u += share * one.dx;
    ux += share * one.dx * a;
    uy += share * one.dx * b;
    v += share * one.dy;
    vx += share * one.dy * a;
    vy += share * one.dy * b;
  }
  sums.xx += calm * sums.s * reach;
  sums.yy += calm * sums.s * reach;
  return { dx: planeAt(sums, u, ux, uy), dy: planeAt(sums, v, vx, vy) };
}

/** The page bent through anchors alone, whatever it was bent to before; beyond them it goes on as it comes. */
function bentThrough({ map, width_mm, height_mm }: Warp, anchors: readonly Anchor[]): Warp {
  const columns = Math.ceil(width_mm / step_mm) + 1;
  const rows = Math.ceil(height_mm / step_mm) + 1;
  const dx = new Float32Array(columns * rows);
  const dy = new Float32Array(columns * rows);
  for (let at = 0; at < dx.length; at += 1) {
    const level = levelAt(anchors, (at % columns) * step_mm, Math.floor(at / columns) * step_mm);
    dx[at] = level.dx;
    dy[at] = level.dy;
  }
  return { map, width_mm, height_mm, dx: [], dy: [], bend: { step: step_mm, columns, rows, dx, dy } };
}

const isNear = (one: Anchor, other: Anchor) => Math.hypot(one.x - other.x, one.y - other.y) < limits.near_mm;

/**
 * Goes out from the largest part of a page that lies where its lines say, patch by patch: a bend that is steeper than a search
 * reaches is followed from its foot, and a part that locked a row or a column off is looked for again where its neighbours
 * want it. Undefined when there is too little to begin with.
 */
export function grown(image: Grey, start: Warp, level: PatchLevel): Warp | undefined {
  let warp = start;
  let anchors: Anchor[] = [];
  let idle = 0;
  for (let round = 0; round < limits.rounds && idle < 3; round += 1) {
    const fitting = findPatches(image, warp, level, limits.reach_mm)
      .filter(({ score }) => score > limits.score)
      .map((match) => anchorOf(warp, match));
    const known = anchors;
    const next = largestGroup(
      round === 0 ? fitting : fitting.filter((one) => known.some((other) => isNear(one, other))),
    );
    if (next.length < limits.least) return undefined;
    idle = next.length > anchors.length ? 0 : idle + 1;
    anchors = next;
    warp = bentThrough(start, anchors);
  }
  return warp;
}
