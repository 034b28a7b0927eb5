type Waiting<Item, Answer> = {
  item: Item;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
};

export type BatchOptions<Item, Answer> = {
  /** How many run at a time: few connections, so that they never keep the rest of the API from the database. */
  readonly at_once: number;
  readonly most: number;
  /**
   * One answer for each item, in their order; `tell` gives one at once (by its place) that need not wait for the others.
   * Called again for an item whose batch failed.
   */
  readonly run: (
    items: readonly Item[],
    tell: (index: number, answer: Answer) => void,
  ) => Promise<readonly Answer[]>;
};

/** Takes what comes alone at once, and what comes while others are under way together, in one round trip. */
export class Batches<Item, Answer> {
  readonly #options: BatchOptions<Item, Answer>;
  readonly #waiting: Waiting<Item, Answer>[] = [];
  #running = 0;

  constructor(options: BatchOptions<Item, Answer>) {
    this.#options = options;
  }

  add(item: Item): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.#waiting.push({ item, resolve, reject });
    if (this.#waiting.length === 1) setImmediate(() => this.#next());
    return promise;
  }

  #next(): void {
    while (this.#running < this.#options.at_once && this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#options.most);
      this.#running += 1;
      void this.#runAll(batch).finally(() => {
        this.#running -= 1;
        this.#next();
      });
    }
  }

  /** What one item runs into must not be the others' fate: then each runs alone. */
  async #runAll(batch: readonly Waiting<Item, Answer>[]): Promise<void> {
    try {
      const tell = (index: number, answer: Answer) => batch[index]?.resolve(answer);
      const answers = await this.#options.run(
        batch.map(({ item }) => item),
        tell,
      );
      if (answers.length !== batch.length) throw new Error('a batch answers with one row an item');
      for (const [index, answer] of answers.entries()) tell(index, answer);
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1 && only) only.reject(error);
      else for (const waiting of batch) await this.#runAll([waiting]);
    }
  }
}
