import { bendLocally } from './bend.ts';
import { type Grey, shrink } from './grey.ts';
import { grown } from './grow.ts';
import { bendWhole, consistent, findPatches, type Match } from './lock.ts';
import { fineDensity, gradientsAt, type Patch, type PatchLevel, scoresOf } from './patches.ts';
import { mostStrain, type Proof, prove } from './proof.ts';
import type { Witness } from './signs.ts';
import { median } from './statistics.ts';
import { density, displacement, shrunk, toPixel, type Warp } from './warp.ts';

/** What a reference offers for finding a page: large patches for a rough lock, small ones for an exact one. */
export type Levels = {
  coarse: PatchLevel;
  rough: PatchLevel;
  middle: PatchLevel;
  fine: PatchLevel;
  witnesses: Witness[];
};

export type Registration = {
  warp: Warp;
  misses: Match[];
  proof: Proof;
  dotsPerMm: number;
  /** Middles of the small patches that are where the registration says. */
  fitting: Place[];
};

type Place = { x_mm: number; y_mm: number };

const wellFitting = 0.3;

/** What is left of the matches' distances after the page was bent. */
function missesAfter(matches: readonly Match[], before: Warp, now: Warp): Match[] {
  return matches.map((match) => {
    const old = displacement(before, match.x_mm, match.y_mm);
    const fresh = displacement(now, match.x_mm, match.y_mm);
    return { ...match, dx: match.dx + old.x - fresh.x, dy: match.dy + old.y - fresh.y };
  });
}

const share = (matches: readonly Match[]) =>
  matches.filter(({ score }) => score > wellFitting).length / Math.max(1, matches.length);

type Step = { warp: Warp; misses: Match[]; good: number; size: number };

/** Looks for the patches of a level, bends the whole page to them, and what is left locally. */
function step(
  image: Grey,
  warp: Warp,
  level: PatchLevel,
  reach_mm: number,
  degree: number,
  near_mm: number,
): Step {
  const matches = findPatches(image, warp, level, reach_mm);
  const whole = bendWhole(warp, matches, degree);
  const rest = consistent(missesAfter(matches, warp, whole), 2.2 * near_mm);
  const bent = bendLocally(whole, rest, near_mm);
  const size = median(rest.map(({ dx, dy }) => Math.hypot(dx, dy)));
  return { warp: bent, misses: missesAfter(rest, whole, bent), good: share(matches), size };
}

/** Only the local bends once more, where a few patches are still off: widely, then narrowly. */
function settle(
  image: Grey,
  last: Step,
  level: PatchLevel,
  { reach_mm, near_mm }: (typeof settling)[number],
): Step {
  const matches = consistent(findPatches(image, last.warp, level, reach_mm), 20);
  const warp = bendLocally(last.warp, matches, near_mm);
  return { ...last, warp, misses: missesAfter(matches, last.warp, warp) };
}

const settling = [
  { reach_mm: 2, near_mm: 14 },
  { reach_mm: 2, near_mm: 11 },
  { reach_mm: 1.4, near_mm: 9 },
  { reach_mm: 1.4, near_mm: 9 },
  { reach_mm: 1.4, near_mm: 8 },
  { reach_mm: 1, near_mm: 7 },
];

/** Patches that a page is sure of are within this of where they should be. */
const calm = { good: 0.75, size_mm: 0.12, weakest: 0.55 };

type Attempt = { last: Step; proof: Proof };

/** How far lines lie from where they should be on the whole, in millimetres: what a local bend would still take up. */
function offOf({ last: { misses } }: Attempt): number {
  let [sum, weights] = [0, 1e-9];
  for (const { dx, dy, weight } of misses) {
    sum += weight * (dx * dx + dy * dy);
    weights += weight;
  }
  return Math.sqrt(sum / weights);
}

const mostOff_mm = 0.08;

const strengthOf = (attempt: Attempt) => proofStrength(attempt) / (1 + 3 * offOf(attempt));

/** Grows with all that speaks for an attempt, also where a part of the page is still a row off. */
const proofStrength = ({ proof: { weakest, score, strain } }: Attempt) =>
  0.2 * (1 + Math.min(0, weakest) + 5 * Math.max(0, weakest)) * score * (strain < mostStrain ? 1 : 0.3);

const isSettled = (attempt: Attempt) =>
  attempt.proof.weakest >= calm.weakest && attempt.proof.strain < mostStrain && offOf(attempt) <= mostOff_mm;

/** Most of the page is found, and a part of it did not lock, or a row or a column off. */
const isBroken = ({ proof }: Attempt) =>
  proof.matched > 0.5 && (proof.weakest < calm.weakest || proof.strain >= mostStrain);

const afterGrowing = { reach_mm: 1, near_mm: 8 };

