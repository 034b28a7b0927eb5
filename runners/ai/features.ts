import sharp from 'sharp';

sharp.cache(false);
sharp.concurrency(1);

/** The longest side of the picture in which features are looked for; places are told in its pixels. */
const longest_side = 640;
const shrink = 1.25;
const levels = 5;
const per_level = 70;
const cells = 8;
const contrast = 14;
const margin = 20;
const words = 8;
const bytes_each = 4 + words * 4;

/** A corner of a picture: where it is, and 256 comparisons of greys around it, turned with it. */
export type Feature = { x: number; y: number; bits: Uint32Array };
type Grey = { data: Uint8Array; width: number; height: number };
type Corner = { x: number; y: number; score: number };

/** The corners of a page at several sizes, spread over it: found again in parts and turned and paler copies. */
export async function featuresOf(bytes: Uint8Array): Promise<Feature[]> {
  const found: Feature[] = [];
  for (let level = 0; level < levels; level++) {
    const scale = shrink ** level;
    const grey = await greyOf(bytes, Math.round(longest_side / scale));
    for (const corner of spread(cornersOf(grey), grey)) {
      const bits = describe(grey, corner);
      found.push({ x: Math.round(corner.x * scale), y: Math.round(corner.y * scale), bits });
    }
  }
  return found;
}

async function greyOf(bytes: Uint8Array, side: number): Promise<Grey> {
  const { data, info } = await sharp(bytes)
    .greyscale()
    .resize({ width: side, height: side, fit: 'inside' })
    .normalise()
    .blur(1)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

const circle: readonly (readonly [number, number])[] = [
  ...([
    [0, -3],
    [1, -3],
    [2, -2],
    [3, -1],
    [3, 0],
    [3, 1],
    [2, 2],
    [1, 3],
  ] as const),
  ...([
    [0, 3],
    [-1, 3],
    [-2, 2],
    [-3, 1],
    [-3, 0],
    [-3, -1],
    [-2, -2],
    [-1, -3],
  ] as const),
];

/** Of nine in a row on the circle two at least are above, below or beside the middle. */
function isFlat(data: Uint8Array, at: number, width: number): boolean {
  const middle = data[at] ?? 0;
  let [lighter, darker] = [0, 0];
  for (const beside of [at - 3 * width, at + 3, at + 3 * width, at - 3]) {
    const step = (data[beside] ?? 0) - middle;
    if (step > contrast) lighter += 1;
    else if (step < -contrast) darker += 1;
  }
  return lighter < 2 && darker < 2;
}

/** Where nine pixels in a row on a circle are all lighter or all darker than its middle. */
function cornersOf({ data, width, height }: Grey): Corner[] {
  const corners: Corner[] = [];
  for (let y = margin; y < height - margin; y++)
    for (let x = margin; x < width - margin; x++) {
      const middle = data[y * width + x] ?? 0;
      if (isFlat(data, y * width + x, width)) continue;
      let [run, sign, isCorner, score] = [0, 0, false, 0];
      for (let at = 0; at < 24; at++) {
        const [dx, dy] = circle[at % 16] ?? [0, 0];
        const step = (data[(y + dy) * width + x + dx] ?? 0) - middle;
        const own = step > contrast ? 1 : step < -contrast ? -1 : 0;
        run = own !== 0 && own === sign ? run + 1 : 1;
        sign = own;
        if (own !== 0 && run >= 9) isCorner = true;
        if (at < 16) score += Math.abs(step);
      }
      if (isCorner) corners.push({ x, y, score });
    }
  return corners;
}

/** The strongest of each part of the page, none beside a stronger one. */
function spread(corners: readonly Corner[], { width, height }: Grey): Corner[] {
  const taken: Corner[] = [];
  const inCell = new Map<number, number>();
  const isTaken = new Uint8Array(width * height);
  for (const corner of corners.toSorted((a, b) => b.score - a.score)) {
    const { x, y } = corner;
    const cell = Math.floor((y / height) * cells) * cells + Math.floor((x / width) * cells);
    const count = inCell.get(cell) ?? 0;
    if (count >= 3 || isTaken[y * width + x]) continue;
    inCell.set(cell, count + 1);
    for (let v = -3; v <= 3; v++) isTaken.fill(1, (y + v) * width + x - 3, (y + v) * width + x + 4);
    taken.push(corner);
    if (taken.length >= per_level) break;
  }
  return taken;
}

/** Which pairs of places around a corner are compared: always the same, near ones more often. */
export function pairsWithin(reach: number, count: number) {
  let state = 20_261_122;
  const next = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
  const near = () => Math.max(-reach, Math.min(reach, (next() + next() + next() - 1.5) * reach));
  return Array.from({ length: count }, () => [near(), near(), near(), near()] as const);
}
const pairs = pairsWithin(12, words * 32);

const describe = (grey: Grey, { x, y }: Corner) => bitsAround(grey, { x, y }, directionOf(grey, x, y), pairs);

/** A bit for each pair of places around a point, turned with it: which of both is darker. */
export function bitsAround(
  { data, width }: Pick<Grey, 'data' | 'width'>,
  { x, y }: { x: number; y: number },
  [sin, cos]: readonly [number, number],
  pairs: ReturnType<typeof pairsWithin>,
): Uint32Array {
  const at = (u: number, v: number) =>
    data[(y + Math.round(sin * u + cos * v)) * width + x + Math.round(cos * u - sin * v)] ?? 0;
  const bits = new Uint32Array(pairs.length / 32);
  for (const [n, [a, b, c, d]] of pairs.entries())
    if (at(a, b) < at(c, d)) bits[n >> 5] = (bits[n >> 5] ?? 0) | (1 << (n & 31));
  return bits;
}

/** Sine and cosine of where the light around a place lies: turns with the picture. */
function directionOf({ data, width }: Grey, x: number, y: number): [number, number] {
  let [mx, my] = [0, 0];
  for (let v = -12; v <= 12; v++)
    for (let u = -12; u <= 12; u++) {
      if (u * u + v * v > 150) continue;
      const grey = data[(y + v) * width + x + u] ?? 0;
      mx += u * grey;
      my += v * grey;
    }
  const length = Math.hypot(mx, my) || 1;
  return [my / length, mx / length];
}

/** Features as the server keeps them. */
export function packed(features: readonly Feature[]): Buffer {
  const bytes = Buffer.alloc(features.length * bytes_each);
  for (const [n, { x, y, bits }] of features.entries()) {
    bytes.writeUInt16LE(x, n * bytes_each);
    bytes.writeUInt16LE(y, n * bytes_each + 2);
    for (let word = 0; word < words; word++)
      bytes.writeUInt32LE(bits[word] ?? 0, n * bytes_each + 4 + word * 4);
  }
  return bytes;
}

export function unpacked(bytes: Buffer): Feature[] {
  return Array.from({ length: Math.floor(bytes.length / bytes_each) }, (_, n) => ({
    x: bytes.readUInt16LE(n * bytes_each),
    y: bytes.readUInt16LE(n * bytes_each + 2),
    bits: Uint32Array.from({ length: words }, (_, word) => bytes.readUInt32LE(n * bytes_each + 4 + word * 4)),
  }));
}
