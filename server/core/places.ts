import { Refusal } from '#core/problem.ts';

type Waiting = { readonly owner: number; readonly go: () => void };

/**
 * For work that may have to wait for what somebody else has in hand, and keeps a connection meanwhile: so much of it at a
 * time, and so long. Who has no place by then is refused `unavailable`. One owner never has all places, and a place that
 * becomes free goes to whose owner has fewest: what is held for long in one academy is not the others' wait.
 */
export class Places {
  /** How long one may wait for a place, and the work in it for each of what it needs. */
  readonly patience_ms: number;
  readonly #waiting = new Set<Waiting>();
  readonly #taken = new Map<number, number>();
  readonly #most: number;
  #free: number;

  constructor(count: number, patience_ms: number) {
    this.#free = count;
    this.#most = Math.max(1, count - 1);
    this.patience_ms = patience_ms;
  }

  async take<T>(owner: number, work: () => Promise<T>): Promise<T> {
    if (this.#hasPlaceFor(owner)) this.#enter(owner);
    else await this.#turn(owner);
    try {
      return await work();
    } finally {
      this.#leave(owner);
    }
  }

  #takenBy(owner: number): number {
    return this.#taken.get(owner) ?? 0;
  }

  #hasPlaceFor(owner: number): boolean {
    return this.#free > 0 && this.#takenBy(owner) < this.#most;
  }

  #enter(owner: number): void {
    this.#free -= 1;
    this.#taken.set(owner, this.#takenBy(owner) + 1);
  }

  #leave(owner: number): void {
    this.#free += 1;
    const left = this.#takenBy(owner) - 1;
    if (left > 0) this.#taken.set(owner, left);
    else this.#taken.delete(owner);
    // Sorting keeps the order in which those came who have equally few.
    const [next] = [...this.#waiting]
      .filter((one) => this.#hasPlaceFor(one.owner))
      .sort((a, b) => this.#takenBy(a.owner) - this.#takenBy(b.owner));
    next?.go();
  }

  #turn(owner: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting = {
      owner,
      go: () => {
        clearTimeout(timer);
        this.#waiting.delete(waiting);
        this.#enter(owner);
        resolve();
      },
    };
    const timer = setTimeout(() => {
      this.#waiting.delete(waiting);
      reject(new Refusal('unavailable'));
    }, this.patience_ms);
    this.#waiting.add(waiting);
    return promise;
  }
}
