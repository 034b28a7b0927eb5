import type { Grey } from './grey.ts';
import { type Gradients, gradientsAt, type Patch, type PatchLevel, scoresOf } from './patches.ts';
import { toPixel, type Warp } from './warp.ts';

export type Shift = { x: number; y: number };

/** A patch and how much of itself it sees again when it is moved by each shift (1 minus that is what it can prove). */
export type Witness = { patch: Patch; unlike: number[] };

/** What speaks for a registration: how well patches fit where they are, and against the same moved by a row or a column. */
export type Proof = {
  score: number;
  margin: number;
  /** Share of the patches that fit. */
  matched: number;
  /** The margin of that part of the page where it is smallest. */
  weakest: number;
  /** Share of the patches that fit better where a wrong lock would have put them. */
  against: number;
};

const reach = 1;

/** The best fit within a pixel of where the patch should be. */
const bestNear = (patch: Patch, scan: Gradients): number => Math.max(...scoresOf(patch, scan, reach));

/** Parts of a page, three across and four down. */
const parts = { across: 3, down: 4 };

function partOf(page: { width_mm: number; height_mm: number }, patch: Patch, density: number): number {
  const x = (patch.x_mm + patch.columns / density / 2) / page.width_mm;
  const y = (patch.y_mm + patch.rows / density / 2) / page.height_mm;
  const column = Math.min(parts.across - 1, Math.floor(parts.across * x));
  return Math.min(parts.down - 1, Math.floor(parts.down * y)) * parts.across + column;
}

const perPart = 4;

/** The strongest of each part of the page first, then the strongest of all. */
function spread(
  found: readonly Witness[],
  partOfWitness: (witness: Witness) => number,
  most: number,
): Witness[] {
  const counts = new Map<number, number>();
  const [first, rest]: [Witness[], Witness[]] = [[], []];
  for (const witness of found) {
    const part = partOfWitness(witness);
    const count = counts.get(part) ?? 0;
    counts.set(part, count + 1);
    (count < perPart ? first : rest).push(witness);
  }
  return [...first, ...rest].slice(0, most);
}

/**
 * Which patches of a reference would notice a lock that is off by one of the shifts, and how much: only those where bubbles
 * are, for what is printed elsewhere may lie where it will. `reference` is an image of `density` dots a millimetre.
 */
export function witnesses(
  reference: Grey,
  level: PatchLevel,
  shifts: readonly Shift[],
  bubbles: readonly { x_mm: number; y_mm: number }[],
  most: number,
): Witness[] {
  const { density } = level;
  const near = (patch: Patch) =>
    bubbles.some(
      ({ x_mm, y_mm }) =>
        Math.abs(x_mm - patch.x_mm - patch.columns / density / 2) < patch.columns / density / 2 + 1 &&
        Math.abs(y_mm - patch.y_mm - patch.rows / density / 2) < patch.rows / density / 2 + 1,
    );
  const here: Warp = {
    map: [density, 0, 0, 0, density, 0, 0, 0],
    width_mm: reference.width / density,
    height_mm: reference.height / density,
    dx: [],
    dy: [],
  };
  const all = level.patches.filter(near).map((patch) => {
    const own = bestNear(patch, gradientsAt(reference, here, patch, density, reach)) || 1;
    const unlike = shifts.map(
      (shift) =>
        1 - Math.max(0, bestNear(patch, gradientsAt(reference, here, patch, density, reach, shift)) / own),
    );
    return { patch, unlike };
  });
  const power = ({ unlike }: Witness) => Math.min(...unlike) + 0.3 * Math.max(...unlike);
  const strongest = all.sort((a, b) => power(b) - power(a));
  return spread(strongest, ({ patch }) => partOf(here, patch, density), most);
}

/** Compares the fit with that of the same registration moved by each shift; `margin` is 1 when every difference is as on the blank. */
export function prove(
  image: Grey,
  warp: Warp,
  found: readonly Witness[],
  density: number,
  shifts: readonly Shift[],
): Proof {
  const inside = found.filter(({ patch }) => {
    const at = toPixel(warp, patch.x_mm + patch.columns / density / 2, patch.y_mm + patch.rows / density / 2);
    return at.x > 0 && at.y > 0 && at.x < image.width && at.y < image.height;
  });
  const here = inside.map(({ patch }) => bestNear(patch, gradientsAt(image, warp, patch, density, reach)));
  const score = here.reduce((sum, value) => sum + value, 0) / Math.max(1, here.length);
  const moved = shifts.map((shift) =>
    inside.map(({ patch }) =>
      Math.max(0, bestNear(patch, gradientsAt(image, warp, patch, density, reach, shift))),
    ),
  );
  const marginOf = (among: (witness: Witness) => boolean, least: number, unknown: number) => {
    const margins = shifts.map((_, index) => {
      let [measured, expected] = [0, 0];
      for (const [at, witness] of inside.entries()) {
        const power = witness.unlike[index] ?? 0;
        if (power < 0.05 || !among(witness)) continue;
        measured += power * ((here[at] ?? 0) - (moved[index]?.[at] ?? 0));
        expected += power * power;
      }
      return expected > least ? measured / expected / Math.max(0.2, score) : unknown;
    });
    return Math.min(1, ...margins);
  };
  const weakest = Array.from({ length: parts.across * parts.down }, (_, part) =>
    marginOf(({ patch }) => partOf(warp, patch, density) === part, 0.9, 1),
  );
  const margin = marginOf(() => true, 0.15, 0);
  const matched = here.filter((value) => value > 0.25).length / Math.max(1, here.length);
  const inPicture = inside.length / Math.max(1, found.length);
  const against = inside.filter(({ unlike }, at) =>
    shifts.some(
      (_, index) => (unlike[index] ?? 0) > 0.3 && (moved[index]?.[at] ?? 0) > (here[at] ?? 0) + 0.1,
    ),
  ).length;
  return {
    ...{ score, margin, matched: matched * inPicture, weakest: Math.min(...weakest) },
    against: against / Math.max(1, inside.length),
  };
}
