import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { buildApp, buildTasks, buildUpkeep } from '#app.ts';
import { readConfig } from '#core/config.ts';
import { openDb, surviving } from '#core/db.ts';
import type { App } from '#core/http.ts';
import { LiveFeed } from '#core/live.ts';
import type { Platform } from '#core/platform.ts';
import { openRedis } from '#core/redis.ts';
import type { Scope } from '#core/scope.ts';
import { readSecrets } from '#core/secrets.ts';
import { openStorage } from '#core/storage/open.ts';
import { queueUpkeep } from '#core/upkeep.ts';
import { appUrlOf } from '#db/migrate.ts';
import type { PlaybackStore, Player } from '#domains/video/playback-store.ts';
import { playbackStore } from '#domains/video/wiring.ts';
import { RedisServer } from '#testing/redis.ts';
import { runQueued } from '#testing/tasks.ts';

export type Kit = Platform & {
  app: App;
  /** The owner's connections, for looking behind the API. */
  owner: pg.Pool;
  ownerUrl: string;
  /** Where live playbacks are kept, if not in PostgreSQL; `kill()` it, and `begin()` again. */
  redisServer: RedisServer | undefined;
  /** Resolves when what was watched is in the database, and whoever has copies of playbacks was told what changed there. */
  settled: () => Promise<void>;
  /** Moves the server's clock. */
  travel: (seconds: number) => void;
  /** From now on the clock moves by `travel` alone, so that no second passes that a test did not mean. */
  stopClock: () => void;
  /** Runs what is queued in the background until nothing is left; returns the names of what ran. `but` one waits as if it were held up. */
  runTasks: (but?: string) => Promise<string[]>;
  /** Does what is done each hour and each day, and what that queues. */
  keepUp: () => Promise<void>;
};

/** A private database cloned from the migrated template (or the one that `open` gives), and the app on top of it. */
export function useApp(env: Record<string, string> = {}, open: OpenDatabase = cloneTemplate): Kit {
  const kit = {} as Kit;
  beforeAll(async () => {
    Object.assign(kit, await openKit(env, open));
  });
  afterAll(async () => {
    await kit.app.close();
    await kit.live.close();
    kit.redis?.disconnect();
    await kit.redisServer?.stop();
    await kit.db.destroy();
    await kit.owner.end();
  });
  return kit;
}

/** Makes a migrated database whose app role has this password; returns its owner's address. */
type OpenDatabase = (appPassword: string) => Promise<string>;

async function openKit(env: Record<string, string>, open: OpenDatabase): Promise<Kit> {
  const redisServer = inject('playbacksIn') === 'redis' ? await RedisServer.start() : undefined;
  const config = readConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: 'error',
    DATA_DIR: inject('dataDir'),
    APP_SECRET: 'a-secret-of-the-tests-only-0123456789',
    INTERNAL_WORKER_TOKEN: 'a-token-of-the-tests-only',
    ...(redisServer && { REDIS_URL: redisServer.url }),
    ...env,
  });
  const secrets = readSecrets(config);
  const ownerUrl = await open(secrets.databaseApp);
  let ahead = 0;
  let stopped: number | undefined;
  const clock = () => new Date((stopped ?? Date.now()) + ahead * 1000);
  const url = appUrlOf(ownerUrl, secrets.databaseApp);
  const live = new LiveFeed(url);
  await live.open();
  const storage = openStorage(config, secrets, clock);
  const redis = await openRedis(config);
  const platform: Platform = { config, secrets, db: openDb(url), live, redis, storage, clock };
  const owner = surviving(new pg.Pool({ connectionString: ownerUrl, max: 4 }));
  const tasks = buildTasks(platform);
  const store = playbackStore(platform);
  const runTasks = (but?: string) =>
    runQueued(
      owner,
      platform.db,
      tasks.filter(({ name }) => name !== but),
      clock,
    );
  return {
    ...platform,
    app: await buildApp(platform),
    owner,
    ownerUrl,
    redisServer,
    settled: () => settled(owner, store),
    travel: (seconds) => {
      ahead += seconds;
    },
    stopClock: () => {
      stopped = Date.now();
    },
    runTasks,
    keepUp: async () => {
      for (const every of ['hour', 'day'] as const) await queueUpkeep(owner, buildUpkeep(platform), every);
      await runTasks();
    },
  };
}

async function cloneTemplate(): Promise<string> {
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  const admin = new pg.Client({ connectionString: inject('ownerUrl') });
  await admin.connect();
  await admin.query(`create database ${name} template template_seodang`);
  await admin.end();
  const url = new URL(inject('ownerUrl'));
  url.pathname = `/${name}`;
  return url.href;
}

async function settled(owner: pg.Pool, store: PlaybackStore): Promise<void> {
  const { rows: players } = await owner.query<Player>(
    'select distinct tenant_id, user_id from playback_session where is_shared',
  );
  await store.settle(players);
  for (;;) {
    const { rows } = await owner.query('select from playback_change limit 1');
    if (rows.length === 0) return;
    await setTimeout(5);
  }
}

/** The same scope, but its transaction stays uncommitted until `release()`; `entered` says the work is done. */
export function heldOpen(scope: Scope) {
  const entered = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const tx: Scope['tx'] = (work) =>
    scope.tx(async (inner, joined) => {
      const result = await work(inner, joined);
      entered.resolve();
      await gate.promise;
      return result;
    });
  return { scope: { ...scope, tx }, entered: entered.promise, release: gate.resolve };
}

/** Waits until `work` has either finished or is stuck behind somebody's lock, besides as many `others` as already are. */
export async function doneOrBlocked(
  owner: pg.Pool,
  work: Promise<unknown>,
  others = 0,
): Promise<'done' | 'blocked'> {
  let done = false;
  const finish = () => {
    done = true;
  };
  work.then(finish, finish);
  for (;;) {
    const { rows } = await owner.query(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows.length > others) return 'blocked';
    if (done) return 'done';
    await setTimeout(5);
  }
}
