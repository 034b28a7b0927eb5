import type { Sheet } from '../geometry/geometry.ts';
import { ring } from '../geometry/ring.ts';
import { apply, type Homography, homographyOf, type Point } from './homography.ts';
import type { FoundRing } from './rings.ts';

/** A way the sheet may lie in the image, by its rings: a map from millimetres to pixels. */
export type Framing = { map: Homography; rings: number; misfit: number };

const corners = (sheet: Sheet): Point[] =>
  (sheet.fiducials ?? []).map(({ x_mm, y_mm }) => ({ x: x_mm, y: y_mm }));

const area = (a: Point, b: Point, c: Point) => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);

/** All ways to choose `count` of them. */
function choose<T>(items: readonly T[], count: number): T[][] {
  if (count === 0) return [[]];
  return items.flatMap((item, index) =>
    choose(items.slice(index + 1), count - 1).map((rest) => [item, ...rest]),
  );
}

/** In the order of the hands of a clock around their middle (y points down). */
function around(points: readonly FoundRing[]): FoundRing[] {
  const x = points.reduce((sum, point) => sum + point.x, 0) / points.length;
  const y = points.reduce((sum, point) => sum + point.y, 0) / points.length;
  return [...points].sort((a, b) => Math.atan2(a.y - y, a.x - x) - Math.atan2(b.y - y, b.x - x));
}

/** How far the rings' sizes are from what the map makes of them: near 0 when everything fits. */
function misfitOf(map: Homography, places: readonly Point[], rings: readonly FoundRing[]): number {
  let worst = 0;
  for (const [index, place] of places.entries()) {
    const found = rings[index];
    if (!found) continue;
    const half = ring.outer_mm / 2;
    const middle = apply(map, place.x, place.y);
    const across = apply(map, place.x + half, place.y);
    const down = apply(map, place.x, place.y + half);
    const width = 2 * Math.hypot(across.x - middle.x, down.x - middle.x);
    const height = 2 * Math.hypot(across.y - middle.y, down.y - middle.y);
    worst = Math.max(
      worst,
      Math.abs(Math.log(found.width / width)),
      Math.abs(Math.log(found.height / height)),
    );
  }
  return worst;
}

/** Whether a page seen so could be flat paper before a camera: no side more than twice as large as its opposite, and not mirrored. */
function plausible(map: Homography, places: readonly Point[]): boolean {
  const [a, b, c, d] = places.map(({ x, y }) => apply(map, x, y));
  if (!a || !b || !c || !d) return false;
  const turns = [area(a, b, c), area(b, c, d), area(c, d, a), area(d, a, b)];
  return Math.min(...turns) > 0 && Math.max(...turns) < 3.2 * Math.min(...turns);
}

const farOf = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);

/** Whether rings lie about as far apart, beside their own size, as on the sheet: tells most chance groups apart at little cost. */
function spaced(places: readonly Point[], partners: readonly (FoundRing | undefined)[]): boolean {
  for (let one = 0; one < 3; one += 1) {
    const a = partners[one];
    const from = places[one];
    if (!a || !from) continue;
    for (let other = one + 1; other < 4; other += 1) {
      const b = partners[other];
      const to = places[other];
      if (!b || !to) continue;
      const size = (a.width + a.height + b.width + b.height) / 4;
      const ratio = ((farOf(a, b) / size) * ring.outer_mm) / farOf(from, to);
      if (ratio < 0.55 || ratio > 1.6) return false;
    }
  }
  return true;
}

function framed(
  places: readonly Point[],
  partners: readonly (FoundRing | undefined)[],
  all: readonly Point[],
): Framing | undefined {
  if (!spaced(all, partners)) return undefined;
  const pairs = places.flatMap((from, index) => {
    const to = partners[index];
    return to ? [{ from, to }] : [];
  });
  const missing = places.findIndex((_, index) => !partners[index]);
  const [one, two, three] = [1, 2, 3].map((step) => partners[(missing + step) % 4]);
  const [before, opposite, after] = [one, two, three];
  const whole =
    missing >= 0 && before && opposite && after
      ? [
          ...pairs,
          {
            from: places[missing] ?? { x: 0, y: 0 },
            to: { x: before.x + after.x - opposite.x, y: before.y + after.y - opposite.y },
          },
        ]
      : pairs;
  const map = homographyOf(whole);
  if (!map || !plausible(map, all)) return undefined;
  const known = places
    .map((place, index) => ({ place, found: partners[index] }))
    .filter(({ found }) => found);
  const misfit = misfitOf(
    map,
    known.map(({ place }) => place),
    known.flatMap(({ found }) => (found ? [found] : [])),
  );
  return { map, rings: pairs.length, misfit };
}

const fits = (limit: number) => (framing: Framing | undefined) =>
  framing && framing.misfit < limit ? [framing] : [];

const best = (found: readonly Framing[], count: number) =>
  [...found].sort((a, b) => a.misfit - b.misfit).slice(0, count);

function byFour(places: readonly Point[], rings: readonly FoundRing[]): Framing[] {
  return choose(rings.slice(0, 9), 4).flatMap((four) => {
    const ordered = around(four);
    return [0, 1, 2, 3].flatMap((turn) =>
      fits(0.3)(
        framed(
          places,
          [0, 1, 2, 3].map((index) => ordered[(index + turn) % 4]),
          places,
        ),
      ),
    );
  });
}

/** One ring is lost: cut off, or written over. */
function byThree(places: readonly Point[], rings: readonly FoundRing[]): Framing[] {
  return choose(rings.slice(0, 8), 3).flatMap((three) => {
    const ordered = around(three);
    const ways = [0, 1, 2, 3].flatMap((gap) => [0, 1, 2].map((turn) => ({ gap, turn })));
    return ways.flatMap(({ gap, turn }) => {
      const partners = [0, 1, 2, 3].map((index) => {
        const step = (index - gap + 4) % 4;
        return step === 0 ? undefined : ordered[(step - 1 + turn) % 3];
      });
      return fits(0.3)(framed(places, partners, places));
    });
  });
}

/** Two rings are enough for a scan, where the page can only be turned, moved and scaled. */
function byTwo(places: readonly Point[], rings: readonly FoundRing[]): Framing[] {
  const corners = choose([0, 1, 2, 3], 2).flatMap(([a = 0, b = 0]) => [
    [a, b],
    [b, a],
  ]);
  return choose(rings.slice(0, 8), 2).flatMap(([one, other]) => {
    if (!one || !other) return [];
    return corners.flatMap(([a = 0, b = 0]) => {
      const [p, q] = [places[a], places[b]];
      if (!p || !q) return [];
      const [dx, dy] = [q.x - p.x, q.y - p.y];
      const [u, v] = [other.x - one.x, other.y - one.y];
      const square = dx * dx + dy * dy;
      const [c, s] = [(u * dx + v * dy) / square, (v * dx - u * dy) / square];
      const map: Homography = [c, -s, one.x - c * p.x + s * p.y, s, c, one.y - s * p.x - c * p.y, 0, 0];
      return fits(0.1)({ map, rings: 2, misfit: misfitOf(map, [p, q], [one, other]) });
    });
  });
}

/** The ways in which a sheet's rings may be those found, the likeliest first; each way up counts. */
export function framings(sheet: Sheet, rings: readonly FoundRing[]): Framing[] {
  const places = corners(sheet);
  if (places.length !== 4) return [];
  const four = best(byFour(places, rings), 8);
  const three = four.length > 0 ? [] : best(byThree(places, rings), 12);
  return [...four, ...three, ...(four.length > 0 ? [] : best(byTwo(places, rings), 24))];
}
