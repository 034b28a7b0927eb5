import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Demo } from '@seodang/contract/auth.ts';
import { Logger } from 'graphile-worker';
import { buildApp, buildTasks, buildUpkeep, partsOf } from '#app.ts';
import type { Config } from '#core/config.ts';
import { openDb } from '#core/db.ts';
import { openHealth } from '#core/health.ts';
import { LiveFeed } from '#core/live.ts';
import { processPart } from '#core/parts.ts';
import type { Platform } from '#core/platform.ts';
import { openRedis } from '#core/redis.ts';
import { readSecrets } from '#core/secrets.ts';
import { keepTidy, openStorage } from '#core/storage/open.ts';
import { runTasks } from '#core/task-runner.ts';
import { appUrlOf, migrate } from '#db/migrate.ts';
import { capacityRounds } from '#domains/jobs/wiring.ts';
import { openDatabase } from './database.ts';
import { addressesOf, listen } from './listen.ts';
import { keepRunner } from './runner-process.ts';
import type { Running } from './running.ts';
import { welcome } from './welcome.ts';

const drain_ms = 10_000;

export type Hooks = {
  /** Makes the demo academy when there is none yet, and says whom to sign in as. */
  seedDemo?: (platform: Platform) => Promise<Demo>;
  print: (text: string) => void;
  /** The environment that a runner of ours starts in. */
  env: NodeJS.ProcessEnv;
};

/** Starts the parts of this role, one on top of the other; `running` knows how to stop what was started so far. */
export async function start(config: Config, running: Running, hooks: Hooks): Promise<void> {
  // Others may pass through to what they are let into (the database's account, the media sandbox), and list nothing.
  mkdirSync(config.DATA_DIR, { recursive: true, mode: 0o711 });
  mkdirSync(join(config.DATA_DIR, 'storage'), { recursive: true, mode: 0o700 });
  const secrets = readSecrets(config);
  if (config.ROLE === 'runner') {
    if (!config.PUBLIC_URL) throw new Error('ROLE=runner needs PUBLIC_URL, the address of the server.');
    return keepRunner({ config, secrets, server: config.PUBLIC_URL, env: hooks.env }, running);
  }
  const ownerUrl = await openDatabase(config, running);
  await migrate(ownerUrl, secrets.databaseApp);
  const platform = await openPlatform(config, appUrlOf(ownerUrl, secrets.databaseApp), running);
  if (config.ROLE === 'tasks') return startTasksAlone(platform, ownerUrl, running, hooks);
  if (config.ROLE === 'all') await startTasks(platform, ownerUrl, running);
  const addresses = addressesOf(config.HOST, await serve(platform, running));
  const demo = config.DEMO ? await hooks.seedDemo?.(platform) : undefined;
  if (config.ROLE === 'all' && config.RUNNER_CONCURRENCY > 0) {
    keepRunner({ config, secrets, server: addresses.programs, env: hooks.env }, running);
  }
  hooks.print(welcome(config.PUBLIC_URL ?? addresses.people, config.DATA_DIR, demo));
}

async function openPlatform(config: Config, appUrl: string, running: Running): Promise<Platform> {
  const db = openDb(appUrl, config.DATABASE_POOL);
  running.onStop(() => db.destroy());
  const live = new LiveFeed(appUrl);
  await live.open();
  running.onStop(() => live.close());
  const secrets = readSecrets(config);
  const redis = await openRedis(config);
  running.onStop(async () => redis?.disconnect());
  const clock = () => new Date();
  return { config, secrets, db, live, redis, storage: openStorage(config, secrets, clock), clock };
}

async function startTasks(platform: Platform, ownerUrl: string, running: Running): Promise<void> {
  const rounds = capacityRounds(platform);
  const work = { tasks: buildTasks(platform), upkeeps: buildUpkeep(platform), rounds };
  const tasks = await runTasks(ownerUrl, platform.db, work, taskLogger(platform.config));
  running.onStop(() => tasks.stop());
  running.onStop(keepTidy(platform.storage));
}

/** Tasks in a process of their own, which answers nothing but how it is. */
async function startTasksAlone(
  platform: Platform,
  ownerUrl: string,
  running: Running,
  { print }: Hooks,
): Promise<void> {
  let isRunning = false;
  const parts = [processPart(() => running.isStopping || !isRunning), ...partsOf(platform)];
  const health = openHealth(parts);
  running.onStop(() => health.close());
  const { HOST, PORT } = platform.config;
  const { people } = addressesOf(HOST, await listen(health, HOST, PORT));
  await startTasks(platform, ownerUrl, running);
  isRunning = true;
  print(`\nSeodang runs its tasks here.\n\n  Health   ${people}/readyz\n\n  Stop     Ctrl-C\n`);
}

async function serve(platform: Platform, running: Running): Promise<number> {
  const { HOST, PORT, DRAIN_SECONDS } = platform.config;
  const app = await buildApp(platform, undefined, () => running.isStopping);
  running.onStop(async () => {
    // The load balancer reads from /readyz that it shall send people elsewhere; until it has, they are served.
    await setTimeout(DRAIN_SECONDS * 1000);
    // Requests in flight are answered, but no slow client holds up an end for ever.
    const closed = new AbortController();
    void setTimeout(drain_ms, undefined, { signal: closed.signal }).then(
      () => app.server.closeAllConnections(),
      () => {},
    );
    await app.close();
    closed.abort();
  });
  return await listen(app, HOST, PORT);
}

/** What goes wrong in the background, on stderr; all that graphile-worker says only when debugging. */
function taskLogger({ LOG_LEVEL }: Config): Logger {
  const shown: Record<Config['LOG_LEVEL'], string[]> = {
    silent: [],
    error: ['error'],
    warn: ['error', 'warning'],
    info: ['error', 'warning'],
    debug: [],
  };
  return new Logger(() => (level, message) => {
    const isShown = LOG_LEVEL === 'debug' || shown[LOG_LEVEL].includes(level);
    if (isShown) process.stderr.write(`tasks ${level}: ${message}\n`);
  });
}
