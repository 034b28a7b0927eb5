import { type Interval, unite } from './coverage.ts';

/** A report of what was played since the one before; `clock` in seconds since the playback began. */
export type Beat = { position?: number; intervals: Interval[]; clock?: number; seq?: number };

/** Intervals of the last beats are sent again: what a failing server lost is healed, what it has counts once. */
const repeatedBeats = 4;

/** What was played and is not yet reported, oldest first, each beat with the time of its making. */
export class BeatQueue {
  #waiting: Beat[] = [];
  #recent: Interval[][] = [];
  #seq = 0;
  #origin = 0;
  readonly #clock: () => number;

  /** `clock` is in seconds and never jumps. */
  constructor(clock = () => performance.now() / 1000) {
    this.#clock = clock;
  }

  /** For a new playback: what was not reported under the one before is taken along, and its clock is not ours. */
  startOver(): void {
    this.#origin = this.#clock();
    this.#seq = 0;
    this.#waiting = this.#waiting.map(({ position, intervals }) => ({
      ...(position !== undefined && { position }),
      intervals,
    }));
  }

  add(position: number, intervals: Interval[]): void {
    this.#seq += 1;
    this.#waiting.push({ position, intervals, clock: this.#clock() - this.#origin, seq: this.#seq });
  }

  /** Takes up what a page before could not report. */
  restore(intervals: readonly Interval[]): void {
    if (intervals.length > 0) this.#waiting.unshift({ intervals: [...intervals] });
  }

  next(): Beat | undefined {
    return this.#waiting[0];
  }

  /** A beat as it travels, with what the last ones said. */
  toSend(beat: Beat) {
    const pieces = unite([...this.#recent.flat(), ...beat.intervals]);
    return { ...beat, intervals: pieces.map(([from, to]): [number, number] => [from, to]) };
  }

  done(beat: Beat): void {
    this.#waiting = this.#waiting.filter((waiting) => waiting !== beat);
    this.#recent = [...this.#recent, beat.intervals].slice(-repeatedBeats);
  }

  clear(): void {
    this.#waiting = [];
  }

  unsent(): Interval[] {
    return unite(this.#waiting.flatMap(({ intervals }) => intervals));
  }
}
