import type { Sheet } from '../geometry/geometry.ts';
import { bubblesOf } from '../geometry/lines.ts';
import { type Grey, sample, shrink } from './grey.ts';
import { cut, fineDensity, type PatchLevel } from './patches.ts';

/** Darkens a pixel by how much of it a line covers whose middle is `distance` pixels away. */
function ink(image: Grey, x: number, y: number, distance: number, halfWidth: number): void {
  if (x < 0 || y < 0 || x >= image.width || y >= image.height) return;
  const cover = Math.min(1, Math.max(0, halfWidth + 0.5 - Math.abs(distance)));
  const at = y * image.width + x;
  image.data[at] = Math.min(image.data[at] ?? 255, 255 - 200 * cover);
}

type Outline = { x: number; y: number; rx: number; ry: number; square: boolean };

function drawOutline(image: Grey, { x, y, rx, ry, square }: Outline): void {
  for (let py = Math.floor(y - ry - 2); py <= y + ry + 2; py += 1) {
    for (let px = Math.floor(x - rx - 2); px <= x + rx + 2; px += 1) {
      const [dx, dy] = [px + 0.5 - x, py + 0.5 - y];
      if (square) {
        const outside = Math.max(Math.abs(dx) - rx, Math.abs(dy) - ry);
        ink(image, px, py, outside, 0.45);
        continue;
      }
      const radius = Math.hypot(dx / rx, dy / ry);
      const slope = Math.hypot(dx / (rx * rx), dy / (ry * ry)) / Math.max(radius, 1e-6);
      ink(image, px, py, (radius - 1) / Math.max(slope, 1e-6), 0.45);
    }
  }
}

/** What a blank sheet of ours looks like at `fineDensity`, as far as it matters for finding it: outlines and frames. */
export function drawReference(sheet: Sheet): Grey {
  const width = Math.round(sheet.page.width_mm * fineDensity);
  const height = Math.round(sheet.page.height_mm * fineDensity);
  const image = { width, height, data: new Uint8Array(width * height).fill(255) };
  for (const { x_mm, y_mm, width_mm, height_mm } of sheet.boxes) {
    const [rx, ry] = [(width_mm / 2) * fineDensity, (height_mm / 2) * fineDensity];
    drawOutline(image, { x: x_mm * fineDensity + rx, y: y_mm * fineDensity + ry, rx, ry, square: true });
  }
  for (const { x_mm, y_mm, width_mm, height_mm } of bubblesOf(sheet)) {
    drawOutline(image, {
      x: x_mm * fineDensity,
      y: y_mm * fineDensity,
      rx: (width_mm / 2) * fineDensity,
      ry: (height_mm / 2) * fineDensity,
      square: sheet.bubble_shape === 'rectangle',
    });
  }
  return image;
}

/** A blank at `fineDensity`, whatever its own. */
export function resample(blank: Grey, page: { width_mm: number; height_mm: number }): Grey {
  const width = Math.round(page.width_mm * fineDensity);
  const height = Math.round(page.height_mm * fineDensity);
  const factor = Math.max(1, Math.round(Math.max(blank.width / width, blank.height / height)));
  const source = shrink(blank, factor);
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = sample(
        source,
        ((x + 0.5) * blank.width) / width / factor,
        ((y + 0.5) * blank.height) / height / factor,
      );
      data[y * width + x] = at + 0.5;
    }
  }
  return { width, height, data };
}

/** The large patches of a reference, for finding a page that may lie anywhere. */
export const coarseOf = (reference: Grey): PatchLevel =>
  cut(reference, { shrinkBy: 4, size_mm: 56, step_mm: 24, most: 700, faint: 8 });
