import sharp from 'sharp';
import { bitsAround, type Feature, pairsWithin } from './features.ts';

/** The longest side of the picture in which features are looked for; places are told in its pixels. */
const longest_side = 640;
const shrink = 1.3;
const levels = 4;
const per_level = 130;
const cells = 8;
/** Words of print are blobs of about this size; smaller is noise of the camera. */
const blob = 1.6;
const smooth = 2.5;
const reach = 14;
const margin = reach + 6;
const fewest_steps = 5;
const words = 8;
const patch = 16;
/** The longest side of the picture by which a place is proven. */
const proof_side = 240;

type Grey = { data: Uint8Array; width: number; height: number };
/** What a page looks like whatever light it lay in: its blobs, and a small even picture of it. */
export type PagePrint = { width: number; height: number; features: Feature[]; small: Grey };

/** The print of a photo or of a page, for `placeAmong`. */
export async function printOf(bytes: Uint8Array): Promise<PagePrint> {
  const features: Feature[] = [];
  const { width, height } = await greyOf(bytes, longest_side);
  for (let level = 0; level < levels; level++) {
    const scale = shrink ** level;
    const even = evenly(await greyOf(bytes, Math.round(longest_side / scale)));
    const picture = await blurred(even, smooth);
    for (const { x, y } of spread(blobsOf(await blurred(even, blob), await blurred(even, blob * 1.6)), even))
      features.push({ x: Math.round(x * scale), y: Math.round(y * scale), bits: describe(picture, x, y) });
  }
  const small = await blurred(evenly(await greyOf(bytes, proof_side)), 1.2);
  return { width, height, features, small };
}

async function greyOf(bytes: Uint8Array, side: number): Promise<Grey> {
  const { data, info } = await sharp(bytes)
    .greyscale()
    .resize({ width: side, height: side, fit: 'inside' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

async function blurred({ data, width, height }: Grey, sigma: number): Promise<Grey> {
  const raw = { width, height, channels: 1 as const };
  return {
    data: await sharp(data, { raw }).blur(sigma).toColourspace('b-w').raw().toBuffer(),
    width,
    height,
  };
}

/** Paper becomes white wherever a shadow fell: each place is held against the lightest near it. */
function evenly({ data, width, height }: Grey): Grey {
  const [columns, rows] = [Math.ceil(width / patch), Math.ceil(height / patch)];
  const lightest = new Float32Array(columns * rows).fill(1);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = Math.floor(y / patch) * columns + Math.floor(x / patch);
      lightest[at] = Math.max(lightest[at] ?? 1, data[y * width + x] ?? 0);
    }
  const even = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    const v = Math.min(rows - 1, Math.max(0, y / patch - 0.5));
    const [top, below] = [Math.floor(v), Math.min(rows - 1, Math.floor(v) + 1)];
    for (let x = 0; x < width; x++) {
      const u = Math.min(columns - 1, Math.max(0, x / patch - 0.5));
      const [left, right] = [Math.floor(u), Math.min(columns - 1, Math.floor(u) + 1)];
      const along = (row: number) =>
        (lightest[row * columns + left] ?? 1) * (1 - u + left) +
        (lightest[row * columns + right] ?? 1) * (u - left);
      const paper = along(top) * (1 - v + top) + along(below) * (v - top);
      even[y * width + x] = Math.min(255, (255 * (data[y * width + x] ?? 0)) / paper);
    }
  }
  return { data: even, width, height };
}

type Blob = { x: number; y: number; score: number };

/** Where it is darkest or lightest among its neighbours, once what is finer than a blob is gone. */
function blobsOf(fine: Grey, coarse: Grey): Blob[] {
  const { width, height } = fine;
  const steps = Int16Array.from(fine.data, (value, at) => value - (coarse.data[at] ?? 0));
  const isMost = (x: number, y: number, sign: number, most: number) => {
    for (let v = -2; v <= 2; v++)
      for (let u = -2; u <= 2; u++) if (sign * (steps[(y + v) * width + x + u] ?? 0) > most) return false;
    return true;
  };
  const found: Blob[] = [];
  for (let y = margin; y < height - margin; y++)
    for (let x = margin; x < width - margin; x++) {
      const step = steps[y * width + x] ?? 0;
      const score = Math.abs(step);
      if (score >= fewest_steps && isMost(x, y, Math.sign(step), score)) found.push({ x, y, score });
    }
  return found;
}

/** The strongest of each part of the page, none beside a stronger one. */
function spread(blobs: readonly Blob[], { width, height }: Grey): Blob[] {
  const taken: Blob[] = [];
  const inCell = new Map<number, number>();
  const isTaken = new Uint8Array(width * height);
  const most = Math.ceil((per_level * 3) / cells ** 2);
  for (const one of blobs.toSorted((a, b) => b.score - a.score)) {
    const { x, y } = one;
    const cell = Math.floor((y / height) * cells) * cells + Math.floor((x / width) * cells);
    const count = inCell.get(cell) ?? 0;
    if (count >= most || isTaken[y * width + x]) continue;
    inCell.set(cell, count + 1);
    for (let v = -2; v <= 2; v++) isTaken.fill(1, (y + v) * width + x - 2, (y + v) * width + x + 3);
    taken.push(one);
    if (taken.length >= per_level) break;
  }
  return taken;
}

const pairs = pairsWithin(reach, words * 32);

function describe({ data, width }: Grey, x: number, y: number): Uint32Array {
  let [mx, my] = [0, 0];
  for (let v = -reach; v <= reach; v++)
    for (let u = -reach; u <= reach; u++) {
      if (u * u + v * v > reach * reach) continue;
      const ink = 255 - (data[(y + v) * width + x + u] ?? 0);
      mx += u * ink;
      my += v * ink;
    }
  const length = Math.hypot(mx, my) || 1;
  return bitsAround({ data, width }, { x, y }, [my / length, mx / length], pairs);
}
