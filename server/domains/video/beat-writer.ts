import type { Db } from '#core/db.ts';
import { type Beat, type BeatResult, writeBeats } from './watching.queries.ts';

type Waiting = {
  beat: Beat;
  resolve: (result: BeatResult) => void;
  reject: (error: unknown) => void;
};

/** At a time: few connections, so that heartbeats never keep the rest of the API from the database. */
const STATEMENTS = 3;
const BEATS_A_STATEMENT = 100;

/**
 * Writes heartbeats: one that comes alone at once, those that come while others are being written together, in one
 * round trip. Measured with 200 viewers on a busy machine: database and driver take 190 instead of 330 µs of CPU a beat.
 */
export class BeatWriter {
  readonly #db: Db;
  readonly #waiting: Waiting[] = [];
  #running = 0;

  constructor(db: Db) {
    this.#db = db;
  }

  write(beat: Beat): Promise<BeatResult> {
    const { promise, resolve, reject } = Promise.withResolvers<BeatResult>();
    this.#waiting.push({ beat, resolve, reject });
    if (this.#waiting.length === 1) setImmediate(() => this.#next());
    return promise;
  }

  #next(): void {
    while (this.#running < STATEMENTS && this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, BEATS_A_STATEMENT);
      this.#running += 1;
      void this.#writeAll(batch).finally(() => {
        this.#running -= 1;
        this.#next();
      });
    }
  }

  /** What one beat runs into must not be the others' fate: then each is written alone; written twice counts once. */
  async #writeAll(batch: readonly Waiting[]): Promise<void> {
    try {
      const results = await writeBeats(
        this.#db,
        batch.map(({ beat }) => beat),
      );
      for (const [index, { resolve, reject }] of batch.entries()) {
        const result = results[index];
        if (result) resolve(result);
        else reject(new Error('app.heartbeat answers with one row a beat'));
      }
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1 && only) only.reject(error);
      else for (const waiting of batch) await this.#writeAll([waiting]);
    }
  }
}
