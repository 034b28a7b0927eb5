import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { findPostgres } from '#core/postgres/postgres.ts';

const here = join(import.meta.dirname, '..', '..');

/** Seodang in a process of its own, as a user starts it. */
export type Started = {
  address: string;
  /** What it printed so far. */
  output: () => string;
  /** Sends a signal as the terminal does: to everything in the foreground. */
  signal: (signal: NodeJS.Signals) => void;
  /** Of npm, from which everything else descends. */
  pid: number;
  ended: Promise<unknown>;
};

/**
 * Starts it on a free port and waits until it says where it is; throws what it said when it ends instead. In another
 * checkout it is started as a user would; in this one without the prestart, since what is installed must not be
 * installed again under a running test.
 */
export async function startSeodang(
  dataDir: string,
  env: Record<string, string> = {},
  checkout = here,
): Promise<Started> {
  const child = spawnSeodang(checkout, { PORT: '0', DEMO: 'false', ...env, DATA_DIR: dataDir });
  let output = '';
  const ended = once(child, 'close');
  const { promise: opened, resolve } = Promise.withResolvers<string>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const [, address] = /(?:Open|Health)\s+(http:\/\/[^/\s]+)[\s\S]*Ctrl-C/.exec(output) ?? [];
      if (address) resolve(address);
    });
  }
  const address = await Promise.race([opened, ended.then(() => undefined)]);
  if (!address) throw new Error(output);
  const pid = child.pid ?? 0;
  return { address, output: () => output, signal: (name) => process.kill(-pid, name), pid, ended };
}

function spawnSeodang(checkout: string, env: Record<string, string>): ChildProcess {
  return spawn('npm', ['start', ...(checkout === here ? ['--ignore-scripts'] : [])], {
    cwd: checkout,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
}

export type Seen = { pid: number; parent: number; command: string };

/** Every process that was started for this data folder and still runs. */
export function processesOf(dataDir: string): Seen[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid)
    .flatMap((pid) => {
      try {
        const [command, environment, status] = ['cmdline', 'environ', 'status'].map((name) =>
          readFileSync(`/proc/${pid}/${name}`, 'utf8'),
        );
        const belongs = command?.includes(dataDir) || environment?.includes(dataDir);
        const parent = Number(/^PPid:\s*(\d+)/m.exec(status ?? '')?.[1]);
        return command && belongs ? [{ pid, parent, command: command.replaceAll('\0', ' ') }] : [];
      } catch {
        return [];
      }
    });
}

/** Kills a process and waits until it is gone; one that is gone already is no error. */
export async function killHard(dataDir: string, ...pids: number[]): Promise<void> {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It followed its parent in the meantime.
    }
  }
  while (processesOf(dataDir).some(({ pid }) => pids.includes(pid))) await setTimeout(10);
}

/** The one process of this data folder whose command line matches; a fork that still looks like it does not count. */
export function processOf(dataDir: string, pattern: RegExp): number {
  const alike = processesOf(dataDir).filter(({ command }) => pattern.test(command));
  const found = alike.filter(({ parent }) => !alike.some(({ pid }) => pid === parent));
  const [only] = found;
  if (!only || found.length > 1) throw new Error(`expected one ${pattern}, found ${JSON.stringify(found)}`);
  return only.pid;
}

/** Asks the embedded database of a running Seodang, as its owner. */
export async function askDatabase(dataDir: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: await findPostgres(dataDir) });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** The database of a running system as its owner, who may change what nobody else may. */
export async function openOwner(dataDir: string): Promise<pg.Pool> {
  const home = join(dataDir, 'postgres');
  const port = Number((await readFile(join(home, 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[3]);
  const password = await readFile(join(home, 'owner-password'), 'utf8');
  return new pg.Pool({
    host: '127.0.0.1',
    port,
    user: 'seodang_owner',
    password,
    database: 'seodang',
    max: 10,
  });
}
