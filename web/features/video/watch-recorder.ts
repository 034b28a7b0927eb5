import { type Interval, unite } from './coverage.ts';

/** What the recorder needs of a `<video>`. */
export type Playing = {
  readonly currentTime: number;
  readonly paused: boolean;
  readonly seeking: boolean;
  readonly playbackRate: number;
};

/** Positions are told late when a tab sleeps; this much more than the clock allows is still playing. */
const SLACK_SECONDS = 0.75;

/** Turns the positions of a player into what was really played: jumps are no watching. */
export class WatchRecorder {
  readonly #media: Playing;
  readonly #clock: () => number;
  #last: { media: number; wall: number } | undefined;
  #played: [number, number][] = [];

  /** `clock` is in seconds and never jumps. */
  constructor(media: Playing, clock = () => performance.now() / 1000) {
    this.#media = media;
    this.#clock = clock;
  }

  /** To be called a few times a second, and before a beat. */
  sample(): void {
    const { currentTime, paused, seeking, playbackRate } = this.#media;
    const now = { media: currentTime, wall: this.#clock() };
    const last = this.#last;
    this.#last = paused || seeking ? undefined : now;
    if (!last || seeking) return;
    const moved = now.media - last.media;
    const possible = (now.wall - last.wall) * playbackRate + SLACK_SECONDS;
    if (moved > 0 && moved <= possible) this.#extend(last.media, now.media);
  }

  /** The player was moved by hand or stalled: what comes next is a new piece. */
  interrupt(): void {
    this.#last = undefined;
  }

  /** What was played and is not yet taken. */
  pending(): Interval[] {
    this.sample();
    return unite(this.#played);
  }

  /** What was played since the last time this was asked. */
  take(): Interval[] {
    const played = this.pending();
    this.#played = [];
    return played;
  }

  #extend(from: number, to: number): void {
    const open = this.#played.at(-1);
    if (open && open[1] === from) open[1] = to;
    else this.#played.push([from, to]);
  }
}
