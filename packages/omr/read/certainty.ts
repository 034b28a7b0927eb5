export type Finding = 'ok' | 'blank' | 'multiple' | 'circle';

const base: Record<Finding, number> = { ok: 0.997, blank: 0.99, multiple: 0.98, circle: 0.985 };

/**
 * The probability that a reading is right. `room` is how far the nearest doubt is away, from 0 (at the edge of a band) to 1.
 * The figures are those of the corpus (`bench/RESULTS.md`), rounded down.
 */
export function certainty(finding: Finding, room: number): number {
  const part = Math.min(1, Math.max(0, room));
  return base[finding] + (0.9998 - base[finding]) * Math.sqrt(part);
}
