import type { Db } from '#core/db.ts';
import type { LiveFeed } from '#core/live.ts';
import type { Player } from './playback-store.ts';
import { takeChanges } from './store-in-redis.queries.ts';

/** News may be lost with the connection that brings them: this is asked for as well. */
const EVERY_MS = 1000;
const AT_ONCE = 500;

/** Tells Redis whose playbacks moved on in PostgreSQL: at the commit, a second later at most, or when Redis is back. */
export class ChangeFollower {
  readonly #db: Db;
  readonly #live: LiveFeed;
  readonly #tell: (players: readonly Player[]) => Promise<void>;
  #timer: NodeJS.Timeout | undefined;
  #stopHearing: () => void = () => {};
  #running: Promise<void> | undefined;
  #again = false;

  constructor(db: Db, live: LiveFeed, tell: (players: readonly Player[]) => Promise<void>) {
    this.#db = db;
    this.#live = live;
    this.#tell = tell;
  }

  open(): void {
    this.#stopHearing = this.#live.hear(({ topic }) => {
      if (topic === 'playback-changes') this.#follow();
    });
    this.#timer = setInterval(() => this.#follow(), EVERY_MS).unref();
    this.#follow();
  }

  async close(): Promise<void> {
    this.#stopHearing();
    clearInterval(this.#timer);
    await this.#running;
  }

  #follow(): void {
    this.#again = true;
    this.#running ??= this.#drain().finally(() => {
      this.#running = undefined;
    });
  }

  async #drain(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false;
        while ((await takeChanges(this.#db, AT_ONCE, this.#tell)) > 0);
      }
    } catch {
      // Redis or the database is away: what is left in playback_change is told when both are there again.
    }
  }
}
