import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Config } from '#core/config.ts';
import { openDb } from '#core/db.ts';
import { LiveFeed } from '#core/live.ts';
import { findPostgres } from '#core/postgres/postgres.ts';
import { openRedis } from '#core/redis.ts';
import { readSecrets } from '#core/secrets.ts';
import { openStorage } from '#core/storage/open.ts';
import { appUrlOf } from '#db/migrate.ts';
import { auditVerify } from './commands/audit-verify.ts';
import { type Bench, type Command, listAcademies } from './commands/command.ts';
import { doctor } from './commands/doctor.ts';
import { reconcile } from './commands/reconcile.ts';
import { retryTasks } from './commands/retry-tasks.ts';
import { openDatabase } from './database.ts';
import { Running } from './running.ts';

const commands: readonly Command[] = [doctor, auditVerify, reconcile, retryTasks];

/** 0: all is well; 1: something is not, and was printed; 2: it could not be done. */
type ExitCode = 0 | 1 | 2;

/** Runs the command that these words name on the data of these settings, whether Seodang runs on it or not. */
export async function runWords(
  words: readonly string[],
  readConfig: () => Config,
  print: (line: string) => void,
): Promise<ExitCode> {
  const [name = 'help', ...rest] = words;
  const command = commands.find((one) => one.name === name);
  if (!command || rest.length > (command.perAcademy ? 1 : 0)) {
    print(usage());
    return name === 'help' && rest.length === 0 ? 0 : 2;
  }
  return await withBench(readConfig(), print, (bench) => runCommand(command, bench, rest[0]));
}

async function runCommand(command: Command, bench: Bench, code: string | undefined): Promise<ExitCode> {
  const academies = await listAcademies(bench, code);
  if (code !== undefined && academies.length === 0) {
    bench.print(`There is no academy ${code}.`);
    return 2;
  }
  return (await command.run(bench, academies)) ? 0 : 1;
}

function usage(): string {
  const lines = commands.map(({ name, about, perAcademy }) => {
    const call = `  npm run seodang ${name}${perAcademy ? ' [academy]' : ''}`;
    return `${call.padEnd(42)} ${about}`;
  });
  return ['Commands for operators:', '', ...lines].join('\n');
}

/** Opens what a command needs, and puts it away again; a database that runs already is left running. */
async function withBench(
  config: Config,
  print: Bench['print'],
  work: (bench: Bench) => Promise<ExitCode>,
): Promise<ExitCode> {
  const running = new Running();
  try {
    const ownerUrl = await findDatabase(config, running);
    const secrets = readSecrets(config);
    const clock = () => new Date();
    const db = openDb(appUrlOf(ownerUrl, secrets.databaseApp), 4);
    running.onStop(() => db.destroy());
    const owner = new pg.Pool({ connectionString: ownerUrl, max: 2 });
    running.onStop(() => owner.end());
    const storage = openStorage(config, secrets, clock);
    // Never opened: a command tells what it changes and hears nothing.
    const live = new LiveFeed(ownerUrl);
    const redis = await openRedis(config);
    running.onStop(async () => redis?.disconnect());
    return await work({ config, secrets, db, owner, ownerUrl, storage, live, redis, clock, print });
  } finally {
    await running.stop(Promise.resolve());
  }
}

async function findDatabase(config: Config, running: Running): Promise<string> {
  const { DATABASE_URL, DATA_DIR } = config;
  if (DATABASE_URL) return DATABASE_URL;
  if (!existsSync(join(DATA_DIR, 'postgres', 'cluster')))
    throw new Error(`There is no data in ${DATA_DIR}. DATA_DIR names another folder.`);
  return (await findPostgres(DATA_DIR)) ?? (await openDatabase(config, running));
}
