import { type Grey, localMean, shrink } from './grey.ts';
import type { Point } from './homography.ts';
import type { InkMap } from './ink-map.ts';
import { quantile } from './statistics.ts';

/** The corners of something in an image: top left, top right, bottom right, bottom left. */
export type Corners = readonly [Point, Point, Point, Point];

/** The brightness that splits an image best into dark and bright (Otsu). */
function split(data: Uint8Array): number {
  const counts = new Float64Array(256);
  for (const value of data) counts[value] = (counts[value] ?? 0) + 1;
  const total = data.length;
  const sum = counts.reduce((all, count, value) => all + count * value, 0);
  let [below, weighted, best, level] = [0, 0, -1, 128];
  for (let value = 0; value < 256; value += 1) {
    below += counts[value] ?? 0;
    weighted += (counts[value] ?? 0) * value;
    if (below === 0 || below === total) continue;
    const gap = weighted / below - (sum - weighted) / (total - below);
    const between = below * (total - below) * gap * gap;
    if (between > best) [best, level] = [between, value];
  }
  return level;
}

/** The bright area that holds most, by filling from its pixels. */
function largestBright(bright: Uint8Array, width: number): number[] {
  const seen = new Uint8Array(bright.length);
  let largest: number[] = [];
  for (let start = 0; start < bright.length; start += 1) {
    if (!bright[start] || seen[start]) continue;
    const area = [start];
    seen[start] = 1;
    for (let next = 0; next < area.length; next += 1) {
      const at = area[next] ?? 0;
      const x = at % width;
      for (const other of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]) {
        if (other < 0 || other >= bright.length || !bright[other] || seen[other]) continue;
        seen[other] = 1;
        area.push(other);
      }
    }
    if (area.length > largest.length) largest = area;
  }
  return largest;
}

/** The points of an area that lie farthest out in the four diagonal directions, for a page turned by some degrees. */
function extremes(area: readonly number[], width: number, degrees: number): Corners {
  const angle = (degrees * Math.PI) / 180;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const far = (ax: number, ay: number): Point => {
    let best = -Infinity;
    let point = { x: 0, y: 0 };
    for (const at of area) {
      const [x, y] = [at % width, Math.floor(at / width)];
      const [u, v] = [c * x + s * y, c * y - s * x];
      const reach = ax * u + ay * v;
      if (reach > best) {
        best = reach;
        point = { x: x + 0.5, y: y + 0.5 };
      }
    }
    return point;
  };
  return [far(-1, -1), far(1, -1), far(1, 1), far(-1, 1)];
}

export const areaOf = (corners: Corners): number => {
  let sum = 0;
  for (const [index, a] of corners.entries()) {
    const b = corners[(index + 1) % 4] ?? a;
    sum += a.x * b.y - b.x * a.y;
  }
  return Math.abs(sum) / 2;
};

/** Where the paper itself lies, when it is brighter than what is around it. */
export function paperCorners(image: Grey): Corners[] {
  const factor = Math.max(1, Math.round(Math.max(image.width, image.height) / 320));
  const small = shrink(image, factor);
  const soft = localMean(small, 3);
  const level = split(soft);
  const found: Corners[] = [];
  for (const limit of [level, level * 0.85, Math.min(250, level * 1.12)]) {
    const bright = Uint8Array.from(soft, (value) => (value > limit ? 1 : 0));
    const area = largestBright(bright, small.width);
    if (area.length < 0.15 * bright.length) continue;
    const best = [-20, 0, 20]
      .map((degrees) => extremes(area, small.width, degrees))
      .sort((a, b) => areaOf(b) - areaOf(a))[0];
    if (best) found.push(grown(best, factor));
  }
  return found;
}

/** Back to pixels of the image, and outward by what smoothing took away. */
function grown(corners: Corners, factor: number): Corners {
  const x = corners.reduce((sum, point) => sum + point.x, 0) / 4;
  const y = corners.reduce((sum, point) => sum + point.y, 0) / 4;
  const at = (point: Point) => ({
    x: (point.x + Math.sign(point.x - x)) * factor,
    y: (point.y + Math.sign(point.y - y)) * factor,
  });
  return [at(corners[0]), at(corners[1]), at(corners[2]), at(corners[3])];
}

/** The box around all but the outermost hundredth of what is printed; in pixels of the image behind the map. */
export function contentBox({ width, height, factor, data }: InkMap): Corners | undefined {
  const edge = Math.round(0.012 * Math.max(width, height));
  const xs: number[] = [];
  const ys: number[] = [];
  for (let y = edge; y < height - edge; y += 1) {
    for (let x = edge; x < width - edge; x += 1) {
      if ((data[y * width + x] ?? 0) < 40) continue;
      xs.push(x);
      ys.push(y);
    }
  }
  if (xs.length < 50) return undefined;
  const [left, right] = [quantile(xs, 0.01) * factor, quantile(xs, 0.99) * factor];
  const [top, bottom] = [quantile(ys, 0.01) * factor, quantile(ys, 0.99) * factor];
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
}
