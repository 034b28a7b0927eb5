import { type Grey, localMean, shrink } from './grey.ts';
import type { Homography } from './homography.ts';

/** How dark each place of an image is beside its surroundings (0 to 255), coarse enough that rows of bubbles melt together. */
export type InkMap = { width: number; height: number; factor: number; data: Uint8Array };

/** The largest (or smallest) value of each run of `2 * radius + 1` pixels along rows, written with rows and columns swapped. */
function extreme(data: Uint8Array, width: number, height: number, radius: number, most: boolean): Uint8Array {
  const out = new Uint8Array(data.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const end = Math.min(width - 1, x + radius);
      let best = data[y * width + x] ?? 0;
      for (let at = Math.max(0, x - radius); at <= end; at += 1) {
        const value = data[y * width + at] ?? 0;
        if (value > best === most) best = value;
      }
      out[x * height + y] = best;
    }
  }
  return out;
}

/** The paper without what is thinner than two radii: no line, no letter, no bubble, but still every shadow and edge of a page. */
function closed({ width, height, data }: Grey, radius: number): Uint8Array {
  const wide = extreme(extreme(data, width, height, radius, true), height, width, radius, true);
  return extreme(extreme(wide, width, height, radius, false), height, width, radius, false);
}

/** An ink map about `length` pixels long, blurred over about a hundredth of it. */
export function inkMap(image: Grey, length: number): InkMap {
  const factor = Math.max(1, Math.round(Math.max(image.width, image.height) / length));
  const small = shrink(image, factor);
  const { width, height } = small;
  const longest = Math.max(width, height);
  const paper = closed(small, Math.max(2, Math.round(longest / 75)));
  const ink = new Uint8Array(width * height);
  for (let at = 0; at < ink.length; at += 1) {
    const level = paper[at] ?? 0;
    const dark = level > 20 ? 1 - (small.data[at] ?? 0) / level : 0;
    ink[at] = Math.max(0, Math.min(255, 420 * dark));
  }
  const soft = localMean({ width, height, data: ink }, Math.max(1, Math.round(longest / 260)));
  return { width, height, factor, data: soft };
}

/** How alike an ink map and a page's are, where the page lies as the map (millimetres to pixels of the image) says; 1 is the same. */
export function likeness(
  page: InkMap,
  pageDensity: number,
  seen: InkMap,
  map: Homography,
  columns = 80,
): number {
  const step = Math.max(1, Math.round(page.width / columns));
  const mm = page.factor / pageDensity;
  const [m0, m1, m2, m3, m4, m5, m6, m7] = map;
  const { width, height, data } = seen;
  let count = 0;
  let a = 0;
  let b = 0;
  let aa = 0;
  let bb = 0;
  let ab = 0;
  let outside = 0;
  for (let row = 0; row < page.height; row += step) {
    const y = (row + 0.5) * mm;
    for (let column = 0; column < page.width; column += step) {
      const x = (column + 0.5) * mm;
      const scale = 1 / ((m6 * x + m7 * y + 1) * seen.factor);
      const px = Math.floor((m0 * x + m1 * y + m2) * scale);
      const py = Math.floor((m3 * x + m4 * y + m5) * scale);
      const here = page.data[row * page.width + column] ?? 0;
      let there = 0;
      if (px >= 0 && py >= 0 && px < width && py < height) there = data[py * width + px] ?? 0;
      else outside += 1;
      count += 1;
      a += here;
      b += there;
      aa += here * here;
      bb += there * there;
      ab += here * there;
    }
  }
  const spread = Math.sqrt(Math.max(1, aa - (a * a) / count) * Math.max(1, bb - (b * b) / count));
  return (ab - (a * b) / count) / spread - (0.3 * outside) / count;
}

/** The same map blurred more, for looking from farther away. */
export function blurred(map: InkMap, radius: number): InkMap {
  return { ...map, data: localMean(map, radius) };
}
