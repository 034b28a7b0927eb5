import type { Grey } from './grey.ts';
import {
  type Gradients,
  gradientsAt,
  type Patch,
  type PatchLevel,
  scoresOf,
  sparseScoresOf,
} from './patches.ts';
import { fit, median } from './statistics.ts';
import { displacement, terms, type Warp } from './warp.ts';

/** Where a patch was found: how far from where it was expected, in millimetres on the sheet, and how well it fits. */
export type Match = { x_mm: number; y_mm: number; dx: number; dy: number; score: number; weight: number };

/** The top of a parabola through three values, from the middle one. */
function top(before: number, middle: number, after: number): number {
  const bend = before - 2 * middle + after;
  return bend < -1e-9 ? Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend))) : 0;
}

type Peak = { dx: number; dy: number; score: number; lead: number };

/** From here a search is wide enough to be sparse, in pixels. */
const wideReach = 5;

/** The best place of a patch, and by how much it beats the best one that is not its neighbour. */
function peakOf(patch: Patch, scan: Gradients, reach: number): Peak {
  const side = 2 * reach + 1;
  const scores = reach >= wideReach ? sparseScoresOf(patch, scan, reach) : scoresOf(patch, scan, reach);
  let best = 0;
  for (let at = 1; at < scores.length; at += 1) {
    if ((scores[at] ?? 0) > (scores[best] ?? 0)) best = at;
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
