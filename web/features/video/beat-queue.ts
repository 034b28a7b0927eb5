import { type Interval, unite } from './coverage.ts';

/** A report of what was played since the one before; `clock` in seconds since the playback began. */
export type Beat = { position?: number; intervals: Interval[]; clock?: number; seq?: number };

/**
 * Intervals of the last beats are sent again, and those of all beats that the server has not stored for good: what it lost
 * is healed, what it has counts once.
 */
const repeatedBeats = 4;

type Sent = { intervals: Interval[]; seq: number };

/** What was played and is not yet reported, oldest first, each beat with the time of its making. */
export class BeatQueue {
  #waiting: Beat[] = [];
  #sent: Sent[] = [];
  #kept = 0;
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
    // What the last playback has not stored for good, the first beat of the new one says again.
    this.#sent = this.#unkept().map(({ intervals }) => ({ intervals, seq: 1 }));
    this.#kept = 0;
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
    const pieces = unite([...this.#sent.flatMap(({ intervals }) => intervals), ...beat.intervals]);
    return { ...beat, intervals: pieces.map(([from, to]): [number, number] => [from, to]) };
  }

  /** It was answered; beats up to `keptSeq` are stored for good. */
  done(beat: Beat, keptSeq?: number | null): void {
    this.#waiting = this.#waiting.filter((waiting) => waiting !== beat);
    this.#kept = Math.max(this.#kept, keptSeq ?? 0);
    this.#sent.push({ intervals: beat.intervals, seq: beat.seq ?? this.#seq + 1 });
    const recent = this.#sent.length - repeatedBeats;
    this.#sent = this.#sent.filter(({ seq }, index) => index >= recent || seq > this.#kept);
  }

  /** The end of a playback stores for good what it was told. */
  ended(): void {
    if (this.#waiting.length === 0) this.#sent = [];
  }

  clear(): void {
    this.#waiting = [];
    this.#sent = [];
  }

  /** What would be lost if this page were gone now. */
  unsent(): Interval[] {
    return unite([...this.#unkept(), ...this.#waiting].flatMap(({ intervals }) => intervals));
  }

  #unkept(): Sent[] {
    return this.#sent.filter(({ seq }) => seq > this.#kept);
  }
}
