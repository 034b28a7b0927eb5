import pg from 'pg';

/** From how many uses on it pays to keep a statement's plan, and how many are kept: each connection holds its own. */
const OFTEN = 20;
const MOST_KEPT = 200;
const MOST_COUNTED = 5000;

/** How a text begins that opens a transaction: it waits for the statement that comes after it, and is sent with it. */
export const BEGIN = 'begin;';

/**
 * The connections of one pool, which must be pipelining: statements that are run again and again are parsed and planned
 * once for each, and a transaction's begin costs no round trip.
 */
export function preparingClient(): typeof pg.Client {
  const often = new OftenUsed();
  return class extends pg.Client {
    // biome-ignore lint/suspicious/noExplicitAny: pg's overloads; what is not text with values goes through untouched.
    override query(config: any, values?: any, callback?: any): any {
      if (typeof config === 'string' && config.startsWith(BEGIN)) return this.#begin(config);
      if (typeof config !== 'string' || !Array.isArray(values) || values.length === 0)
        return super.query(config, values, callback);
      const name = often.nameOf(config);
      if (name === undefined) return super.query(config, values, callback);
      const query = { name, text: config, values } as pg.QueryConfig;
      if (callback) return super.query(query, callback);
      return super.query(query).catch((error: unknown) => {
        if (isOutdatedPlan(error)) often.forget();
        throw error;
      });
    }

    /** Where this fails the connection is lost, and so is what follows on it, which says so. */
    #begin(text: string): Promise<{ rows: [] }> {
      super.query(text).catch(() => {});
      return Promise.resolve({ rows: [] });
    }
  };
}

class OftenUsed {
  readonly #uses = new Map<string, number>();
  readonly #names = new Map<string, string>();
  #generation = 0;

  /** After a migration that changed what a kept statement returns, every statement is prepared anew. */
  forget(): void {
    this.#generation += 1;
    this.#names.clear();
  }

  nameOf(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= MOST_KEPT) return known;
    const count = (this.#uses.get(text) ?? 0) + 1;
    if (count < OFTEN) {
      if (this.#uses.size >= MOST_COUNTED) this.#uses.clear();
      this.#uses.set(text, count);
      return undefined;
    }
    this.#uses.delete(text);
    const name = `kept_${this.#generation}_${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }
}

/** SQLSTATE 0A000 by the only text that tells it from others. */
export function isOutdatedPlan(error: unknown): boolean {
  return (error as { message?: string }).message === 'cached plan must not change result type';
}
