type Sample = { at: number; bytes: number };
const WINDOW_MS = 15_000;

/** How fast bytes went lately, and how long the rest will take; times in milliseconds. */
export class Meter {
  #samples: Sample[] = [];

  add(at: number, bytes: number): void {
    this.#samples = [...this.#samples.filter((sample) => at - sample.at <= WINDOW_MS), { at, bytes }];
  }

  /** After a pause or a lost network the time before says nothing. */
  reset(): void {
    this.#samples = [];
  }

  bytesPerSecond(): number | undefined {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (!first || !last || last.at - first.at < 1000) return undefined;
    return Math.max(0, ((last.bytes - first.bytes) / (last.at - first.at)) * 1000);
  }

  secondsLeft(bytes: number): number | undefined {
    const speed = this.bytesPerSecond();
    return speed ? Math.ceil(bytes / speed) : undefined;
  }
}