/** Large patches first, looked for far around; with `farthest` the largest before them. */
function slowly(fine: Grey, start: Warp, levels: Levels, reach_mm: number, farthest: boolean): Step {
  const rough = shrink(fine, 2);
  let begin = shrunk(start, 2);
  if (farthest) {
    const coarse = shrink(fine, 4);
    const once = step(coarse, shrunk(start, 4), levels.coarse, 8, 2, 40);
    const twice = step(coarse, once.warp, levels.coarse, 4, 3, 30);
    begin = { ...twice.warp, map: begin.map };
  }
  const found = step(rough, begin, levels.rough, reach_mm, 3, 22);
  const again = step(rough, found.warp, levels.rough, 2.5, 4, 18);
  const middle = step(fine, { ...again.warp, map: start.map }, levels.middle, 1.5, 4, 14);
  return step(fine, middle.warp, levels.fine, 0.9, 4, 11);
}

/** A page that lies flat is found at once; else large patches are looked for first, farther and farther away. */
export function refine(image: Grey, start: Warp, levels: Levels, reach_mm = 3.5): Registration {
  const dotsPerMm = density(start);
  const factor = Math.max(1, Math.round(dotsPerMm / fineDensity));
  const fine = shrink(image, factor);
  const first = shrunk(start, factor);
  const judged = (last: Step): Attempt => ({
    last,
    proof: prove(fine, last.warp, levels.witnesses, fineDensity),
  });
  let best = judged(step(fine, first, levels.fine, 0.8, 3, 11));
  const isCalm = (attempt: Attempt) =>
    attempt.last.good >= calm.good && attempt.last.size <= calm.size_mm && isSettled(attempt);
  for (const farthest of isCalm(best) ? [] : [false, true]) {
    let next = judged(slowly(fine, first, levels, reach_mm, farthest));
    let current = next.last;
    for (const how of isSettled(next) ? [] : settling) {
      current = settle(fine, current, levels.fine, how);
      const settled = judged(current);
      if (strengthOf(settled) > strengthOf(next)) next = settled;
      if (isSettled(next)) break;
    }
    if (strengthOf(next) > strengthOf(best)) best = next;
    if (isSettled(best)) break;
    const whole = isBroken(best) ? grown(fine, best.last.warp, levels.fine) : undefined;
    if (whole) {
      const followed = judged(settle(fine, { ...best.last, warp: whole }, levels.fine, afterGrowing));
      if (strengthOf(followed) > strengthOf(best)) best = followed;
      if (isSettled(best)) break;
    }
  }
  const { last, proof } = best;
  const { map } = shrunk(last.warp, 1 / factor);
  const places = fittingOf(fine, last, levels.fine);
  return { warp: { ...last.warp, map }, misses: last.misses, proof, dotsPerMm, fitting: places };
}

/** How near a patch must be to speak for a bubble, how far beside its place it may be, and how well it must fit. */
const holding = { near_mm: 13, reach: 2, score: 0.3 };

const middleOf = (patch: Patch, density: number): Place => ({
  x_mm: patch.x_mm + patch.columns / density / 2,
  y_mm: patch.y_mm + patch.rows / density / 2,
});

/** Patches that were found near enough fit; the others are looked at once more. */
function fittingOf(image: Grey, { warp, misses }: Step, { density, patches }: PatchLevel): Place[] {
  const { reach, score } = holding;
  const found = misses.filter((miss) => miss.score > score && Math.hypot(miss.dx, miss.dy) * density < reach);
  const known = new Set(found.map(({ x_mm, y_mm }) => `${x_mm} ${y_mm}`));
  return patches
    .filter((patch) => {
      const middle = middleOf(patch, density);
      if (known.has(`${middle.x_mm} ${middle.y_mm}`)) return true;
      const scan = gradientsAt(image, warp, patch, density, reach);
      return scoresOf(patch, scan, reach).some((value) => value > score);
    })
    .map((patch) => middleOf(patch, density));
}

const isNear = (one: Place, other: Place) =>
  Math.hypot(one.x_mm - other.x_mm, one.y_mm - other.y_mm) < holding.near_mm;

/**
 * Whether what is printed around a place was found where the registration says, so that what is read there is read at its
 * place. Where nothing is printed nothing can be found, and the surroundings must do.
 */
export function holds({ fitting }: Registration, { density, patches }: PatchLevel, place: Place): boolean {
  if (fitting.some((one) => isNear(one, place))) return true;
  return !patches.some((patch) => isNear(place, middleOf(patch, density)));
}

/** Whether every corner of the part that is read lies within the image. */
export function covers(image: Grey, warp: Warp, places: readonly { x_mm: number; y_mm: number }[]): boolean {
  return places.every(({ x_mm, y_mm }) => {
    const { x, y } = toPixel(warp, x_mm, y_mm);
    return x >= 0 && y >= 0 && x <= image.width && y <= image.height;
  });
}
