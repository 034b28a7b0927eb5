import type { SheetCode } from '../geometry/code.ts';
import { readCode } from './code-reading.ts';
import { findByLines } from './finder.ts';
import { isProvenByLines } from './foreign.ts';
import { type Framing, framings } from './frame.ts';
import { type Grey, shrink } from './grey.ts';
import { apply } from './homography.ts';
import { findPatches } from './lock.ts';
import { type PageReading, type ReadOptions, readRegistered } from './page.ts';
import type { Prepared } from './prepare.ts';
import { mostStrain } from './proof.ts';
import { type Registration, refine } from './registration.ts';
import { findRings, searchLengths } from './rings.ts';
import { density, flat, shrunk, toPixel } from './warp.ts';

type Lying = { prepared: Prepared; framing: Framing; code?: SheetCode };

/** The code says at once which way up the page lies. */
function byCode(image: Grey, prepared: Prepared, all: readonly Framing[]): Lying | undefined {
  for (const search of [false, true]) {
    for (const framing of all.slice(0, search ? 8 : all.length)) {
      const code = readCode(image, prepared.sheet, (x, y) => apply(framing.map, x, y), { search });
      if (code) return { prepared, framing, code };
    }
  }
  return undefined;
}

/** Without a code, that way up on which the sheet's lines are where they should be. */
function byLines(image: Grey, prepared: Prepared, all: readonly Framing[]): Lying | undefined {
  let best: { framing: Framing; score: number } | undefined;
  for (const framing of all) {
    const warp = flat(framing.map, prepared.sheet.page);
    const factor = Math.max(1, Math.round(density(warp) / prepared.levels.rough.density));
    const matches = findPatches(shrink(image, factor), shrunk(warp, factor), prepared.levels.rough, 2.5);
    const score = matches.reduce((sum, match) => sum + match.score, 0) / Math.max(1, matches.length);
    if (!best || score > best.score) best = { framing, score };
  }
  return best ? { prepared, framing: best.framing } : undefined;
}

/** Rings and code together prove where the page lies; the lines must agree, and must not agree as well one row or column off. */
function isProven({ proof, misses }: Registration, { code, framing }: Lying): boolean {
  if (misses.length < 8) return false;
  const strict = !code || framing.rings < 4;
  const least = strict
    ? { score: 0.32, margin: 0.6, matched: 0.7, weakest: 0.4 }
    : { score: 0.25, margin: 0.4, matched: 0.6, weakest: 0.2 };
  return (
    proof.score > least.score &&
    proof.margin > least.margin &&
    proof.matched > least.matched &&
    proof.weakest > least.weakest &&
    proof.strain < mostStrain
  );
}

function lieOf(image: Grey, sheets: readonly Prepared[], searchLength: number): Lying | undefined {
  const rings = findRings(image, searchLength);
  const ways = sheets.map((prepared) => ({ prepared, all: framings(prepared.sheet, rings) }));
  for (const { prepared, all } of ways) {
    const found = byCode(image, prepared, all);
    if (!found) continue;
    const same = sheets.filter(({ sheet }) => sheet.page.number === found.code?.page);
    return { ...found, prepared: same.length === 1 && same[0] ? same[0] : found.prepared };
  }
  const first = ways.find(({ all }) => all.length > 0);
  return first && sheets.length === 1 ? byLines(image, first.prepared, first.all) : undefined;
}

/** Rings that were found in a larger image too need not be tried again. */
function isSame(one: Lying, other: Lying): boolean {
  const { width_mm, height_mm } = one.prepared.sheet.page;
  return (
    one.prepared === other.prepared &&
    one.framing.rings === other.framing.rings &&
    [0.1, 0.9].every((part) =>
      [0.1, 0.9].every((side) => {
        const a = apply(one.framing.map, part * width_mm, side * height_mm);
        const b = apply(other.framing.map, part * width_mm, side * height_mm);
        return Math.hypot(a.x - b.x, a.y - b.y) < 4;
      }),
    )
  );
}

function readLying(image: Grey, lying: Lying, options: ReadOptions): PageReading {
  const { prepared, framing } = lying;
  const registration = refine(image, flat(framing.map, prepared.sheet.page), prepared.levels);
  const code = lying.code ?? readCode(image, prepared.sheet, (x, y) => toPixel(registration.warp, x, y));
  const known = code ? { code } : {};
  if (code && code.page !== prepared.sheet.page.number)
    return { status: 'refused', reason: 'other_sheet', code };
  const proven = isProven(registration, { ...lying, ...known });
  return readRegistered(image, prepared, { registration, proven, empty: prepared.empty, ...known }, options);
}

/** Rings that are cut off or written over: the lines alone must prove the place then, as on somebody else's sheet. */
function withoutRings(image: Grey, prepared: Prepared, options: ReadOptions): PageReading | undefined {
  const registration = findByLines(image, prepared.finder(), isProvenByLines);
  if (!registration || !isProvenByLines(registration)) return undefined;
  const code = readCode(image, prepared.sheet, (x, y) => toPixel(registration.warp, x, y));
  if (code && code.page !== prepared.sheet.page.number) return undefined;
  return readRegistered(
    image,
    prepared,
    { registration, proven: true, empty: prepared.empty, ...(code ? { code } : {}) },
    options,
  );
}

/**
 * Reads one page of a sheet of ours. `sheets` are the pages that it may be (the code tells which); a grey image of 100 dpi or
 * more, any way up. Nothing is guessed: what is not sure is `ambiguous`, and a page whose place is not proven is refused.
 */
export function readSheet(image: Grey, sheets: readonly Prepared[], options: ReadOptions = {}): PageReading {
  let last: PageReading = { status: 'refused', reason: 'no_sheet_found' };
  const tried: Lying[] = [];
  for (const length of searchLengths) {
    const lying = lieOf(image, sheets, length);
    if (!lying || tried.some((other) => isSame(lying, other))) continue;
    tried.push(lying);
    last = readLying(image, lying, options);
    if (last.status === 'read' || last.reason === 'other_sheet') return last;
  }
  for (const prepared of sheets) {
    const page = withoutRings(image, prepared, options);
    if (page) return page;
  }
  return last;
}
