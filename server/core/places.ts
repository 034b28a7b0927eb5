import { Refusal } from '#core/problem.ts';

/**
 * For work that may have to wait for what somebody else has in hand, and keeps a connection meanwhile: so much of it at a
 * time, and so long. Who has no place by then is refused `unavailable`.
 */
export class Places {
  /** How long one may wait for a place, and the work in it for each of what it needs. */
  readonly patience_ms: number;
  readonly #waiting = new Set<() => void>();
  #free: number;

  constructor(count: number, patience_ms: number) {
    this.#free = count;
    this.patience_ms = patience_ms;
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await this.#turn();
    try {
      return await work();
    } finally {
      const [next] = this.#waiting;
      if (next) next();
      else this.#free += 1;
    }
  }

  #turn(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const go = () => {
      clearTimeout(timer);
      this.#waiting.delete(go);
      resolve();
    };
    const timer = setTimeout(() => {
      this.#waiting.delete(go);
      reject(new Refusal('unavailable'));
    }, this.patience_ms);
    this.#waiting.add(go);
    return promise;
  }
}
