import type { Grey } from './grey.ts';
import { type Patch, type PatchLevel, softness } from './patches.ts';
import type { Plan, Shift } from './plan.ts';

/** Lines at places of a patch, in pixels from its corner, and in which direction they darken. */
export type Points = { px: Int16Array; py: Int16Array; nx: Float32Array; ny: Float32Array; weight: number };

/**
 * What tells a lock that is right from one that is off by a row or a column: lines that would be missed (`own`: where the
 * patch itself has some), and lines that would be seen where there are none.
 */
export type Sign = { side: number; own: Points; other: Points };

/** A patch where bubbles are, a block that is near it with the least distance of its rows or columns, and its signs; fewer points than `few` tell nothing. */
export type Witness = { patch: Patch; block: number; pitch_mm: number; signs: Sign[] };

export const few = 12;
const most = 160;
const faint = 16;

/** Directions of the lines of a whole image, two numbers a pixel; 0 where there is none. */
function directionsOf({ width, height, data }: Grey): Float32Array {
  const field = new Float32Array(2 * width * height);
  for (let y = 1; y < height - 1; y += 1) {
    for (let at = y * width + 1; at < (y + 1) * width - 1; at += 1) {
      const gx = (data[at + 1] ?? 0) - (data[at - 1] ?? 0);
      const gy = (data[at + width] ?? 0) - (data[at - width] ?? 0);
      const length = Math.sqrt(gx * gx + gy * gy);
      if (length < faint) continue;
      field[2 * at] = gx / (length + softness);
      field[2 * at + 1] = gy / (length + softness);
    }
  }
  return field;
}

type Field = { width: number; height: number; directions: Float32Array };

/** How far lines may seem to be from where they are: blur widens them, and distances are whole pixels. */
const loose = 1;

/** Whether a line at one place is there at another too. */
function isAt({ width, height, directions }: Field, x: number, y: number, nx: number, ny: number): boolean {
  const least = 0.4 * (nx * nx + ny * ny);
  for (let py = Math.max(0, y - loose); py <= Math.min(height - 1, y + loose); py += 1) {
    for (let px = Math.max(0, x - loose); px <= Math.min(width - 1, x + loose); px += 1) {
      const at = 2 * (py * width + px);
      if (nx * (directions[at] ?? 0) + ny * (directions[at + 1] ?? 0) > least) return true;
    }
  }
  return false;
}

type Point = { x: number; y: number; nx: number; ny: number };
type Window = { left: number; top: number; size: number };

/** Of scattered points a few come to lie side by side by chance; a stroke that is really there has so many within two pixels. */
const [crowd, around] = [6, 2];

/** The points that others stand beside: what noise or a slightly uneven print makes differ is scattered. */
function crowded(found: readonly Point[], size: number): Point[] {
  const marks = new Uint8Array(size * size);
  for (const { x, y } of found) marks[y * size + x] = 1;
  return found.filter(({ x, y }) => {
    let count = 0;
    for (let py = Math.max(0, y - around); py <= Math.min(size - 1, y + around); py += 1) {
      for (let px = Math.max(0, x - around); px <= Math.min(size - 1, x + around); px += 1)
        count += marks[py * size + px] ?? 0;
    }
    return count >= crowd;
  });
}

/** Lines of a window at `from`, where there is none at `to`, as seen in the window itself. */
function differing(field: Field, { left, top, size }: Window, from: Shift, to: Shift): Points {
  const all: Point[] = [];
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const [fx, fy] = [left + x + from.x, top + y + from.y];
      if (fx < 0 || fy < 0 || fx >= field.width || fy >= field.height) continue;
      const at = 2 * (fy * field.width + fx);
      const [nx, ny] = [field.directions[at] ?? 0, field.directions[at + 1] ?? 0];
      if ((nx !== 0 || ny !== 0) && !isAt(field, left + x + to.x, top + y + to.y, nx, ny))
        all.push({ x, y, nx, ny });
    }
  }
  const found = crowded(all, size);
  const stride = Math.max(1, found.length / most);
  const kept = Array.from({ length: Math.floor(found.length / stride) }, (_, index) =>
    Math.floor(index * stride),
  );
  const pick = (of: (point: Point) => number) => kept.map((index) => (found[index] ? of(found[index]) : 0));
  return {
    px: Int16Array.from(pick(({ x }) => x)),
    py: Int16Array.from(pick(({ y }) => y)),
    nx: Float32Array.from(pick(({ nx }) => nx)),
    ny: Float32Array.from(pick(({ ny }) => ny)),
    weight: pick(({ nx, ny }) => Math.hypot(nx, ny)).reduce((sum, length) => sum + length, 0),
  };
}

