import { bytesOfCells, decodeCode, type SheetCode } from '../geometry/code.ts';
import { codeGrid } from '../geometry/code-grid.ts';
import type { Sheet } from '../geometry/geometry.ts';
import { type Grey, sample } from './grey.ts';
import type { Point } from './homography.ts';

const { columns, rows } = codeGrid;

/** The mean brightness of the middle of each cell. */
function brightness(
  image: Grey,
  code: NonNullable<Sheet['code']>,
  toPixel: (x: number, y: number) => Point,
): Float64Array {
  const values = new Float64Array(columns * rows);
  for (let cell = 0; cell < values.length; cell += 1) {
    const x = code.x_mm + ((cell % columns) + 0.5) * code.cell_mm;
    const y = code.y_mm + (Math.floor(cell / columns) + 0.5) * code.cell_mm;
    let sum = 0;
    for (let step = 0; step < 9; step += 1) {
      const reach = 0.22 * code.cell_mm;
      const at = toPixel(x + ((step % 3) - 1) * reach, y + (Math.floor(step / 3) - 1) * reach);
      sum += sample(image, at.x, at.y);
    }
    values[cell] = sum / 9;
  }
  return values;
}

/** The middle between the darkest and the brightest cell nearby, so that a shadow across the code does not matter. */
function thresholdAt(values: Float64Array, cell: number): number {
  const [column, row] = [cell % columns, Math.floor(cell / columns)];
  let [low, high] = [255, 0];
  for (let y = Math.max(0, row - 2); y <= Math.min(rows - 1, row + 2); y += 1) {
    for (let x = Math.max(0, column - 3); x <= Math.min(columns - 1, column + 3); x += 1) {
      const value = values[y * columns + x] ?? 0;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return (low + high) / 2;
}

type ToPixel = (x: number, y: number) => Point;

function codeAt(image: Grey, code: NonNullable<Sheet['code']>, toPixel: ToPixel): SheetCode | undefined {
  const values = brightness(image, code, toPixel);
  const cells = Array.from(values, (value, cell) => value < thresholdAt(values, cell));
  return decodeCode(bytesOfCells(cells));
}

/** Places around a place, the nearest first, in cells: on paper that is not flat the code is not quite where the rings say. */
const around = [-1.6, -1.2, -0.8, -0.4, 0, 0.4, 0.8, 1.2, 1.6]
  .flatMap((x, _, all) => all.map((y) => ({ x, y })))
  .sort((a, b) => Math.hypot(a.x, a.y) - Math.hypot(b.x, b.y));

/**
 * What the machine code says, or undefined when it is not there, too damaged, or not where the map says; with `search`
 * up to one and a half cells beside that. The checksum tells a wrong place from the right one.
 */
export function readCode(
  image: Grey,
  sheet: Sheet,
  toPixel: ToPixel,
  { search = false }: { search?: boolean } = {},
): SheetCode | undefined {
  const { code } = sheet;
  if (!code) return undefined;
  for (const { x, y } of search ? around : around.slice(0, 1)) {
    const moved = { ...code, x_mm: code.x_mm + x * code.cell_mm, y_mm: code.y_mm + y * code.cell_mm };
    const found = codeAt(image, moved, toPixel);
    if (found) return found;
  }
  return undefined;
}
