import { type Grey, sample } from './grey.ts';
import type { Plan } from './plan.ts';
import { quantile } from './statistics.ts';
import { toPixel, type Warp } from './warp.ts';

/** How wide the edges of the bubbles' outlines are, in millimetres; blur and low resolution widen them. */
export function edgeWidth(image: Grey, warp: Warp, plan: Plan): number {
  const every = Math.max(1, Math.floor(plan.spots.length / 60));
  const widths: number[] = [];
  for (let index = 0; index < plan.spots.length; index += every) {
    const bubble = plan.spots[index]?.bubble;
    if (!bubble) continue;
    const steps = 24;
    const [low, high] = [bubble.width_mm * 0.35, bubble.width_mm * 0.65];
    const length = (high - low) / steps;
    const values = Array.from({ length: steps + 1 }, (_, at) => {
      const { x, y } = toPixel(warp, bubble.x_mm + low + at * length, bubble.y_mm);
      return sample(image, x, y);
    });
    const range = Math.max(...values) - Math.min(...values);
    const slope =
      Math.max(...values.slice(1).map((value, at) => Math.abs(value - (values[at] ?? 0)))) / length;
    if (range > 12) widths.push(range / slope);
  }
  return quantile(widths, 0.25);
}
