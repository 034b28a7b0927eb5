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

/** A patch where bubbles are, the block that it belongs to, and its signs; fewer points than `few` tell nothing. */
export type Witness = { patch: Patch; block: number; signs: Sign[] };

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

type Window = { left: number; top: number; size: number };

/** Lines of a window at `from`, where there is none at `to`, as seen in the window itself. */
function differing(field: Field, { left, top, size }: Window, from: Shift, to: Shift): Points {
  const found: number[][] = [];
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const [fx, fy] = [left + x + from.x, top + y + from.y];
      if (fx < 0 || fy < 0 || fx >= field.width || fy >= field.height) continue;
      const at = 2 * (fy * field.width + fx);
      const [nx, ny] = [field.directions[at] ?? 0, field.directions[at + 1] ?? 0];
      if ((nx !== 0 || ny !== 0) && !isAt(field, left + x + to.x, top + y + to.y, nx, ny))
        found.push([x, y, nx, ny]);
    }
  }
  const stride = Math.max(1, found.length / most);
  const kept = Array.from(
    { length: Math.floor(found.length / stride) },
    (_, index) => found[Math.floor(index * stride)] ?? [],
  );
  const pick = (place: number) => kept.map((point) => point[place] ?? 0);
  return {
    px: Int16Array.from(pick(0)),
    py: Int16Array.from(pick(1)),
    nx: Float32Array.from(pick(2)),
    ny: Float32Array.from(pick(3)),
    weight: kept.reduce((sum, [, , nx = 0, ny = 0]) => sum + Math.hypot(nx, ny), 0),
  };
}

/** The ways in which a lock can be off by one. */
export const sides = [
  { x: 1, y: 0 },
  { x: -1, y: 0 },
  { x: 0, y: 1 },
  { x: 0, y: -1 },
];

const beside_mm = 7;

/** The block of the bubble that is nearest to the middle of a patch, where there is one in it or close beside it. */
function blockOf(patch: Patch, density: number, { spots }: Pick<Plan, 'spots'>): number | undefined {
  const [halfX, halfY] = [patch.columns / density / 2, patch.rows / density / 2];
  let nearest = Infinity;
  let block: number | undefined;
  for (const { bubble, block: own } of spots) {
    const [dx, dy] = [bubble.x_mm - patch.x_mm - halfX, bubble.y_mm - patch.y_mm - halfY];
    if (Math.abs(dx) > halfX + beside_mm || Math.abs(dy) > halfY + beside_mm) continue;
    if (Math.hypot(dx, dy) >= nearest) continue;
    nearest = Math.hypot(dx, dy);
    block = own;
  }
  return block;
}

/**
 * The patches of a reference that would notice a lock that is off by a row or a column of their block of bubbles: what is
 * printed far from bubbles may lie where it will. `reference` has the density of the level.
 */
export function witnesses(reference: Grey, { density, patches }: PatchLevel, plan: Plan): Witness[] {
  const { width, height } = reference;
  const field = { width, height, directions: directionsOf(reference) };
  const still = { x: 0, y: 0 };
  return patches.flatMap((patch) => {
    const block = blockOf(patch, density, plan);
    const pitch = block === undefined ? undefined : plan.pitches.get(block);
    if (block === undefined || !pitch) return [];
    const window = {
      left: Math.round(patch.x_mm * density),
      top: Math.round(patch.y_mm * density),
      size: patch.columns,
    };
    const signs = sides.flatMap((way, side) => {
      const [x, y] = [Math.round(way.x * pitch.x * density), Math.round(way.y * pitch.y * density)];
      if (x === 0 && y === 0) return [];
      const own = differing(field, window, still, { x, y });
      const other = differing(field, window, { x, y }, still);
      return own.px.length + other.px.length < few ? [] : [{ side, own, other }];
    });
    return [{ patch, block, signs }];
  });
}
