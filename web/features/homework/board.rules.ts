import type { Point } from './strokes.rules.ts';

/** A place in the box of a picture that is shown turned by quarters to the right, as a place on the picture itself. */
export function unturned([u, v]: Point, quarters: number): Point {
  switch (quarters % 4) {
    case 1:
      return [v, 1 - u];
    case 2:
      return [1 - u, 1 - v];
    case 3:
      return [1 - v, u];
    default:
      return [u, v];
  }
}

export const zooms = [1, 1.4, 2, 2.8, 4] as const;

export function zoomed(zoom: number, step: 1 | -1): number {
  const at = zooms.findIndex((one) => one >= zoom);
  return zooms[Math.min(zooms.length - 1, Math.max(0, at + step))] ?? 1;
}
