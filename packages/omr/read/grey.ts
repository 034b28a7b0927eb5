/** An image of one byte a pixel, row by row, 0 black to 255 white. */
export type Grey = { width: number; height: number; data: Uint8Array };

/**
 * Black and white only, as a fax or a copier in text mode makes an image, also when it was made smaller since; white paper
 * without any shade, of which nothing is known that was nearly as white; or shades.
 */
export type Tones = 'stark' | 'clipped' | 'shades';

/** Half as large, each pixel is made of so many blacks and whites: its grey is one of few, which other greys seldom are. */
const halvedSteps = 64;
const isOfHalves = Uint8Array.from({ length: 256 }, (_, grey) => {
  const exact = (255 * Math.round((grey * halvedSteps) / 255)) / halvedSteps;
  // Rounded twice, across and down, it may be one more.
  return grey - exact >= -0.5 && grey - exact <= 1 ? 1 : 0;
});
/** Shares of such greys, and of white in the page. */
const shrunken = { ofHalves: 0.97, white: 0.5 };

/** How often each grey is in an image, by a sample, and how many pixels that looked at. */
function countsOf({ width, height, data }: Grey): { counts: Uint32Array; count: number } {
  const counts = new Uint32Array(256);
  let count = 0;
  // Neighbours in rows that lie apart: pixels all over the image would each have to be fetched.
  for (let y = 8; y < height; y += 16) {
    for (let at = y * width; at < (y + 1) * width; at += 13) {
      const value = data[at] ?? 0;
      counts[value] = (counts[value] ?? 0) + 1;
      count += 1;
    }
  }
  return { counts, count };
}

/** Whether an image is of black and white only, or was before it was made smaller, or at least its paper is pure white. */
export function tonesOf(image: Grey): Tones {
  const { counts, count } = countsOf(image);
  const sumOf = (some: Uint32Array) => some.reduce((sum, value) => sum + value, 0);
  if (sumOf(counts.subarray(25, 231)) < 0.002 * count) return 'stark';
  if ((counts[255] ?? 0) < shrunken.white * count) return 'shades';
  const greys = counts.subarray(1, 255);
  const all = sumOf(greys);
  const ofHalves = sumOf(greys.filter((_, index) => isOfHalves[index + 1] === 1));
  return ofHalves > shrunken.ofHalves * all ? 'stark' : 'clipped';
}

const made = new WeakMap<Uint8Array, Map<number, Grey>>();

/** The image made smaller by a whole factor, each pixel the mean of those it stands for; made once for each image. */
export function shrink(image: Grey, factor: number): Grey {
  if (factor <= 1) return image;
  const known = made.get(image.data) ?? new Map<number, Grey>();
  made.set(image.data, known);
  const small = known.get(factor) ?? smaller(image, factor);
  known.set(factor, small);
  return small;
}

/**
 * Gives back the memory of an image that was read, and of what was made of it, without waiting for a collection: pages are
 * large, and collecting them takes longer than decoding them. The image is empty afterwards.
 */
export function release(image: Grey): void {
  for (const small of made.get(image.data)?.values() ?? []) release(small);
  made.delete(image.data);
  const { buffer, byteLength } = image.data;
  // What shares its memory with others is not ours to give back; what two sizes were made of comes twice.
  if (buffer instanceof ArrayBuffer && !buffer.detached && byteLength === buffer.byteLength)
    buffer.transfer(0);
}

/** By halves as far as that goes: they are wanted for other factors too. */
function smaller(image: Grey, factor: number): Grey {
  if (factor === 2) return ofFours(image);
  return factor % 2 === 0 ? shrink(shrink(image, 2), factor / 2) : means(image, factor);
}

