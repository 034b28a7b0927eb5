import { type Grey, sample, shrink } from './grey.ts';
import type { Point } from './homography.ts';
import { toPixel, type Warp } from './warp.ts';

/** A piece of the reference: where its lines run and in which direction they darken. Places are pixels from its corner. */
export type Patch = {
  /** Left top corner and size on the sheet. */
  x_mm: number;
  y_mm: number;
  columns: number;
  rows: number;
  px: Int16Array;
  py: Int16Array;
  nx: Float32Array;
  ny: Float32Array;
  weight: number;
};

/** Patches of one coarseness: `density` dots a millimetre. */
export type PatchLevel = { density: number; patches: Patch[] };

/** The dots of a reference image for each millimetre. */
export const fineDensity = 4;

/** Gradients are divided by their length and this, so that strong and weak lines count alike and noise does not. */
export const softness = 8;

function pointsOf(
  image: Grey,
  { left, top, size }: { left: number; top: number; size: number },
  { most, faint = 24, lines = true }: Omit<Cutting, 'shrinkBy' | 'size_mm' | 'step_mm'>,
): Patch | undefined {
  const px: number[] = [];
  const py: number[] = [];
  const nx: number[] = [];
  const ny: number[] = [];
  let [acrossSum, downSum] = [0, 0];
  for (let y = Math.max(1, top); y < Math.min(image.height - 1, top + size); y += 1) {
    for (let x = Math.max(1, left); x < Math.min(image.width - 1, left + size); x += 1) {
      const at = y * image.width + x;
      const gx = (image.data[at + 1] ?? 0) - (image.data[at - 1] ?? 0);
      const gy = (image.data[at + image.width] ?? 0) - (image.data[at - image.width] ?? 0);
      const length = Math.hypot(gx, gy);
      if (length < faint) continue;
      px.push(x - left);
      py.push(y - top);
      nx.push(gx / (length + softness));
      ny.push(gy / (length + softness));
      acrossSum += (gx / length) ** 2;
      downSum += (gy / length) ** 2;
    }
  }
  if (px.length < (lines ? 40 : 16)) return undefined;
  if (lines && Math.min(acrossSum, downSum) < 0.12 * px.length) return undefined;
  const stride = Math.max(1, px.length / most);
  const kept = Array.from({ length: Math.floor(px.length / stride) }, (_, index) =>
    Math.floor(index * stride),
  );
  const pick = (values: number[]) => kept.map((index) => values[index] ?? 0);
  const patch = { nx: Float32Array.from(pick(nx)), ny: Float32Array.from(pick(ny)) };
  const weight = patch.nx.reduce((sum, value, index) => sum + Math.hypot(value, patch.ny[index] ?? 0), 0);
  return {
    x_mm: 0,
    y_mm: 0,
    columns: size,
    rows: size,
    px: Int16Array.from(pick(px)),
    py: Int16Array.from(pick(py)),
    ...patch,
    weight,
  };
}

/** How a reference is cut; without `lines` also patches that have too little on them to be found by. */
type Cutting = {
  shrinkBy: number;
  size_mm: number;
  step_mm: number;
  most: number;
  faint?: number;
  lines?: boolean;
};

/** Cuts a reference (at `fineDensity`) into patches of `size_mm`, those without lines in both directions left out. */
export function cut(reference: Grey, options: Cutting): PatchLevel {
  const image = shrink(reference, options.shrinkBy);
  const density = fineDensity / options.shrinkBy;
  const size = Math.round(options.size_mm * density);
  const step = Math.round(options.step_mm * density);
  const patches: Patch[] = [];
  for (let top = 0; top + size / 2 < image.height; top += step) {
    for (let left = 0; left + size / 2 < image.width; left += step) {
      const patch = pointsOf(image, { left, top, size }, options);
      if (patch) patches.push({ ...patch, x_mm: left / density, y_mm: top / density });
    }
  }
  return { density, patches };
}

/** Directions of lines in a window of the image: for each pixel how much it brightens to the right and down. */
export type Gradients = { columns: number; rows: number; directions: Float32Array };

/** Windows are looked at one after the other, so all of them use the same memory. */
let scratch = { values: new Float32Array(0), directions: new Float32Array(0) };

function memoryFor(size: number): typeof scratch {
  if (scratch.values.length < size)
    scratch = { values: new Float32Array(size), directions: new Float32Array(2 * size) };
  return scratch;
}

type Quad = readonly [Point, Point, Point, Point];

/** Values of the image over a quadrangle, row by row. Where all of it lies inside, nothing is clamped, which is much faster. */
function fillValues(
  image: Grey,
  [a, b, c, d]: Quad,
  columns: number,
  rows: number,
  values: Float32Array,
): void {
  const { width, height, data } = image;
  const inside = [a, b, c, d].every(({ x, y }) => x >= 1 && y >= 1 && x < width - 2 && y < height - 2);
  for (let y = 0; y < rows; y += 1) {
    const part = y / rows;
    const leftX = a.x + (c.x - a.x) * part;
    const leftY = a.y + (c.y - a.y) * part;
    const stepX = (b.x + (d.x - b.x) * part - leftX) / columns;
    const stepY = (b.y + (d.y - b.y) * part - leftY) / columns;
    const start = y * columns;
    if (!inside) {
      for (let x = 0; x < columns; x += 1)
        values[start + x] = sample(image, leftX + stepX * x, leftY + stepY * x);
      continue;
    }
    let px = leftX - 0.5;
    let py = leftY - 0.5;
    for (let x = 0; x < columns; x += 1) {
      const ix = px | 0;
      const iy = py | 0;
      const fx = px - ix;
      const at = iy * width + ix;
      const upper = (data[at] ?? 0) * (1 - fx) + (data[at + 1] ?? 0) * fx;
      const lower = (data[at + width] ?? 0) * (1 - fx) + (data[at + width + 1] ?? 0) * fx;
      values[start + x] = upper + (lower - upper) * (py - iy);
      px += stepX;
      py += stepY;
    }
  }
}

