import { apply, type Homography, type Point } from './homography.ts';

/** Small displacements at the nodes of a grid over the page, in millimetres; between nodes they are interpolated. */
export type Bend = { step: number; columns: number; rows: number; dx: Float32Array; dy: Float32Array };

/** From millimetres on the sheet to pixels: smooth displacements of paper that is not flat, then a projective map. */
export type Warp = {
  map: Homography;
  width_mm: number;
  height_mm: number;
  /** Coefficients of `terms`, in millimetres. */
  dx: readonly number[];
  dy: readonly number[];
  bend?: Bend;
};

const counts = [1, 3, 6, 10, 15];

/** Powers of the place on the page (each from -1 to 1) up to a degree. */
export function terms(warp: Warp, x_mm: number, y_mm: number, degree: number): number[] {
  const x = (2 * x_mm) / warp.width_mm - 1;
  const y = (2 * y_mm) / warp.height_mm - 1;
  const all = [
    1,
    x,
    y,
    x * x,
    x * y,
    y * y,
    x ** 3,
    x * x * y,
    x * y * y,
    y ** 3,
    x ** 4,
    x ** 3 * y,
    x * x * y * y,
    x * y ** 3,
    y ** 4,
  ];
  return all.slice(0, counts[degree] ?? 1);
}

/** The sum of `terms` times their coefficients, without making them: this is asked for at every bubble and patch. */
function polynomial(c: readonly number[], warp: Warp, x_mm: number, y_mm: number): number {
  if (c.length === 0) return 0;
  const at = (index: number) => c[index] ?? 0;
  const x = (2 * x_mm) / warp.width_mm - 1;
  const y = (2 * y_mm) / warp.height_mm - 1;
  let sum = at(0) + x * at(1) + y * at(2);
  if (c.length > 3) sum += x * x * at(3) + x * y * at(4) + y * y * at(5);
  if (c.length > 6) sum += x * x * (x * at(6) + y * at(7)) + y * y * (x * at(8) + y * at(9));
  if (c.length > 10) {
    sum +=
      x * x * (x * x * at(10) + x * y * at(11) + y * y * at(12)) + y * y * (x * y * at(13) + y * y * at(14));
  }
  return sum;
}

export const flat = (map: Homography, page: { width_mm: number; height_mm: number }): Warp => ({
  map,
  width_mm: page.width_mm,
  height_mm: page.height_mm,
  dx: [],
  dy: [],
});

function bent(bend: Bend, x_mm: number, y_mm: number): Point {
  const gx = Math.min(Math.max(x_mm / bend.step, 0), bend.columns - 1.001);
  const gy = Math.min(Math.max(y_mm / bend.step, 0), bend.rows - 1.001);
  const [x0, y0] = [Math.floor(gx), Math.floor(gy)];
  const [fx, fy] = [gx - x0, gy - y0];
  const at = y0 * bend.columns + x0;
  const mix = (grid: Float32Array) =>
    ((grid[at] ?? 0) * (1 - fx) + (grid[at + 1] ?? 0) * fx) * (1 - fy) +
    ((grid[at + bend.columns] ?? 0) * (1 - fx) + (grid[at + bend.columns + 1] ?? 0) * fx) * fy;
  return { x: mix(bend.dx), y: mix(bend.dy) };
}

/** The displacement of a place on the sheet, in millimetres. */
export function displacement(warp: Warp, x_mm: number, y_mm: number): Point {
  const x = polynomial(warp.dx, warp, x_mm, y_mm);
  const y = polynomial(warp.dy, warp, x_mm, y_mm);
  if (!warp.bend) return { x, y };
  const more = bent(warp.bend, x_mm, y_mm);
  return { x: x + more.x, y: y + more.y };
}

/** Where a place on the sheet lies in the image, in pixels. */
export function toPixel(warp: Warp, x_mm: number, y_mm: number): Point {
  const { x, y } = displacement(warp, x_mm, y_mm);
  return apply(warp.map, x_mm + x, y_mm + y);
}

/** The same for an image that was made smaller by a factor. */
export function shrunk(warp: Warp, factor: number): Warp {
  const m = warp.map;
  return {
    ...warp,
    map: [
      m[0] / factor,
      m[1] / factor,
      m[2] / factor,
      m[3] / factor,
      m[4] / factor,
      m[5] / factor,
      m[6],
      m[7],
    ],
  };
}

/** Pixels for a millimetre in the middle of the page. */
export function density(warp: Warp): number {
  const [x, y] = [warp.width_mm / 2, warp.height_mm / 2];
  const middle = apply(warp.map, x, y);
  const across = apply(warp.map, x + 1, y);
  const down = apply(warp.map, x, y + 1);
  return (
    (Math.hypot(across.x - middle.x, across.y - middle.y) +
      Math.hypot(down.x - middle.x, down.y - middle.y)) /
    2
  );
}
