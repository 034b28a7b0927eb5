import type { Heat } from './audience.queries.ts';

export type HeatPart = Heat['parts'][number];

const tenth = (value: number) => Math.round(value * 10) / 10;

/** The numbers of a part as people read them; what was skipped is who got that far and did not watch it. */
export function countsOf({ watched, reached, rewatched }: HeatPart) {
  return {
    watched: tenth(watched),
    reached: tenth(reached),
    skipped: tenth(Math.max(0, reached - watched)),
    rewatched: tenth(rewatched),
  };
}

/** A path along the tops of the parts, in a box of 1000 × `height`; `most` is as high as the box. */
export function stepsOf(values: readonly number[], most: number, height: number): string {
  const width = 1000 / Math.max(1, values.length);
  const y = (value: number) => (height - (height * value) / (most || 1)).toFixed(1);
  return values
    .map(
      (value, at) =>
        `${at === 0 ? 'M' : 'L'}${(at * width).toFixed(1)} ${y(value)}H${((at + 1) * width).toFixed(1)}`,
    )
    .join('');
}

/** Some round places in seconds to write under the axis. */
export function ticksOf(duration: number): number[] {
  const steps = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];
  const step = steps.find((one) => duration / one <= 7) ?? 7200;
  return Array.from({ length: Math.floor(duration / step) + 1 }, (_, at) => at * step);
}
