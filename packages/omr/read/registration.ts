import { type Grey, shrink } from './grey.ts';
import { bendLocally, bendWhole, findPatches, type Match } from './lock.ts';
import type { PatchLevel } from './patches.ts';
import { type Proof, prove, type Shift, type Witness } from './proof.ts';
import { fineDensity } from './reference.ts';
import { median } from './statistics.ts';
import { density, displacement, shrunk, toPixel, type Warp } from './warp.ts';

/** What a reference offers for finding a page: large patches for a rough lock, small ones for an exact one. */
export type Levels = {
  rough: PatchLevel;
  middle: PatchLevel;
  fine: PatchLevel;
  witnesses: Witness[];
  shifts: Shift[];
};

export type Registration = { warp: Warp; misses: Match[]; proof: Proof; dotsPerMm: number };

const fitting = 0.3;

/** What is left of the matches' distances after the page was bent. */
function missesAfter(matches: readonly Match[], before: Warp, now: Warp): Match[] {
  return matches.map((match) => {
    const old = displacement(before, match.x_mm, match.y_mm);
    const fresh = displacement(now, match.x_mm, match.y_mm);
    return { ...match, dx: match.dx + old.x - fresh.x, dy: match.dy + old.y - fresh.y };
  });
}

const share = (matches: readonly Match[]) =>
  matches.filter(({ score }) => score > fitting).length / Math.max(1, matches.length);

function step(image: Grey, warp: Warp, level: PatchLevel, reach_mm: number, degree: number) {
  const matches = findPatches(image, warp, level, reach_mm);
  const { warp: bent, kept } = bendWhole(warp, matches, degree);
  const misses = missesAfter(kept, warp, bent);
  const size = median(misses.map(({ dx, dy }) => Math.hypot(dx, dy)));
  return { warp: bent, misses, good: share(matches), size };
}

/** A page that lies flat is found at once; else large patches are looked for first, farther away. */
export function refine(image: Grey, start: Warp, levels: Levels, reach_mm = 3.5): Registration {
  const dotsPerMm = density(start);
  const factor = Math.max(1, Math.round(dotsPerMm / fineDensity));
  const fine = shrink(image, factor);
  let warp = shrunk(start, factor);
  let last = step(fine, warp, levels.fine, 0.8, 3);
  if (last.good < 0.75 || last.size > 0.12) {
    const rough = shrink(fine, 2);
    const found = step(rough, shrunk(warp, 2), levels.rough, reach_mm, 2);
    const middle = step(fine, { ...found.warp, map: warp.map }, levels.middle, 1.5, 3);
    last = step(fine, middle.warp, levels.fine, 0.8, 4);
  }
  warp = bendLocally(last.warp, last.misses);
  const misses = missesAfter(last.misses, last.warp, warp);
  const proof = prove(fine, warp, levels.witnesses, fineDensity, levels.shifts);
  const { map } = shrunk(warp, 1 / factor);
  return { warp: { ...warp, map }, misses, proof, dotsPerMm };
}

/** Whether every corner of the part that is read lies within the image. */
export function covers(image: Grey, warp: Warp, places: readonly { x_mm: number; y_mm: number }[]): boolean {
  return places.every(({ x_mm, y_mm }) => {
    const { x, y } = toPixel(warp, x_mm, y_mm);
    return x >= 0 && y >= 0 && x <= image.width && y <= image.height;
  });
}
