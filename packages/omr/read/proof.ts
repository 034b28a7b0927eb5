import type { Grey } from './grey.ts';
import { type Gradients, gradientsAt, type Patch, type PatchLevel, scoreAt } from './patches.ts';
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
};

const reach = 1;

/** The best fit within a pixel of where the patch should be. */
function bestNear(patch: Patch, scan: Gradients): number {
  let best = -1;
  for (let dy = -reach; dy <= reach; dy += 1) {
    for (let dx = -reach; dx <= reach; dx += 1) best = Math.max(best, scoreAt(patch, scan, reach, dx, dy));
  }
  return best;
}

/**
 * Which patches of a reference would notice a lock that is off by one of the shifts, and how much.
 * `reference` is an image of `density` dots a millimetre.
 */
export function witnesses(
  reference: Grey,
  level: PatchLevel,
  shifts: readonly Shift[],
  most: number,
): Witness[] {
  const { density } = level;
  const here: Warp = {
    map: [density, 0, 0, 0, density, 0, 0, 0],
    width_mm: reference.width / density,
    height_mm: reference.height / density,
    dx: [],
    dy: [],
  };
  const all = level.patches.map((patch) => {
    const own = bestNear(patch, gradientsAt(reference, here, patch, density, reach)) || 1;
    const unlike = shifts.map(
      (shift) =>
        1 - Math.max(0, bestNear(patch, gradientsAt(reference, here, patch, density, reach, shift)) / own),
    );
    return { patch, unlike };
  });
  const power = ({ unlike }: Witness) => Math.min(...unlike) + 0.3 * Math.max(...unlike);
  return all.sort((a, b) => power(b) - power(a)).slice(0, most);
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
  const partOf = (x: number, y: number) => {
    const column = Math.min(2, Math.floor((3 * x) / warp.width_mm));
    return Math.min(3, Math.floor((4 * y) / warp.height_mm)) * 3 + column;
  };
  const half = (patch: Patch) => patch.columns / density / 2;
  const weakest = Array.from({ length: 12 }, (_, part) =>
    marginOf(({ patch }) => partOf(patch.x_mm + half(patch), patch.y_mm + half(patch)) === part, 0.4, 1),
  );
  const margin = marginOf(() => true, 0.15, 0);
  const matched = here.filter((value) => value > 0.25).length / Math.max(1, here.length);
  const inPicture = inside.length / Math.max(1, found.length);
  return { score, margin, matched: matched * inPicture, weakest: Math.min(...weakest) };
}
