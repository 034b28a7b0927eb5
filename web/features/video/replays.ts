import { type Interval, secondsOf, unite } from './coverage.ts';

/** Shorter ones are the uneven ends of what was played before. */
const LEAST_SECONDS = 1;
const TELL_SECONDS = 60;
const MOST_PARTS = 40;

const tenth = (seconds: number) => Math.round(seconds * 10) / 10;

/** Gathers what is played although it was watched before, and tells it by the minute: for teachers, it counts for nothing. */
export class Replays {
  #seen: Interval[];
  #again: Interval[] = [];
  readonly #tell: (parts: Interval[]) => void;

  /** `seen` is what was on record at the start. */
  constructor(seen: readonly Interval[], tell: (parts: Interval[]) => void) {
    this.#seen = unite(seen);
    this.#tell = tell;
  }

  add(played: readonly Interval[]): void {
    for (const [from, to] of played) {
      const known = this.#seen.map(([a, b]): Interval => [Math.max(a, from), Math.min(b, to)]);
      this.#again.push(...known.filter(([a, b]) => b - a >= LEAST_SECONDS));
    }
    this.#seen = unite([...this.#seen, ...played]);
    if (secondsOf(this.#again) >= TELL_SECONDS || this.#again.length >= MOST_PARTS) this.settle();
  }

  /** Tells what has gathered. */
  settle(): void {
    const again = unite(this.#again);
    this.#again = [];
    if (again.length > 0)
      this.#tell(again.slice(0, MOST_PARTS).map(([from, to]) => [tenth(from), tenth(to)]));
  }
}