/** How far from a whole pitch a lock that is off by one may come to rest, in pixels: pitches are medians, and blanks are scans. */
const rest = 2;

/** The place near a shift where a window looks most like itself: there a lock that is off would come to rest. */
function settled({ width, height, directions }: Field, { left, top, size }: Window, shift: Shift): Shift {
  const at: number[] = [];
  for (let y = Math.max(0, top); y < Math.min(height, top + size); y += 1) {
    for (let x = Math.max(0, left); x < Math.min(width, left + size); x += 1) {
      const place = 2 * (y * width + x);
      if (directions[place] !== 0 || directions[place + 1] !== 0) at.push(x, y);
    }
  }
  let best = shift;
  let most_alike = -Infinity;
  for (let dy = -rest; dy <= rest; dy += 1) {
    for (let dx = -rest; dx <= rest; dx += 1) {
      const [sx, sy] = [shift.x + dx, shift.y + dy];
      let alike = -0.01 * (Math.abs(dx) + Math.abs(dy));
      for (let index = 0; index < at.length; index += 2) {
        const [x, y] = [at[index] ?? 0, at[index + 1] ?? 0];
        const [tx, ty] = [x + sx, y + sy];
        if (tx < 0 || ty < 0 || tx >= width || ty >= height) continue;
        const [own, other] = [2 * (y * width + x), 2 * (ty * width + tx)];
        alike +=
          (directions[own] ?? 0) * (directions[other] ?? 0) +
          (directions[own + 1] ?? 0) * (directions[other + 1] ?? 0);
      }
      if (alike > most_alike) [best, most_alike] = [{ x: sx, y: sy }, alike];
    }
  }
  return best;
}

const toldBy = (field: Field, window: Window, off: Shift): Omit<Sign, 'side'> => ({
  own: differing(field, window, still, off),
  other: differing(field, window, off, still),
});
const countOf = ({ own, other }: Omit<Sign, 'side'>) => own.px.length + other.px.length;
const still = { x: 0, y: 0 };

/** The ways in which a lock can be off by one. */
export const sides = [
  { x: 1, y: 0 },
  { x: -1, y: 0 },
  { x: 0, y: 1 },
  { x: 0, y: -1 },
];

const beside_mm = 7;

/** The blocks that have a bubble in a patch or close beside it: numbers between two of them tell the rows of both. */
function blocksBy(patch: Patch, density: number, { spots }: Pick<Plan, 'spots'>): number[] {
  const [halfX, halfY] = [patch.columns / density / 2, patch.rows / density / 2];
  const near = spots.filter(
    ({ bubble }) =>
      Math.abs(bubble.x_mm - patch.x_mm - halfX) <= halfX + beside_mm &&
      Math.abs(bubble.y_mm - patch.y_mm - halfY) <= halfY + beside_mm,
  );
  return [...new Set(near.map(({ block }) => block))];
}

/**
 * The patches of a reference that would notice a lock that is off by a row or a column of their block of bubbles: what is
 * printed far from bubbles may lie where it will. `reference` has the density of the level.
 */
export function witnesses(reference: Grey, { density, patches }: PatchLevel, plan: Plan): Witness[] {
  const { width, height } = reference;
  const field = { width, height, directions: directionsOf(reference) };
  return patches.flatMap((patch) => {
    const window = {
      left: Math.round(patch.x_mm * density),
      top: Math.round(patch.y_mm * density),
      size: patch.columns,
    };
    return blocksBy(patch, density, plan).map((block) => {
      const pitch = plan.pitches.get(block) ?? still;
      const signs = sides.flatMap((way, side) => {
        const [x, y] = [Math.round(way.x * pitch.x * density), Math.round(way.y * pitch.y * density)];
        if (x === 0 && y === 0) return [];
        const off = { x, y };
        const told = [off, settled(field, window, off)].map((shift) => toldBy(field, window, shift));
        const [least] = told.toSorted((one, another) => countOf(one) - countOf(another));
        return least && countOf(least) >= few ? [{ side, ...least }] : [];
      });
      const pitch_mm = Math.min(...[pitch.x, pitch.y].filter((one) => one > 0));
      return { patch, block, pitch_mm, signs };
    });
  });
}
