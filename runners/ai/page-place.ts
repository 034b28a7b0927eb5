import type { Corners } from '@seodang/contract/homework-pages.ts';
import type { Feature } from './features.ts';
import { type Homography, homographyOf, inverseOf, mapped, type Point } from './homography.ts';
import { dice, difference, fits, type Match, matchesOf, moveOf } from './likeness.ts';
import type { PagePrint } from './page-print.ts';

const tries = 600;
/** Pixels by which a place may be off, step by step nearer: paper bends, and a camera looks from the side. */
const steps = [20, 12, 8, 6];
const nearer = [14, 10, 8];
const most_different = 64;
const fewest = 10;
const candidates = 3;

/** `map` goes from the photo to the page, in the pixels of their prints; `proof` is 1 where the same is seen all over. */
type Fit = { at: number; shared: number; proof: number; map: Homography; back: Homography };

/** Which pages a photo may show, and how they lie in it; the best proven first. */
function fitsAmong(photo: PagePrint, pages: readonly PagePrint[]): Fit[] {
  const found = pages.flatMap((page, at) => {
    const fit = mapOnto(photo, page);
    return fit ? [{ at, page, ...fit }] : [];
  });
  return found
    .toSorted((a, b) => b.shared - a.shared)
    .slice(0, candidates)
    .flatMap(({ at, page, shared, map }) => {
      const proven = [map, refined(photo, page, map)].map((one) => provenBy(photo, page, one));
      const [best] = proven.filter((one) => one !== undefined).toSorted((a, b) => b.proof - a.proof);
      return best ? [{ at, shared, ...best }] : [];
    })
    .toSorted((a, b) => b.proof - a.proof);
}

type Near = Pick<Match, 'a' | 'b'>;
const pairsOf = (matches: readonly Near[]) => matches.map(({ a, b }) => ({ from: a, to: b }));

function mapOnto(photo: PagePrint, page: PagePrint): { shared: number; map: Homography } | undefined {
  const matches = matchesOf(photo.features, page.features);
  if (matches.length < fewest) return undefined;
  let best: Match[] = [];
  const next = dice(matches.length);
  for (let n = 0; n < tries; n++) {
    const move = moveOf(matches[next()], matches[next()]);
    const found = move ? matches.filter((match) => fits(match, move, steps[0])) : [];
    if (found.length > best.length) best = found;
  }
  let map: Homography | undefined;
  for (const step of steps) {
    const better = homographyOf(pairsOf(best));
    if (!better) return undefined;
    map = better;
    best = matches.filter(({ a, b }) => isNear(mapped(better, a), b, step));
  }
  return map && best.length >= fewest ? { shared: best.length, map } : undefined;
}

/** The map again by all blobs that look alike and lie where it says, also those that look like others elsewhere. */
function refined(photo: PagePrint, page: PagePrint, map: Homography): Homography {
  let better = map;
  for (const within of nearer)
    better = homographyOf(pairsOf(nearPairs(photo.features, page.features, better, within))) ?? better;
  return better;
}

function nearPairs(
  own: readonly Feature[],
  others: readonly Feature[],
  map: Homography,
  within: number,
): Near[] {
  return own.flatMap((a) => {
    const place = mapped(map, a);
    let [least, found] = [most_different, undefined as Feature | undefined];
    for (const b of others) {
      if (!isNear(place, b, within)) continue;
      const differs = difference(a.bits, b.bits, least);
      if (differs < least) [least, found] = [differs, b];
    }
    return found ? [{ a, b: found }] : [];
  });
}

const isNear = (a: Point, b: Point, within: number) =>
  Math.abs(a.x - b.x) <= within && Math.abs(a.y - b.y) <= within;

function provenBy(photo: PagePrint, page: PagePrint, map: Homography) {
  const back = isSeen(photo, map) ? inverseOf(map) : undefined;
  return back && isInFront(page, back) ? { map, back, proof: proofOf(photo, page, map) } : undefined;
}

/** Whether a camera can have seen it so: not mirrored, nothing of it behind the camera. */
function isSeen({ width, height }: PagePrint, map: Homography): boolean {
  if (depthsOf(map, width, height).some((depth) => depth < 0.35 || depth > 2.8)) return false;
  const [a, b, c] = [
    mapped(map, { x: 0, y: 0 }),
    mapped(map, { x: width, y: 0 }),
    mapped(map, { x: 0, y: height }),
  ];
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) > 0;
}

/** Whether all of the page lies before the camera: else it has no corners in the photo. */
const isInFront = ({ width, height }: PagePrint, back: Homography) =>
  depthsOf(back, width, height).every((depth) => depth > 0);

