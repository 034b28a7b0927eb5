import type { Grey } from './grey.ts';
import { type Gradients, gradientsAt, type Patch, type PatchLevel, scoresOf } from './patches.ts';
import type { Plan, Shift } from './plan.ts';
import { displacement, toPixel, type Warp } from './warp.ts';

/** A patch, the block of bubbles it belongs to, and how much of itself it misses when it is moved by each shift: what it can prove. */
export type Witness = { patch: Patch; block: number; unlike: number[] };

/** What speaks for a registration: how well patches fit where they are, and against the same moved by a row or a column. */
export type Proof = {
  score: number;
  margin: number;
  /** Share of the patches that fit. */
  matched: number;
  /** The margin of that block of bubbles where it is smallest: a block alone can be a row off, with all others in place. */
  weakest: number;
  /** Share of the patches that fit better where a wrong lock would have put them. */
  against: number;
  /** How much the paper would have to be stretched or sheared where bubbles are, beside lying flat before the camera. */
  strain: number;
};

/** Bent paper looks stretched by a tenth or so; a lock that slips from one row or column to the next does by much more. */
export const mostStrain = 0.17;
const span_mm = 8;

function strainOf(warp: Warp, found: readonly Witness[], density: number): number {
  let most = 0;
  for (const { patch } of found) {
    const x = patch.x_mm + patch.columns / density / 2;
    const y = patch.y_mm + patch.rows / density / 2;
    const here = displacement(warp, x, y);
    const right = displacement(warp, x + span_mm, y);
    const below = displacement(warp, x, y + span_mm);
    const far = Math.max(
      Math.hypot(right.x - here.x, right.y - here.y),
      Math.hypot(below.x - here.x, below.y - here.y),
    );
    most = Math.max(most, far / span_mm);
  }
  return most;
}

const reach = 1;

/** The best fit within a pixel of where the patch should be. */
const bestNear = (patch: Patch, scan: Gradients): number => Math.max(...scoresOf(patch, scan, reach));

/** Less than this of itself a patch must miss to say anything about a shift. */
const weakPower = 0.05;
const perShift = 3;

/** For every block and shift the patches that would notice it best, and the strongest of all. */
function chosen(all: readonly Witness[], shifts: readonly Shift[], most: number): Witness[] {
  const power = ({ unlike }: Witness) => Math.min(...unlike) + 0.3 * Math.max(...unlike);
  const kept = new Set<Witness>();
  for (const block of new Set(all.map((witness) => witness.block))) {
    const own = all.filter((witness) => witness.block === block);
    for (const index of shifts.keys()) {
      const best = own.toSorted((a, b) => (b.unlike[index] ?? 0) - (a.unlike[index] ?? 0)).slice(0, perShift);
      for (const witness of best) kept.add(witness);
    }
  }
  for (const witness of all.toSorted((a, b) => power(b) - power(a))) {
    if (kept.size >= most) break;
    kept.add(witness);
  }
  return [...kept];
}

/** The block of the bubble that is nearest to the middle of a patch, when the patch has a bubble at all. */
function blockOf(patch: Patch, density: number, { spots }: Pick<Plan, 'spots'>): number | undefined {
  const [halfX, halfY] = [patch.columns / density / 2, patch.rows / density / 2];
  let nearest = Infinity;
  let block: number | undefined;
  for (const { bubble, block: own } of spots) {
    const [dx, dy] = [bubble.x_mm - patch.x_mm - halfX, bubble.y_mm - patch.y_mm - halfY];
    if (Math.abs(dx) > halfX + 1 || Math.abs(dy) > halfY + 1 || Math.hypot(dx, dy) >= nearest) continue;
    nearest = Math.hypot(dx, dy);
    block = own;
  }
  return block;
}

/**
 * Which patches of a reference would notice a lock that is off by one of the plan's shifts, and how much: only those where
 * bubbles are, for what is printed elsewhere may lie where it will. `reference` has the density of the level.
 */
export function witnesses(reference: Grey, level: PatchLevel, plan: Plan, most: number): Witness[] {
  const { density } = level;
  const here: Warp = {
    map: [density, 0, 0, 0, density, 0, 0, 0],
    width_mm: reference.width / density,
    height_mm: reference.height / density,
    dx: [],
    dy: [],
  };
  const all = level.patches.flatMap((patch) => {
    const block = blockOf(patch, density, plan);
    if (block === undefined) return [];
    const fitAt = (shift?: Shift) =>
      bestNear(patch, gradientsAt(reference, here, patch, density, reach, shift));
    const own = fitAt() || 1;
    return [{ patch, block, unlike: plan.shifts.map((shift) => 1 - Math.max(0, fitAt(shift) / own)) }];
  });
  return chosen(all, plan.shifts, most);
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
        if (power < weakPower || !among(witness)) continue;
        measured += power * ((here[at] ?? 0) - (moved[index]?.[at] ?? 0));
        expected += power * power;
      }
      return expected > least ? measured / expected / Math.max(0.2, score) : unknown;
    });
    return Math.min(1, ...margins);
  };
  const blocks = [...new Set(inside.map(({ block }) => block))];
  const weakest = blocks.map((block) => marginOf((witness) => witness.block === block, 0.3, 1));
  const margin = marginOf(() => true, 0.15, 0);
  const matched = here.filter((value) => value > 0.25).length / Math.max(1, here.length);
  const inPicture = inside.length / Math.max(1, found.length);
  const against = inside.filter(({ unlike }, at) =>
    shifts.some(
      (_, index) => (unlike[index] ?? 0) > 0.3 && (moved[index]?.[at] ?? 0) > (here[at] ?? 0) + 0.1,
    ),
  ).length;
  return {
    ...{ score, margin, matched: matched * inPicture, weakest: Math.min(1, ...weakest) },
    against: against / Math.max(1, inside.length),
    strain: strainOf(warp, found, density),
  };
}
