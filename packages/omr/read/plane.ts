/** Weighted sums over places around one: of 1, of x and y, and of their products. */
export type PlaneSums = { s: number; x: number; y: number; xx: number; xy: number; yy: number };

/**
 * The value, at the place they are around, of the plane that fits best by these sums; `u`, `ux`, `uy` are the sums of the value,
 * and of it times x and y (Cramer's rule).
 */
export function planeAt({ s, x, y, xx, xy, yy }: PlaneSums, u: number, ux: number, uy: number): number {
  const whole = s * (xx * yy - xy * xy) - x * (x * yy - xy * y) + y * (x * xy - xx * y);
  return (u * (xx * yy - xy * xy) - x * (ux * yy - xy * uy) + y * (ux * xy - xx * uy)) / whole;
}
