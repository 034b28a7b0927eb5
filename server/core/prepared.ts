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
    #begin: string | undefined;

    // biome-ignore lint/suspicious/noExplicitAny: pg's overloads; what is not text with values goes through untouched.
    override query(config: any, values?: any, callback?: any): any {
      const isBegin = typeof config === 'string' && config.startsWith(BEGIN);
      if (!isBegin) return this.#withBegin(() => this.#send(config, values, callback));
      this.#begin = config;
      return Promise.resolve({ rows: [] });
    }

    /** In one packet. Where the begin fails, what follows would run without transaction and tenant. */
    #withBegin<T>(send: () => T): T {
      const begin = this.#begin;
      if (begin === undefined) return send();
      this.#begin = undefined;
      const { stream } = (this as unknown as { connection: pg.Connection }).connection;
      stream.cork();
      try {
        const begun = super.query(begin).catch((cause: unknown) => {
          stream.destroy();
          throw new Error('Connection terminated: nothing begins on it', { cause });
        });
        return bothOf(begun, send());
      } finally {
        stream.uncork();
      }
    }

    // biome-ignore lint/suspicious/noExplicitAny: as above.
    #send(config: any, values: any, callback: any): any {
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
  };
}

/** What was sent after the begin, which fails with it; where a callback is answered, the lost connection tells it. */
function bothOf<T>(begun: Promise<unknown>, sent: T): T {
  if (sent instanceof Promise) return Promise.all([begun, sent]).then(([, result]) => result) as T;
  begun.catch(() => {});
  return sent;
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
