import type { PlaybackEventType } from '@seodang/contract/playback-events.ts';

type Tell = (type: PlaybackEventType, payload: Record<string, number>) => void;

const quietMs = 600;
const longestMs = 3000;

/** Makes one attempt of one gesture: a drag or a held key moves a player dozens of times. */
export class Attempts {
  readonly #tell: Tell;
  #seek: { from: number; to: number } | undefined;
  #rate: number | undefined;
  #isHeld = false;
  #quiet: ReturnType<typeof setTimeout> | undefined;
  #longest: ReturnType<typeof setTimeout> | undefined;

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  /** In seconds of the video: from where to where somebody wanted to go. */
  seek(from: number, to: number): void {
    this.#seek = this.#seek ? { from: this.#seek.from, to: Math.max(this.#seek.to, to) } : { from, to };
    this.#wait();
  }

  rate(rate: number): void {
    this.#rate = Math.max(rate, this.#rate ?? rate);
    this.#wait();
  }

  /** A gesture lasts as long as its pointer is down, however slow it is. */
  hold(): void {
    this.#isHeld = true;
    clearTimeout(this.#quiet);
    clearTimeout(this.#longest);
  }

  release(): void {
    this.#isHeld = false;
    this.settle();
  }

  /** What was tried is told now. */
  readonly settle = (): void => {
    clearTimeout(this.#quiet);
    clearTimeout(this.#longest);
    this.#longest = undefined;
    const [seek, rate] = [this.#seek, this.#rate];
    this.#seek = undefined;
    this.#rate = undefined;
    if (seek) this.#tell('SEEK_ATTEMPT', { from: rounded(seek.from), to: rounded(seek.to) });
    if (rate !== undefined) this.#tell('SPEED_CHANGE_ATTEMPT', { rate });
  };

  #wait(): void {
    if (this.#isHeld) return;
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(this.settle, quietMs);
    this.#longest ??= setTimeout(this.settle, longestMs);
  }
}

function rounded(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
