import { type Grey, sample } from './grey.ts';
import { apply, homographyOf, type Point } from './homography.ts';

const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);

/**
 * What an image shows between four corners (top left, top right, bottom right, bottom left), upright and at the image's own
 * size; undefined where they enclose nothing. `longest` is the most pixels of a side.
 */
export function cutOut(image: Grey, corners: readonly Point[], longest = 1200): Grey | undefined {
  const [a, b, c, d] = corners;
  if (!a || !b || !c || !d) return undefined;
  const across = Math.max(distance(a, b), distance(d, c));
  const down = Math.max(distance(a, d), distance(b, c));
  const scale = Math.min(1, longest / Math.max(across, down, 1));
  const [width, height] = [Math.round(across * scale), Math.round(down * scale)];
  if (width < 2 || height < 2) return undefined;
  const map = homographyOf([
    { from: { x: 0, y: 0 }, to: a },
    { from: { x: width, y: 0 }, to: b },
    { from: { x: width, y: height }, to: c },
    { from: { x: 0, y: height }, to: d },
  ]);
  if (!map) return undefined;
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const from = apply(map, x + 0.5, y + 0.5);
      data[y * width + x] = Math.round(sample(image, from.x, from.y));
    }
  }
  return { width, height, data };
}
