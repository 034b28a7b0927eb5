import type { Grey } from './grey.ts';
import { type Gradients, gradientsAt, type Patch, type PatchLevel, scoreAt } from './patches.ts';
import { fit, median } from './statistics.ts';
import { type Bend, displacement, terms, type Warp } from './warp.ts';

/** Where a patch was found: how far from where it was expected, in millimetres on the sheet, and how well it fits. */
export type Match = { x_mm: number; y_mm: number; dx: number; dy: number; score: number; weight: number };

/** The top of a parabola through three values, from the middle one. */
function top(before: number, middle: number, after: number): number {
  const bend = before - 2 * middle + after;
  return bend < -1e-9 ? Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend))) : 0;
}

type Peak = { dx: number; dy: number; score: number; lead: number };

/** The best place of a patch, and by how much it beats the best one that is not its neighbour. */
function peakOf(patch: Patch, scan: Gradients, reach: number): Peak {
  const side = 2 * reach + 1;
  const scores = new Float32Array(side * side);
  let best = 0;
  for (let at = 0; at < scores.length; at += 1) {
    const score = scoreAt(patch, scan, reach, (at % side) - reach, Math.floor(at / side) - reach);
    scores[at] = score;
    if (score > (scores[best] ?? 0)) best = at;
  }
  const [x, y] = [best % side, Math.floor(best / side)];
  const score = scores[best] ?? 0;
  let second = 0;
  for (let at = 0; at < scores.length; at += 1) {
    if (Math.max(Math.abs((at % side) - x), Math.abs(Math.floor(at / side) - y)) > 2)
      second = Math.max(second, scores[at] ?? 0);
  }
  const inside = x > 0 && y > 0 && x < side - 1 && y < side - 1;
  const at = (index: number) => scores[index] ?? 0;
  return {
    dx: x - reach + (inside ? top(at(best - 1), score, at(best + 1)) : 0),
    dy: y - reach + (inside ? top(at(best - side), score, at(best + side)) : 0),
    score: inside ? score : score * 0.5,
    lead: score - second,
  };
}

/** Looks for every patch around its expected place. `image` must be about as dense as the level. */
export function findPatches(image: Grey, warp: Warp, level: PatchLevel, reach_mm: number): Match[] {
  const reach = Math.max(1, Math.round(reach_mm * level.density));
  return level.patches.map((patch) => {
    const peak = peakOf(patch, gradientsAt(image, warp, patch, level.density, reach), reach);
    const certain = Math.max(0, peak.score - 0.12) ** 2 * Math.min(1, 0.05 + Math.max(0, peak.lead) * 4);
    return {
      x_mm: patch.x_mm + patch.columns / level.density / 2,
      y_mm: patch.y_mm + patch.rows / level.density / 2,
      dx: peak.dx / level.density,
      dy: peak.dy / level.density,
      score: peak.score,
      weight: certain,
    };
  });
}

/** Bends the whole page so that patches come to where they were found; outliers lose their weight. */
export function bendWhole(warp: Warp, matches: readonly Match[], degree: number): Warp {
  const features = matches.map(({ x_mm, y_mm }) => terms(warp, x_mm, y_mm, degree));
  const before = matches.map(({ x_mm, y_mm }) => displacement(warp, x_mm, y_mm));
  const targets = matches.map(({ dx, dy }, index) => ({
    x: (before[index]?.x ?? 0) + dx,
    y: (before[index]?.y ?? 0) + dy,
  }));
  const total = matches.reduce((sum, { weight }) => sum + weight, 0);
  const ridge = (index: number) => total * (index < 3 ? 1e-6 : index < 6 ? 1e-4 : 1e-3);
  let weights = matches.map(({ weight }) => weight);
  let [dx, dy]: [number[], number[]] = [[], []];
  let misses: number[] = [];
  for (let round = 0; round < 6; round += 1) {
    dx =
      fit(
        features,
        targets.map(({ x }) => x),
        weights,
        ridge,
      ) ?? dx;
    dy =
      fit(
        features,
        targets.map(({ y }) => y),
        weights,
        ridge,
      ) ?? dy;
    misses = features.map((feature, index) => {
      const at = (coefficients: number[]) =>
        feature.reduce((sum, term, k) => sum + term * (coefficients[k] ?? 0), 0);
      return Math.hypot(at(dx) - (targets[index]?.x ?? 0), at(dy) - (targets[index]?.y ?? 0));
    });
    const scale = Math.max(
      0.12,
      1.5 * median(misses.filter((_, index) => (matches[index]?.weight ?? 0) > 0)),
    );
    weights = matches.map(({ weight }, index) => weight / (1 + ((misses[index] ?? 0) / scale) ** 2) ** 2);
  }
  return { map: warp.map, width_mm: warp.width_mm, height_mm: warp.height_mm, dx, dy };
}

/** Matches that go where their neighbours go: a patch alone that locked elsewhere (a row off, onto a scribble) is left out. */
export function consistent(matches: readonly Match[], near_mm: number): Match[] {
  const sure = matches.filter(({ weight }) => weight > 0.004);
  return sure.filter((match) => {
    const near = sure.filter(
      (other) => Math.hypot(other.x_mm - match.x_mm, other.y_mm - match.y_mm) < near_mm,
    );
    if (near.length < 3) return true;
    const x = median(near.map(({ dx }) => dx));
    const y = median(near.map(({ dy }) => dy));
    return Math.hypot(match.dx - x, match.dy - y) < 1.5;
  });
}

const bendStep = 8;

/** Takes up what is left of the misses by a smooth mean of the neighbourhood, beside what was taken up before. */
export function bendLocally(warp: Warp, matches: readonly Match[], reach_mm = 11): Warp {
  const columns = Math.ceil(warp.width_mm / bendStep) + 1;
  const rows = Math.ceil(warp.height_mm / bendStep) + 1;
  const bend: Bend = {
    step: bendStep,
    columns,
    rows,
    dx: new Float32Array(columns * rows),
    dy: new Float32Array(columns * rows),
  };
  const usual = median(matches.map(({ weight }) => weight)) || 1;
  const sums = new Float32Array(columns * rows).fill(0.35);
  const span = Math.ceil((2.5 * reach_mm) / bendStep);
  for (const { x_mm, y_mm, dx, dy, weight } of matches) {
    const [cx, cy] = [Math.round(x_mm / bendStep), Math.round(y_mm / bendStep)];
    const strength = Math.min(2, weight / usual);
    for (let row = Math.max(0, cy - span); row <= Math.min(rows - 1, cy + span); row += 1) {
      for (let column = Math.max(0, cx - span); column <= Math.min(columns - 1, cx + span); column += 1) {
        const far = Math.hypot(column * bendStep - x_mm, row * bendStep - y_mm) / reach_mm;
        const share = strength * Math.exp(-0.5 * far * far);
        const at = row * columns + column;
        sums[at] = (sums[at] ?? 0) + share;
        bend.dx[at] = (bend.dx[at] ?? 0) + share * dx;
        bend.dy[at] = (bend.dy[at] ?? 0) + share * dy;
      }
    }
  }
  for (let at = 0; at < sums.length; at += 1) {
    bend.dx[at] = (warp.bend?.dx[at] ?? 0) + (bend.dx[at] ?? 0) / (sums[at] ?? 1);
    bend.dy[at] = (warp.bend?.dy[at] ?? 0) + (bend.dy[at] ?? 0) / (sums[at] ?? 1);
  }
  return { ...warp, bend };
}