/** Of the four corners, against that of the first. */
function depthsOf(map: Homography, width: number, height: number): number[] {
  const [g = 0, i = 0] = [map[6], map[7]];
  return [1, g * width + 1, i * height + 1, g * width + i * height + 1];
}

/** How alike photo and page are where the one lies on the other: 1 is the same, 0 is nothing in common. */
function proofOf(photo: PagePrint, page: PagePrint, map: Homography): number {
  const [w, h] = [page.small.width, page.small.height];
  const sums = { n: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0 };
  const [sx, sy] = [photo.width / photo.small.width, photo.height / photo.small.height];
  const [px, py] = [page.small.width / page.width, page.small.height / page.height];
  const seen = new Map<number, { sum: number; n: number }>();
  for (let v = 1; v < photo.small.height - 1; v++)
    for (let u = 1; u < photo.small.width - 1; u++) {
      const { x, y } = mapped(map, { x: (u + 0.5) * sx, y: (v + 0.5) * sy });
      const [i, j] = [Math.floor(x * px), Math.floor(y * py)];
      if (i < 0 || j < 0 || i >= w || j >= h) continue;
      const cell = seen.get(j * w + i) ?? { sum: 0, n: 0 };
      cell.sum += photo.small.data[v * photo.small.width + u] ?? 0;
      cell.n += 1;
      seen.set(j * w + i, cell);
    }
  for (const [at, { sum, n }] of seen) {
    const [x, y] = [sum / n, page.small.data[at] ?? 0];
    sums.n += 1;
    sums.x += x;
    sums.y += y;
    sums.xx += x * x;
    sums.yy += y * y;
    sums.xy += x * y;
  }
  const { n } = sums;
  if (n < 0.05 * w * h) return 0;
  const [vx, vy] = [sums.xx / n - (sums.x / n) ** 2, sums.yy / n - (sums.y / n) ** 2];
  const together = sums.xy / n - (sums.x / n) * (sums.y / n);
  return vx > 1 && vy > 1 ? together / Math.sqrt(vx * vy) : 0;
}

/**
 * Proven: all over the page the same is seen, on no other page nearly as much, and far more blobs are where they should be
 * than on any other. Measured on pages of one book with the same frame: either of both alone takes a page that was not given
 * for one that was.
 */
const proven = { proof: 0.5, ahead: 0.15, shared: 22, times: 1.3 };
const possible = { proof: 0.5, shared: 18 };

export type Place =
  | { sight: 'none' }
  | { sight: 'sure' | 'perhaps'; at: number; covered: number; corners: Corners };

/** Which page a photo shows, if that can be told; pages that look like each other are never told apart for sure. */
export function placeAmong(photo: PagePrint, pages: readonly PagePrint[]): Place {
  const fits = fitsAmong(photo, pages);
  const [first, second] = fits;
  if (!first) return { sight: 'none' };
  const ahead = first.proof - (second?.proof ?? 0);
  const isMost = fits.every((fit) => fit === first || first.shared >= fit.shared * proven.times);
  const isSeenWell = first.proof >= proven.proof && first.shared >= proven.shared;
  const isProven = isMost && isSeenWell && ahead >= proven.ahead;
  // Where paper bends, blobs tell more than the picture as a whole.
  const best = isProven ? first : fits.reduce((most, fit) => (fit.shared > most.shared ? fit : most));
  const isAlone = fits.every((fit) => fit === best || best.shared >= fit.shared * proven.times);
  const isPossible = best.proof >= possible.proof || (isAlone && best.shared >= possible.shared);
  const page = pages[best.at];
  if (!page || !(isProven || isPossible)) return { sight: 'none' };
  return {
    sight: isProven ? 'sure' : 'perhaps',
    at: best.at,
    covered: coveredBy(photo, page, best.back),
    corners: cornersIn(photo, page, best.back),
  };
}

function cornersIn(photo: PagePrint, { width, height }: PagePrint, back: Homography): Corners {
  const corner = (x: number, y: number): [number, number] => {
    const place = mapped(back, { x, y });
    return [rounded(place.x / photo.width), rounded(place.y / photo.height)];
  };
  return [corner(0, 0), corner(width, 0), corner(width, height), corner(0, height)];
}

const rounded = (value: number) => Math.round(value * 10_000) / 10_000;
const grid = 40;

/** The part of the page that lies within the photo. */
function coveredBy(photo: PagePrint, page: PagePrint, back: Homography): number {
  let seen = 0;
  for (let v = 0; v < grid; v++)
    for (let u = 0; u < grid; u++) {
      const { x, y } = mapped(back, {
        x: ((u + 0.5) / grid) * page.width,
        y: ((v + 0.5) / grid) * page.height,
      });
      if (x >= 0 && y >= 0 && x <= photo.width && y <= photo.height) seen += 1;
    }
  return rounded(seen / grid ** 2);
}