/** Four pixels of two rows at a time, as sums of neighbours in the halves of a word. */
function ofFours({ width: wide, height: high, data: from }: Grey): Grey {
  const width = wide >> 1;
  const height = high >> 1;
  const data = new Uint8Array(width * height);
  const words = new DataView(from.buffer, from.byteOffset, from.byteLength);
  const pairs = width & ~1;
  for (let y = 0, to = 0; y < height; y += 1) {
    let at = 2 * y * wide;
    for (let x = 0; x < pairs; x += 2, at += 4, to += 2) {
      const upper = words.getUint32(at, true);
      const lower = words.getUint32(at + wide, true);
      const sum =
        (upper & 0xff00ff) + ((upper >>> 8) & 0xff00ff) + (lower & 0xff00ff) + ((lower >>> 8) & 0xff00ff);
      data[to] = ((sum & 0xffff) + 2) >> 2;
      data[to + 1] = ((sum >>> 16) + 2) >> 2;
    }
    if (pairs === width) continue;
    const sum = (from[at] ?? 0) + (from[at + 1] ?? 0) + (from[at + wide] ?? 0) + (from[at + wide + 1] ?? 0);
    data[to] = (sum + 2) >> 2;
    to += 1;
  }
  return { width, height, data };
}

function means({ width: wide, height: high, data: from }: Grey, factor: number): Grey {
  const width = Math.floor(wide / factor);
  const height = Math.floor(high / factor);
  const data = new Uint8Array(width * height);
  const scale = 1 / (factor * factor);
  for (let y = 0, to = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, to += 1) {
      let sum = 0;
      for (let row = 0, start = y * factor * wide + x * factor; row < factor; row += 1, start += wide) {
        sum += (from[start] ?? 0) + (from[start + 1] ?? 0) + (from[start + 2] ?? 0);
        for (let more = 3; more < factor; more += 1) sum += from[start + more] ?? 0;
      }
      data[to] = sum * scale + 0.5;
    }
  }
  return { width, height, data };
}

/** The value between pixels; pixel (0, 0) covers the square from 0 to 1. Outside it is the nearest pixel's. */
export function sample(image: Grey, x: number, y: number): number {
  const { width, height, data } = image;
  const left = Math.min(Math.max(x - 0.5, 0), width - 1.001);
  const top = Math.min(Math.max(y - 0.5, 0), height - 1.001);
  const x0 = left | 0;
  const y0 = top | 0;
  const fx = left - x0;
  const at = y0 * width + x0;
  const upper = (data[at] ?? 0) * (1 - fx) + (data[at + 1] ?? 0) * fx;
  const lower = (data[at + width] ?? 0) * (1 - fx) + (data[at + width + 1] ?? 0) * fx;
  return upper + (lower - upper) * (top - y0);
}

let sums = new Uint32Array(0);

/** The sum of all that stands above and to the left of each pixel, in memory that the next call uses again. */
function sumsOf({ width, height, data }: Grey): Uint32Array {
  const stride = width + 1;
  if (sums.length < stride * (height + 1)) sums = new Uint32Array(stride * (height + 1));
  sums.fill(0, 0, stride);
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    let to = (y + 1) * stride;
    sums[to] = 0;
    for (let at = y * width; at < (y + 1) * width; at += 1) {
      row += data[at] ?? 0;
      to += 1;
      sums[to] = (sums[to - stride] ?? 0) + row;
    }
  }
  return sums;
}

/** Means over squares of `2 * radius + 1` pixels around each pixel, cut at the borders. */
export function localMean(image: Grey, radius: number): Uint8Array {
  const { width, height } = image;
  const stride = width + 1;
  const all = sumsOf(image);
  const means = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const first = Math.max(0, y - radius);
    const last = Math.min(height, y + radius + 1);
    const [top, bottom, rows, row] = [first * stride, last * stride, last - first, y * width];
    const cutAt = (x: number) => {
      const left = Math.max(0, x - radius);
      const right = Math.min(width, x + radius + 1);
      const below = (all[bottom + right] ?? 0) - (all[bottom + left] ?? 0);
      const above = (all[top + right] ?? 0) - (all[top + left] ?? 0);
      return (below - above) / (rows * (right - left));
    };
    const end = Math.max(radius, width - radius - 1);
    for (let x = 0; x < Math.min(radius, width); x += 1) means[row + x] = cutAt(x);
    const scale = rows * (2 * radius + 1);
    const reach = 2 * radius + 1;
    for (let x = radius; x < end; x += 1) {
      const left = x - radius;
      const below = (all[bottom + left + reach] ?? 0) - (all[bottom + left] ?? 0);
      const above = (all[top + left + reach] ?? 0) - (all[top + left] ?? 0);
      means[row + x] = (below - above) / scale;
    }
    for (let x = end; x < width; x += 1) means[row + x] = cutAt(x);
  }
  return means;
}
