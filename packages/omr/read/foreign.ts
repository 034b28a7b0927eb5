import type { Sheet } from '../geometry/geometry.ts';
import { type Finder, findByLines, finderOf } from './finder.ts';
import type { Grey } from './grey.ts';
import { measure } from './measure.ts';
import { type PageReading, type ReadOptions, readRegistered } from './page.ts';
import { planOf } from './plan.ts';
import { levelsOf, type Prepared } from './prepare.ts';
import { mostStrain } from './proof.ts';
import { resample } from './reference.ts';
import type { Registration } from './registration.ts';
import { displacement, flat } from './warp.ts';

/** A sheet of somebody else's design with its blank, and all that is worked out once for reading many pages of it. */
export type PreparedForeign = Omit<Prepared, 'finder'> & { finder: Finder };

/**
 * Prepares a sheet without rings: `blank` is a scan of an empty one that shows exactly the page that `sheet` describes.
 * Takes some tenths of a second; keep it for all pages of a batch.
 */
export function prepareForeign(sheet: Sheet, blank: Grey): PreparedForeign {
  const plan = planOf(sheet);
  const reference = resample(blank, sheet.page);
  const levels = levelsOf(reference, plan);
  const [across, down] = [blank.width / sheet.page.width_mm, blank.height / sheet.page.height_mm];
  const looks = measure(blank, flat([across, 0, 0, 0, down, 0, 0, 0], sheet.page), plan, true);
  return {
    sheet,
    plan,
    levels,
    finder: finderOf(sheet.page, reference, levels),
    empty: { from: 'blank', looks },
  };
}

/** Without rings, the lines of the blank alone must prove the place: they fit nearly everywhere, and nowhere as well a row or column off. */
export function isProvenByLines({ proof, misses, warp }: Registration): boolean {
  const bends = misses.map(({ x_mm, y_mm }) => displacement(warp, x_mm, y_mm));
  const far = Math.max(0, ...bends.map(({ x, y }) => Math.hypot(x, y)));
  if (misses.length < 12 || far > 25) return false;
  // Where nearly all lines are in place, ink of a pen over pale ones may be all that speaks against a few surroundings.
  const isClear = proof.score > 0.5 && proof.margin > 0.9 && proof.matched > 0.97 && proof.against === 0;
  return (
    proof.score > 0.4 &&
    proof.margin > 0.7 &&
    proof.matched > 0.75 &&
    proof.weakest > (isClear ? 0.3 : 0.4) &&
    proof.strain < mostStrain
  );
}

/**
 * Reads one page of a sheet of somebody else's design; any way up, scanned or photographed.
 * A page whose place on the blank is not proven is refused as a whole: a grid of bubbles locks as well one row off.
 */
export function readForeign(image: Grey, prepared: PreparedForeign, options: ReadOptions = {}): PageReading {
  const registration = findByLines(image, prepared.finder, isProvenByLines);
  if (!registration) return { status: 'refused', reason: 'no_sheet_found' };
  const proven = isProvenByLines(registration);
  return readRegistered(image, prepared, { registration, proven, empty: prepared.empty }, options);
}
