import { type Grey, shrink } from './grey.ts';
import { after, apply, type Homography, homographyOf, type Point } from './homography.ts';
import { blurred, type InkMap, inkMap, likeness } from './ink-map.ts';
import { findPatches, type Match } from './lock.ts';
import { areaOf, type Corners, contentBox, paperCorners } from './outline.ts';
import { fineDensity, type PatchLevel } from './patches.ts';
import { type Levels, type Registration, refine } from './registration.ts';
import { median } from './statistics.ts';
import { sweep } from './sweep.ts';
import { density, flat, shrunk, toPixel, type Warp } from './warp.ts';

/** What it takes to find a page by its printed lines alone, wherever it lies in an image. */
export type Finder = {
  page: { width_mm: number; height_mm: number };
  ink: InkMap;
  content: Corners | undefined;
  levels: Levels;
};

const inkLength = 420;

/** Prepares a reference (an image of a blank page at `fineDensity`) for being found. */
export function finderOf(page: Finder['page'], reference: Grey, levels: Levels): Finder {
  const ink = inkMap(reference, inkLength);
  return { page, ink, content: contentBox(ink), levels };
}

/** Steps of a climb: millimetres right and down, radians, share of the size. */
const climbs = [
  [8, 0, 0, 0],
  [-8, 0, 0, 0],
  [0, 8, 0, 0],
  [0, -8, 0, 0],
  [0, 0, 0.05, 0],
  [0, 0, -0.05, 0],
  [0, 0, 0, 0.05],
  [0, 0, 0, -0.05],
] as const;

type Guess = { map: Homography; score: number };

const turned = (corners: Corners, quarters: number) =>
  [0, 1, 2, 3].map((index) => corners[(index + quarters) % 4] ?? corners[0]);

const side = (a: { x: number; y: number }, b: { x: number; y: number }) => Math.hypot(a.x - b.x, a.y - b.y);

/** Maps that bring a quadrangle on the sheet to one in the image, any way up, unless that would stretch it out of shape. */
function mapsTo(from: Corners, to: Corners): Homography[] {
  return [0, 1, 2, 3].flatMap((quarters) => {
    const [a, b, c, d] = turned(to, quarters);
    if (!a || !b || !c || !d) return [];
    const wide = side(a, b) + side(c, d);
    const tall = side(b, c) + side(d, a);
    const stretch =
      (wide / tall) *
      ((side(from[1], from[2]) + side(from[3], from[0])) / (side(from[0], from[1]) + side(from[2], from[3])));
    if (stretch > 1.4 || stretch < 1 / 1.4) return [];
    const map = homographyOf(
      [a, b, c, d].map((target, index) => ({ from: from[index] ?? from[0], to: target })),
    );
    return map ? [map] : [];
  });
}

const boxOf = (width: number, height: number): Corners => [
  { x: 0, y: 0 },
  { x: width, y: 0 },
  { x: width, y: height },
  { x: 0, y: height },
];

/** Moves, turns and scales a guess as long as ink comes to lie on ink better. */
function climb(start: Guess, page: Finder['page'], judge: (map: Homography) => Guess): Guess {
  let best = start;
  for (const size of [1, 0.5, 0.25]) {
    for (let round = 0; round < 5; round += 1) {
      const before = best.score;
      for (const [dx, dy, turn, grow] of climbs) {
        const [a, s] = [turn * size, 1 + grow * size];
        const [c, d] = [s * Math.cos(a), s * Math.sin(a)];
        const [x, y] = [page.width_mm / 2, page.height_mm / 2];
        const move: Homography = [
          c,
          -d,
          x + dx * size - c * x + d * y,
          d,
          c,
          y + dy * size - d * x - c * y,
          0,
          0,
        ];
        const next = judge(after(best.map, move));
        if (next.score > best.score) best = next;
      }
      if (best.score - before < 0.002) break;
    }
  }
  return best;
}

/** A page that a feeder took in crooked: its corners are cut off, and what is printed goes past the middle of each side. */
const crooked = [0, 3, -3, 6, -6];

function turnedBy(corners: Corners, degrees: number): Corners {
  const angle = (degrees * Math.PI) / 180;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const [x, y] = [corners[2].x / 2, corners[2].y / 2];
  const at = (point: Point) => ({
    x: x + c * (point.x - x) - s * (point.y - y),
    y: y + s * (point.x - x) + c * (point.y - y),
  });
  return [at(corners[0]), at(corners[1]), at(corners[2]), at(corners[3])];
}

