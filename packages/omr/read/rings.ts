import { ring } from '../geometry/ring.ts';
import { type Component, components } from './components.ts';
import { type Grey, localMean, sample, shrink } from './grey.ts';
import type { Point } from './homography.ts';

/** A ring as it was found: its middle, width and height in pixels, and how much it looks like one (0 to 1). */
export type FoundRing = Point & { width: number; height: number; likeness: number };

/** Rings are looked for in an image about this long, where a page has some 50 dots to the inch; then in longer ones. */
export const searchLengths = [600, 800, 1400];

function blackOf(image: Grey): Uint8Array {
  const means = localMean(image, Math.round(Math.max(image.width, image.height) / 45));
  const black = new Uint8Array(means.length);
  for (let at = 0; at < black.length; at += 1) {
    if ((image.data[at] ?? 0) < (means[at] ?? 0) * 0.86 - 3) black[at] = 1;
  }
  return black;
}

const share = (part: number) => part / ring.outer_mm;

/** Dark dot, white gap, dark ring, white surround: looked at in sixteen directions. */
function likenessOf(image: Grey, box: Component): number {
  const [cx, cy] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const [rx, ry] = [(box.right - box.left) / 2, (box.bottom - box.top) / 2];
  const dark = sample(image, cx, cy);
  const middle = share(ring.inner_mm / 2 + ring.outer_mm / 2);
  const gap = share((ring.dot_mm + ring.inner_mm) / 2);
  let good = 0;
  let contrast = 0;
  for (let direction = 0; direction < 16; direction += 1) {
    const [c, s] = [Math.cos((direction * Math.PI) / 8), Math.sin((direction * Math.PI) / 8)];
    const at = (radius: number) => sample(image, cx + c * rx * radius, cy + s * ry * radius);
    const [white, around] = [at(gap), at(1.3)];
    // An outline of a bubble around a small mark is thin; the ring is dark over its whole width.
    const black = Math.max(at(middle - 0.09), at(middle + 0.07));
    const step = Math.max(10, 0.3 * (around - dark));
    if (white - black > 0.5 * step && around - black > step && white - dark > 0.5 * step) good += 1;
    contrast += white + around - 2 * black;
  }
  return contrast > 16 * 30 ? good / 16 : 0;
}

/** The middle of the black within the ring's reach, to a fraction of a pixel of the full image. */
function centred(image: Grey, x: number, y: number, reach: number): Point {
  const { width, height, data } = image;
  const left = Math.max(0, Math.floor(x - reach));
  const right = Math.min(width - 1, Math.ceil(x + reach));
  const above = Math.max(0, Math.floor(y - reach));
  const below = Math.min(height - 1, Math.ceil(y + reach));
  let white = 0;
  let black = 255;
  for (let py = above; py <= below; py += 1) {
    for (let at = py * width + left; at <= py * width + right; at += 1) {
      const value = data[at] ?? 0;
      if (value > white) white = value;
      if (value < black) black = value;
    }
  }
  const middle = (white + black) / 2;
  let [sum, sumX, sumY] = [0, 0, 0];
  for (let py = above; py <= below; py += 1) {
    const dy = py + 0.5 - y;
    for (let px = left; px <= right; px += 1) {
      const dx = px + 0.5 - x;
      const weight = middle - (data[py * width + px] ?? 0);
      if (weight <= 0 || dx * dx + dy * dy > reach * reach) continue;
      sum += weight;
      sumX += weight * (px + 0.5);
      sumY += weight * (py + 0.5);
    }
  }
  return sum > 0 ? { x: sumX / sum, y: sumY / sum } : { x, y };
}

/** All rings of an image, the largest first: what else may look like one on a sheet is smaller. */
export function findRings(image: Grey, searchLength: number): FoundRing[] {
  const factor = Math.max(1, Math.round(Math.max(image.width, image.height) / searchLength));
  const small = shrink(image, factor);
  const longest = Math.max(small.width, small.height);
  const found: FoundRing[] = [];
  for (const box of components(blackOf(small), small.width, small.height)) {
    const [width, height] = [box.right - box.left, box.bottom - box.top];
    if (width < 6 || height < 6 || Math.max(width, height) > longest / 12) continue;
    if (width > 2.2 * height || height > 2.2 * width) continue;
    const filled = box.area / (width * height);
    if (filled < 0.25 || filled > 0.85) continue;
    const likeness = likenessOf(small, box);
    if (likeness < 0.7) continue;
    const size = ((width + height) / 2) * factor;
    const rough = { x: ((box.left + box.right) / 2) * factor, y: ((box.top + box.bottom) / 2) * factor };
    const once = centred(image, rough.x, rough.y, size * 0.58);
    const middle = centred(image, once.x, once.y, size * 0.56);
    found.push({ ...middle, width: width * factor, height: height * factor, likeness });
  }
  return found.sort((a, b) => b.width * b.height - a.width * a.height).slice(0, 14);
}