/**
 * The scan around where a patch should be, `reach` pixels of the patch more on each side, as directions of its lines.
 * What is returned is good until the next call.
 */
export function gradientsAt(
  image: Grey,
  warp: Warp,
  patch: Patch,
  density: number,
  reach: number,
): Gradients {
  const columns = patch.columns + 2 * reach + 2;
  const rows = patch.rows + 2 * reach + 2;
  const corner = (x: number, y: number) =>
    toPixel(warp, patch.x_mm + (x - reach - 0.5) / density, patch.y_mm + (y - reach - 0.5) / density);
  const { values, directions } = memoryFor(columns * rows);
  const quad: Quad = [corner(0, 0), corner(columns, 0), corner(0, rows), corner(columns, rows)];
  fillValues(image, quad, columns, rows, values);
  for (let y = 1; y < rows - 1; y += 1) {
    const end = (y + 1) * columns - 1;
    let left = values[y * columns] ?? 0;
    let here = values[y * columns + 1] ?? 0;
    for (let at = y * columns + 1; at < end; at += 1) {
      const right = values[at + 1] ?? 0;
      const across = right - left;
      const down = (values[at + columns] ?? 0) - (values[at - columns] ?? 0);
      const scale = 1 / (Math.sqrt(across * across + down * down) + softness);
      directions[2 * at] = across * scale;
      directions[2 * at + 1] = down * scale;
      left = here;
      here = right;
    }
  }
  return { columns, rows, directions };
}

let places = new Int32Array(0);

/** Where the points of a patch stand in a window that is so many columns wide. */
function placesIn(columns: number, { px, py }: Patch): Int32Array {
  if (places.length < px.length) places = new Int32Array(2 * px.length);
  for (let index = 0; index < px.length; index += 1) {
    places[index] = 2 * ((py[index] ?? 0) * columns + (px[index] ?? 0));
  }
  return places;
}

/** The sum of agreements of every so manieth point of a patch, moved so that it starts at `start`. */
function agreement(
  { nx, ny }: Patch,
  directions: Float32Array,
  at: Int32Array,
  start: number,
  every: number,
): number {
  let sum = 0;
  for (let index = 0; index < nx.length; index += every) {
    const place = start + (at[index] ?? 0);
    sum += (nx[index] ?? 0) * (directions[place] ?? 0) + (ny[index] ?? 0) * (directions[place + 1] ?? 0);
  }
  return sum;
}

const four = new Float64Array(4);

/** The agreements of all points at four places beside one another: each point is looked up once for all of them. */
function fourAgreements({ nx, ny }: Patch, directions: Float32Array, at: Int32Array, start: number): void {
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let index = 0; index < nx.length; index += 1) {
    const place = start + (at[index] ?? 0);
    const x = nx[index] ?? 0;
    const y = ny[index] ?? 0;
    a += x * (directions[place] ?? 0) + y * (directions[place + 1] ?? 0);
    b += x * (directions[place + 2] ?? 0) + y * (directions[place + 3] ?? 0);
    c += x * (directions[place + 4] ?? 0) + y * (directions[place + 5] ?? 0);
    d += x * (directions[place + 6] ?? 0) + y * (directions[place + 7] ?? 0);
  }
  four[0] = a;
  four[1] = b;
  four[2] = c;
  four[3] = d;
}

/** How well a patch fits when it is moved by whole pixels, up to `reach` each way, row by row; 1 is perfect, 0 is chance. */
export function scoresOf(patch: Patch, scan: Gradients, reach: number): Float32Array {
  const side = 2 * reach + 1;
  const at = placesIn(scan.columns, patch);
  const scores = new Float32Array(side * side);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 4) {
      fourAgreements(patch, scan.directions, at, 2 * ((1 + y) * scan.columns + 1 + x));
      const end = Math.min(side, x + 4);
      for (let to = x; to < end; to += 1) scores[y * side + to] = (four[to - x] ?? 0) / patch.weight;
    }
  }
  return scores;
}

const [sparsePoints, sparsePlaces, promising] = [3, 2, 4];

/**
 * The same for a wide reach: a third of the points at every second place, then all points around the most promising ones.
 * Places that were left out are 0.
 */
export function sparseScoresOf(patch: Patch, scan: Gradients, reach: number): Float32Array {
  const side = 2 * reach + 1;
  const at = placesIn(scan.columns, patch);
  const startOf = (x: number, y: number) => 2 * ((1 + y) * scan.columns + 1 + x);
  const scores = new Float32Array(side * side);
  const best: { x: number; y: number; score: number }[] = [];
  for (let y = 0; y < side; y += sparsePlaces) {
    for (let x = 0; x < side; x += sparsePlaces) {
      const sum = agreement(patch, scan.directions, at, startOf(x, y), sparsePoints);
      const score = (sparsePoints * sum) / patch.weight;
      scores[y * side + x] = score;
      if (best.length === promising && score <= (best[promising - 1]?.score ?? 0)) continue;
      best.push({ x, y, score });
      best.sort((one, other) => other.score - one.score);
      best.length = Math.min(best.length, promising);
    }
  }
  for (const { x, y } of best) {
    for (let py = Math.max(0, y - 1); py <= Math.min(side - 1, y + 1); py += 1) {
      for (let px = Math.max(0, x - 1); px <= Math.min(side - 1, x + 1); px += 1)
        scores[py * side + px] = agreement(patch, scan.directions, at, startOf(px, py), 1) / patch.weight;
    }
  }
  return scores;
}
