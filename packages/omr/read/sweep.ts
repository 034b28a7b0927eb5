import type { Homography } from './homography.ts';
import { blurred, type InkMap, likeness } from './ink-map.ts';

const sizes = [1, 0.92, 0.84, 0.77, 0.7, 0.64, 0.58];
const step = 0.04;

/**
 * Tries every place, every way up and every size that a page may have in an image, coarsely: for pages that neither fill
 * the image nor stand out from what they lie on. The best few maps from millimetres to pixels.
 */
export function sweep(
  page: { width_mm: number; height_mm: number },
  printed: InkMap,
  printedDensity: number,
  seen: InkMap,
): Homography[] {
  const far = { printed: blurred(printed, 6), seen: blurred(seen, 6) };
  const [wide, high] = [seen.width * seen.factor, seen.height * seen.factor];
  const tried: { map: Homography; score: number }[] = [];
  for (let quarters = 0; quarters < 4; quarters += 1) {
    const [c, s] = [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ][quarters] ?? [1, 0];
    const [w, h] = quarters % 2 === 0 ? [page.width_mm, page.height_mm] : [page.height_mm, page.width_mm];
    const fit = Math.min(wide / w, high / h);
    for (const size of sizes) {
      const scale = fit * size;
      const room = { x: (wide - scale * w) / 2 + 0.03 * wide, y: (high - scale * h) / 2 + 0.03 * high };
      for (let dy = -room.y; dy <= room.y; dy += step * high) {
        for (let dx = -room.x; dx <= room.x; dx += step * wide) {
          const [a, b, d, e] = [scale * (c ?? 1), -scale * (s ?? 0), scale * (s ?? 0), scale * (c ?? 1)];
          const x = wide / 2 + dx - (a * page.width_mm) / 2 - (b * page.height_mm) / 2;
          const y = high / 2 + dy - (d * page.width_mm) / 2 - (e * page.height_mm) / 2;
          const map: Homography = [a, b, x, d, e, y, 0, 0];
          tried.push({ map, score: likeness(far.printed, printedDensity, far.seen, map, 36) });
        }
      }
    }
  }
  return tried
    .sort((one, other) => other.score - one.score)
    .slice(0, 5)
    .map(({ map }) => map);
}
