import type { Grey } from './grey.ts';
import { type Gradients, gradientsAt, type Patch, type PatchLevel, scoreAt } from './patches.ts';
import { toPixel, type Warp } from './warp.ts';

export type Shift = { x: number; y: number };

/** A patch and how much of itself it sees again when it is moved by each shift (1 minus that is what it can prove). */
export type Witness = { patch: Patch; unlike: number[] };

/** What speaks for a registration: how well patches fit where they are, and against the same moved by a row or a column. */
export type Proof = { score: number; margin: number; matched: number };

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
  let margin = 1;
  for (const [index, shift] of shifts.entries()) {
    let [measured, expected] = [0, 0];
    for (const [at, { patch, unlike }] of inside.entries()) {
      const power = unlike[index] ?? 0;
      if (power < 0.05) continue;
      const moved = bestNear(patch, gradientsAt(image, warp, patch, density, reach, shift));
      measured += power * ((here[at] ?? 0) - Math.max(0, moved));
      expected += power * power;
    }
    margin = Math.min(margin, expected > 0.15 ? measured / expected / Math.max(0.2, score) : 0);
  }
  const matched = here.filter((value) => value > 0.25).length / Math.max(1, here.length);
  return { score, margin, matched: (matched * inside.length) / Math.max(1, found.length) };
}
