import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { EnforcementState } from '@seodang/contract/playback.ts';
import { type Db, isDatabaseAway } from '#core/db.ts';
import { refuse } from '#core/problem.ts';
import { nameOf, type Player } from './playback-store.ts';
import type { RedisScripts } from './redis-scripts.ts';
import { keepWatched, type Watcher, type Watching } from './store-in-redis.queries.ts';

/** How long what was credited may be in Redis alone; players are told up to which beat it is not. */
const EVERY_MS = 500;
/** As long as nothing could be written for this time, nothing more is credited. */
const PATIENCE_MS = 10_000;
const AT_ONCE = 500;
const RETRY_MS = 10;
const LAST_TRIES = 100;

export type Hold = { readonly holder: string; readonly ms: number };

type Gathered = {
  player: Player;
  session_id: string;
  confirms: string;
  watching: Watching;
  watcher: Watcher;
};

/** Brings to PostgreSQL what Redis credited. */
export class WriteBehind {
  readonly #db: Db;
  readonly #scripts: RedisScripts;
  readonly #clock: () => Date;
  readonly #waiting = new Map<string, Player>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #failingSince: number | undefined;
  #isClosed = false;

  constructor(db: Db, scripts: RedisScripts, clock: () => Date) {
    this.#db = db;
    this.#scripts = scripts;
    this.#clock = clock;
  }

  /** Something of this person was credited. */
  note(player: Player): void {
    this.#waiting.set(nameOf(player), player);
    this.#later();
  }

  get isBehind(): boolean {
    return this.#failingSince !== undefined && performance.now() - this.#failingSince > PATIENCE_MS;
  }

  /** Everything of these people is in PostgreSQL when this resolves. Refuses `unavailable` when that cannot be. */
  async settle(players: readonly Player[], hold?: Hold): Promise<void> {
    let rest = players;
    const until = performance.now() + PATIENCE_MS;
    for (let held = hold; rest.length > 0; held = undefined) {
      rest = await this.#keep(rest, held);
      if (rest.length === 0) break;
      if (performance.now() > until) refuse('unavailable');
      await wait(RETRY_MS);
    }
  }

  /** What cannot be written even now stays in Redis, for another process or the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#running;
    for (let tries = 0; this.#waiting.size > 0 && tries < LAST_TRIES; tries += 1) {
      if (tries > 0) await wait(RETRY_MS);
      if (!(await this.#flush())) return;
    }
  }

  #later(): void {
    if (this.#isClosed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#running = this.#flush().then(() => {
        if (this.#waiting.size > 0) this.#later();
      });
    }, EVERY_MS).unref();
  }

  /** Whether it could be written; what could not waits on. */
  async #flush(): Promise<boolean> {
    const players = [...this.#waiting.values()];
    this.#waiting.clear();
    try {
      for (let from = 0; from < players.length; from += AT_ONCE)
        for (const left of await this.#keep(players.slice(from, from + AT_ONCE))) this.note(left);
      this.#failingSince = undefined;
      return true;
    } catch {
      // Neither database nor Redis is lost for good: the beats that come meanwhile are refused, and this tries again.
      this.#failingSince ??= performance.now();
      for (const player of players) this.note(player);
      return false;
    }
  }

  /** Returns whose rows were in somebody's hands. */
  async #keep(players: readonly Player[], hold?: Hold): Promise<Player[]> {
    const args = [this.#clock().getTime() * 1000, ...(hold ? [hold.holder, hold.ms] : [])];
    const replies = await this.#scripts.runTogether('gather', players, args);
    const found = players.flatMap((player, at) => gatheredIn(player, replies[at] ?? ''));
    const left = new Map<string, Player>();
    for (const [tenant_id, gathered] of byTenant(found)) {
      const written = await this.#write(tenant_id, gathered);
      const kept = new Map(written.map(({ session_id, is_current }) => [session_id, is_current]));
      for (const { player, session_id } of gathered)
        if (!kept.has(session_id)) left.set(nameOf(player), player);
      await this.#confirm(gathered.filter(({ session_id }) => kept.has(session_id)));
      const outdated = gathered.filter(({ session_id }) => kept.get(session_id) === false);
      await Promise.all(outdated.map(({ player }) => this.#scripts.run('move', player, [randomUUID()])));
    }
    return [...left.values()];
  }

  /** What one row runs into must not be the others' fate: then each is written alone, and that one waits on. */
  async #write(tenant_id: number, gathered: readonly Gathered[]): ReturnType<typeof keepWatched> {
    try {
      const watchers = gathered.map(({ watcher }) => watcher);
      return await keepWatched(this.#db, tenant_id, latestOf(gathered), watchers);
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      if (gathered.length === 1) return [];
      const written = await Promise.all(gathered.map((one) => this.#write(tenant_id, [one])));
      return written.flat();
    }
  }

  async #confirm(gathered: readonly Gathered[]): Promise<void> {
    if (gathered.length === 0) return;
    const ofEach = [...Map.groupBy(gathered, ({ player }) => nameOf(player)).values()];
    const players = ofEach.flatMap(([one]) => (one ? [one.player] : []));
    const lines = ofEach.map((all) => all.map(({ confirms }) => `${confirms} `).join(''));
    await this.#scripts.runTogether('kept', players, [], lines);
  }
}

/** What `gather` says of a person. */
function gatheredIn(player: Player, line: string): Gathered[] {
  return line === '' ? [] : line.split('\t').map((one) => toGathered(player, one.split(' ')));
}

/** What it says of a playback, in its order. */
function toGathered(player: Player, fields: readonly string[]): Gathered {
  const [session_id = '', copy = '', beats, last_seq, watching = '', pv, expires_at, credit_rate, ...more] =
    fields;
  const [cut_ms, repeats, seen_at, state = 'ok', paused_at, watched = '{}', ...rest] = more;
  const [credited_until, last_position, , done_at, record = '', credits = ''] = rest;
  const [video_id = 0, enrollment_id = 0] = watching.split(':').map(Number);
  return {
    ...{ player, session_id },
    confirms: [session_id, copy, beats, last_seq, watching, record, credits].join(' '),
    watching: {
      ...{ video_id, enrollment_id, watched, credited_until: Number(credited_until) },
      ...{ last_position: Number(last_position), seen_at: Number(seen_at), done_at: Number(done_at) || null },
    },
    watcher: {
      ...{ session_id, pv: Number(pv), expires_at: Number(expires_at), credit_rate: Number(credit_rate) },
      ...{ last_seq: Number(last_seq), cut_ms: Number(cut_ms), repeats: Number(repeats) },
      ...{ seen_at: Number(seen_at), state: state as EnforcementState },
      paused_at: paused_at === '-' ? null : Number(paused_at),
    },
  };
}

/** Two playbacks of one video have the same record: it is written once. */
function latestOf(gathered: readonly Gathered[]): Watching[] {
  const records = gathered.map(({ watching }): [string, Watching] => [
    `${watching.video_id}:${watching.enrollment_id}`,
    watching,
  ]);
  return [...new Map(records).values()];
}

function byTenant(gathered: readonly Gathered[]): Map<number, Gathered[]> {
  return Map.groupBy(gathered, ({ player }) => player.tenant_id);
}
