import type { Sheet } from '../geometry/geometry.ts';
import type { Empty } from './baseline.ts';
import { type Finder, finderOf } from './finder.ts';
import type { Grey } from './grey.ts';
import { measure } from './measure.ts';
import { cut, fineDensity } from './patches.ts';
import { type Plan, planOf } from './plan.ts';
import { coarseOf, drawReference } from './reference.ts';
import type { Levels } from './registration.ts';
import { witnesses } from './signs.ts';
import { flat } from './warp.ts';

/** A sheet with all that is worked out once for reading many pages of it. */
export type Prepared = { sheet: Sheet; plan: Plan; levels: Levels; empty: Empty; finder: () => Finder };

/** Patches and witnesses of a reference image at `fineDensity`. */
export function levelsOf(reference: Grey, plan: Plan): Levels {
  const small = { shrinkBy: 1, size_mm: 12, step_mm: 12, most: 200, faint: 16 };
  const fine = cut(reference, small);
  return {
    coarse: coarseOf(reference),
    rough: cut(reference, { shrinkBy: 2, size_mm: 30, step_mm: 16, most: 420 }),
    middle: cut(reference, { shrinkBy: 1, size_mm: 20, step_mm: 14, most: 320 }),
    fine,
    witnesses: witnesses(reference, cut(reference, { ...small, lines: false }), plan),
  };
}

/** Prepares a sheet of ours (with rings) for reading. Takes some tens of milliseconds; keep it for all pages of a batch. */
export function prepare(sheet: Sheet): Prepared {
  const plan = planOf(sheet);
  const reference = drawReference(sheet);
  const levels = levelsOf(reference, plan);
  let finder: Finder | undefined;
  const lazily = () => {
    finder ??= finderOf(sheet.page, reference, levels);
    return finder;
  };
  const looks = measure(reference, flat([fineDensity, 0, 0, 0, fineDensity, 0, 0, 0], sheet.page), plan);
  return { sheet, plan, levels, empty: { from: 'outlines', looks }, finder: lazily };
}
