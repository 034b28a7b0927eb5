import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { type Cluster, ownerRole, prepareCluster, socketFolder } from './cluster.ts';
import { lockFolder } from './lock.ts';
import {
  adoptPostmaster,
  findPostmaster,
  type Postmaster,
  startPostmaster,
  stopPostmaster,
} from './postmaster.ts';

export type EmbeddedPostgres = {
  /** Connects as the owner of everything (a superuser), to the database `seodang`. */
  ownerUrl: string;
  /** Ends the server and gives the folder free. */
  stop(): Promise<void>;
  /** Ends the server at once; the next start recovers what was committed. */
  kill(): void;
  /** Whether a server that a killed process left running was taken over. */
  adopted: boolean;
};

type Options = {
  /** False only where the data may be lost, as in tests: writes are then much cheaper. */
  fsync?: boolean;
  /** Told when the server died and could not be started again. */
  onDown?: (error: Error) => void;
};

const database = 'seodang';
const revivals = 5;

/**
 * Opens the embedded PostgreSQL of `<dataDir>/postgres`: makes it on first use, takes over or repairs what a
 * killed process left, and starts it again on the same port when it dies. Throws sentences for people when the
 * folder is in use, belongs to somebody else or was made by another major version; never deletes data.
 */
export async function openPostgres(dataDir: string, options: Options = {}): Promise<EmbeddedPostgres> {
  const home = join(dataDir, 'postgres');
  await mkdir(dataDir, { recursive: true });
  await mkdir(home, { recursive: true, mode: 0o700 });
  const lock = await lockFolder(home);
  try {
    const cluster = await prepareCluster(home, options.fsync ?? true);
    const left = await adoptPostmaster(cluster);
    const server = supervise(cluster, left ?? (await startPostmaster(cluster)), options.onDown);
    const ownerUrl = ownerUrlOf(home, cluster.password, server.port);
    const stop = async () => {
      await server.stop();
      await lock.release();
    };
    await ensureDatabase(ownerUrl).catch(async (error) => {
      await stop();
      throw error;
    });
    return { ownerUrl, stop, kill: server.kill, adopted: left !== undefined };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** The database of a Seodang that runs on this data, for a program beside it; undefined when none does. */
export async function findPostgres(dataDir: string): Promise<string | undefined> {
  const home = join(dataDir, 'postgres');
  const found = await findPostmaster(join(home, 'cluster'));
  return found && ownerUrlOf(home, await readFile(join(home, 'owner-password'), 'utf8'), found.port);
}

function ownerUrlOf(home: string, password: string, port: number): string {
  const url = new URL(`postgres://${ownerRole}:${password}@127.0.0.1:${port}/${database}`);
  const folder = socketFolder(home);
  if (folder) url.searchParams.set('host', folder);
  return url.href;
}

/** Starts the server again whenever it ends unasked, on its port, so that connections only need a new try. */
function supervise(cluster: Cluster, first: Postmaster, onDown: Options['onDown']) {
  let stopping = false;
  let current = first;
  let reviving = Promise.resolve();
  const revive = async () => {
    for (let failures = 0; !stopping; ) {
      try {
        current = await startPostmaster(cluster, first.port);
        return watch();
      } catch (error) {
        failures++;
        if (failures === revivals) return onDown?.(error instanceof Error ? error : new Error(String(error)));
        await setTimeout(100 * 2 ** failures);
      }
    }
  };
  const watch = () => {
    void current.gone.then(() => {
      if (!stopping) reviving = revive();
    });
  };
  const stop = async () => {
    stopping = true;
    await reviving;
    await stopPostmaster(current, cluster);
  };
  watch();
  const kill = () => {
    stopping = true;
    process.kill(current.pid, 'SIGQUIT');
  };
  return { port: first.port, stop, kill };
}

async function ensureDatabase(ownerUrl: string): Promise<void> {
  const url = new URL(ownerUrl);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${database}`);
  } finally {
    await client.end();
  }
}