/** Where the page may lie: as bright paper, as the whole image (also a little turned), or so that what is printed comes to where ink is. */
function likely(image: Grey, finder: Finder, seen: InkMap): Homography[] {
  const page = boxOf(finder.page.width_mm, finder.page.height_mm);
  const papers = paperCorners(image).filter((corners) => areaOf(corners) > 0.12 * image.width * image.height);
  const whole = boxOf(image.width, image.height);
  const maps = [...crooked.map((degrees) => turnedBy(whole, degrees)), ...papers].flatMap((corners) =>
    mapsTo(page, corners),
  );
  const box = contentBox(seen);
  if (!finder.content || !box) return maps;
  const at = ({ x, y }: Point) => ({ x: x / fineDensity, y: y / fineDensity });
  const [a, b, c, d] = finder.content;
  return [...maps, ...mapsTo([at(a), at(b), at(c), at(d)], box)];
}

/** What is a centimetre off would not be seen to be near in sharp maps: these are blurred by so many of their pixels. */
const roughly = 3;

/** The best of some guesses, each moved to where ink lies on ink best. */
function improved(
  maps: readonly Homography[],
  printed: InkMap,
  finder: Finder,
  seen: InkMap,
  most: number,
): Guess[] {
  const judge = (map: Homography) => ({ map, score: likeness(printed, fineDensity, seen, map) });
  const best = maps.map(judge).sort((one, other) => other.score - one.score);
  const better = best.slice(0, most).map((guess) => climb(guess, finder.page, judge));
  return better.sort((one, other) => other.score - one.score);
}

/** A projective map through where patches were found; outliers lose their weight. */
function remap(warp: Warp, matches: readonly Match[]): Warp {
  const pairs = matches.map(({ x_mm, y_mm, dx, dy, weight }) => ({
    from: { x: x_mm, y: y_mm },
    to: toPixel(warp, x_mm + dx, y_mm + dy),
    weight,
  }));
  const unit = density(warp);
  let map = warp.map;
  let weights = pairs.map(({ weight }) => weight);
  for (let round = 0; round < 8; round += 1) {
    map = homographyOf(pairs.map((pair, index) => ({ ...pair, weight: weights[index] ?? 0 }))) ?? map;
    const misses = pairs.map(({ from, to }) => {
      const at = apply(map, from.x, from.y);
      return Math.hypot(at.x - to.x, at.y - to.y) / unit;
    });
    const scale = Math.max(0.3, median(misses));
    weights = pairs.map(({ weight }, index) => weight / (1 + ((misses[index] ?? 0) / scale) ** 2) ** 2);
  }
  return { ...flat(map, { width_mm: warp.width_mm, height_mm: warp.height_mm }) };
}

/** One pass over the patches of a level, far around. */
function approach(image: Grey, warp: Warp, level: PatchLevel, reach_mm: number): { warp: Warp; fit: number } {
  const factor = Math.max(1, Math.round(density(warp) / level.density));
  const small = shrink(image, factor);
  const matches = findPatches(small, shrunk(warp, factor), level, reach_mm);
  const moved = remap(shrunk(warp, factor), matches);
  const fit = matches.reduce((sum, { score }) => sum + score, 0) / Math.max(1, matches.length);
  return { warp: shrunk(moved, 1 / factor), fit };
}

function lockOf(image: Grey, finder: Finder, guess: Guess): { warp: Warp; fit: number } {
  let found = { warp: flat(guess.map, finder.page), fit: 0 };
  for (const reach of [12, 7]) found = approach(image, found.warp, finder.levels.coarse, reach);
  for (const reach of [4, 2]) found = approach(image, found.warp, finder.levels.rough, reach);
  return found;
}

/** Patches that fit no better than this on the whole are not on the page that they are looked for on. */
const leastFit = 0.12;

const strength = ({ proof }: Registration) =>
  proof.score * Math.max(0, proof.margin) * proof.matched * Math.max(0.05, proof.weakest);

/** The best registration there is, or the first that is good enough; undefined when there is nothing to go by. */
export function findByLines(
  image: Grey,
  finder: Finder,
  isProven: (registration: Registration) => boolean,
): Registration | undefined {
  const seen = inkMap(image, 600);
  const far = (map: InkMap) => blurred(map, roughly);
  let best: Registration | undefined;
  for (const guesses of [
    () => improved(likely(image, finder, seen), finder.ink, finder, seen, 4),
    () => improved(sweep(finder.page, finder.ink, fineDensity, seen), far(finder.ink), finder, far(seen), 5),
  ]) {
    for (const guess of guesses()) {
      const { warp, fit } = lockOf(image, finder, guess);
      if (fit < leastFit) continue;
      const registration = refine(image, warp, finder.levels);
      if (!best || strength(registration) > strength(best)) best = registration;
      if (isProven(best)) return best;
    }
  }
  return best;
}
