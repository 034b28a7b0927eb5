import { MOST_MISSED_MS } from '@seodang/contract/system.ts';
import { sql } from 'kysely';
import pg from 'pg';
import type { Tx } from '#core/db.ts';

/** Something on people's screens is out of date: a topic and whom or what it concerns; never the data itself. */
export type News = {
  readonly tenant_id: number;
  readonly topic: string;
  readonly lecture_id?: number | undefined;
  readonly enrollment_id?: number | undefined;
  /** Several at once; readers are not told whom else it concerns. */
  readonly enrollment_ids?: readonly number[] | undefined;
  readonly user_id?: number | undefined;
};

const CHANNEL = 'seodang_live';
/** For readers who are on their way, who may take as long again until they are known. */
const KEPT_MS = 2 * MOST_MISSED_MS;
/** Of more than this in that time the oldest are gone. */
const MOST_KEPT = 10_000;

/** Told to every API process at commit, and by them to whom it concerns. */
export async function publish(
  tx: Tx,
  topic: string,
  about: Omit<News, 'tenant_id' | 'topic'> = {},
): Promise<void> {
  await sql`select ${newsOf(tx, topic, about)}`.execute(tx);
}

/** The same as part of a statement that does more: an expression that is to be evaluated once. */
export function newsOf(tx: Tx, topic: string, about: Omit<News, 'tenant_id' | 'topic'> = {}) {
  const news: News = { tenant_id: tx.tenant_id, topic, ...about };
  return sql`pg_notify(${CHANNEL}, ${JSON.stringify(news)})`;
}

/** A notification holds 8,000 bytes. */
const AT_ONCE = 500;

/** The same news for many enrollments; staff hear it as often as there are five hundreds of them. */
export async function publishToMany(
  tx: Tx,
  topic: string,
  enrollment_ids: readonly number[],
  lecture_id?: number,
): Promise<void> {
  for (let from = 0; from < enrollment_ids.length; from += AT_ONCE)
    await publish(tx, topic, { lecture_id, enrollment_ids: enrollment_ids.slice(from, from + AT_ONCE) });
}

/** The news of the database, over one connection that is made again when it breaks. */
export class LiveFeed {
  readonly #url: string;
  readonly #hearers = new Map<(news: News) => void, () => void>();
  readonly #kept: { at: number; news: News }[] = [];
  #client: pg.Client | undefined;
  #closed = false;
  /** What was told before has gaps. */
  #whole_since = -Infinity;

  constructor(url: string) {
    this.#url = url;
  }

  async open(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#url });
    client.on('notification', ({ payload }) => this.#tell(payload));
    client.on('error', () => this.#reopen(client));
    client.on('end', () => this.#reopen(client));
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
    this.#client = client;
  }

  /**
   * Hears everything of every tenant, first what came in the last `missed_ms`; the caller passes on what its reader may
   * know. `lost` is called when news may have been lost with the connection. Returns how to stop.
   */
  hear(hearer: (news: News) => void, missed_ms = 0, lost: () => void = () => {}): () => void {
    const since = performance.now() - missed_ms;
    this.#hearers.set(hearer, lost);
    if (since < this.#whole_since) {
      lost();
      return () => this.unhear(hearer);
    }
    const before = this.#kept.findLastIndex(({ at }) => at <= since);
    for (const { news } of this.#kept.slice(before + 1)) hearer(news);
    return () => this.unhear(hearer);
  }

  unhear(hearer: (news: News) => void): void {
    this.#hearers.delete(hearer);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#client?.end();
  }

  #tell(payload: string | undefined): void {
    if (!payload) return;
    const news = JSON.parse(payload) as News;
    const now = performance.now();
    this.#kept.push({ at: now, news });
    const past = this.#kept.findIndex(({ at }) => at > now - KEPT_MS);
    const most = this.#kept.length > 2 * MOST_KEPT ? MOST_KEPT : 0;
    this.#kept.splice(0, Math.max(past, most));
    for (const hearer of this.#hearers.keys()) hearer(news);
  }

  #reopen(broken: pg.Client): void {
    if (this.#closed || this.#client !== broken) return;
    this.#client = undefined;
    const again = () => {
      if (this.#closed) return;
      this.open().then(
        () => this.#sayLost(),
        () => setTimeout(again, 1000).unref(),
      );
    };
    setTimeout(again, 200).unref();
  }

  /** Only once news comes again: whoever is told earlier asks again in vain. */
  #sayLost(): void {
    this.#whole_since = performance.now();
    for (const lost of [...this.#hearers.values()]) lost();
  }
}
