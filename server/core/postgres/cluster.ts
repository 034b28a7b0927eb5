import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Account, accountFor, type Launcher, launcherFor } from './account.ts';
import { type Binaries, findBinaries } from './binaries.ts';

/** A database cluster on disk, with all that is needed to start it. */
export type Cluster = {
  home: string;
  data: string;
  password: string;
  launcher: Launcher;
  binaries: Binaries;
  fsync: boolean;
};

export const ownerRole = 'seodang_owner';

/** PostgreSQL's own environment: nothing of the user's PGPORT, PGDATA or locale leaks in. */
export const postgresEnv = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * Finds or makes the cluster below `home`. It appears under its name only when it is whole, so an
 * interrupted first start leaves nothing that a later one would take for data.
 */
export async function prepareCluster(home: string, fsync: boolean): Promise<Cluster> {
  const binaries = await findBinaries();
  const data = join(home, 'cluster');
  await mkdir(home, { recursive: true, mode: 0o700 });
  const account = await accountFor(home);
  await own(home, account);
  const launcher = await launcherFor(account, [binaries.bin, home]);
  const password = await ownerPassword(home, account);
  const cluster = { home, data, password, launcher, binaries, fsync };
  if (existsSync(data)) await mustMatch(cluster);
  else await initialise(cluster);
  return cluster;
}

/** Gives what root owns below `path` (a copy made by root, a first start) to the account. */
async function own(path: string, account: Account): Promise<void> {
  const { uid } = await lstat(path);
  if (uid === account.uid) return;
  if (process.getuid?.() !== 0) {
    throw new Error(
      `${path} belongs to user ${uid}, and Seodang was started as user ${account.uid}. ` +
        'Start it as the user who started it first, or choose another DATA_DIR.',
    );
  }
  const below = await readdir(path, { recursive: true });
  for (const name of [...below, '.']) await chown(join(path, name), account.uid, account.gid);
}

async function ownerPassword(home: string, account: Account): Promise<string> {
  const path = join(home, 'owner-password');
  if (!existsSync(path)) {
    const fresh = `${path}.new`;
    await writeFile(fresh, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (process.getuid?.() === 0) await chown(fresh, account.uid, account.gid);
    await rename(fresh, path);
  }
  return await readFile(path, 'utf8');
}

async function initialise({ home, data, launcher, binaries, fsync }: Cluster): Promise<void> {
  const unfinished = `${data}.new`;
  await rm(unfinished, { recursive: true, force: true });
  const [command = '', ...args] = [
    ...launcher.before,
    join(binaries.bin, 'initdb'),
    ...['--pgdata', unfinished, '--username', ownerRole, '--pwfile', join(home, 'owner-password')],
    ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--no-instructions'],
    ...['--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
    ...(fsync ? [] : ['--no-sync']),
  ];
  await promisify(execFile)(command, args, { ...launcher.as, cwd: '/', env: postgresEnv }).catch(
    (error: { stderr?: string; message: string }) => {
      throw new Error(
        `PostgreSQL could not prepare its data in ${home}: ${error.stderr?.trim() || error.message}`,
      );
    },
  );
  await rename(unfinished, data);
}

async function mustMatch({ data, binaries }: Cluster): Promise<void> {
  const made = (await readFile(join(data, 'PG_VERSION'), 'utf8')).trim();
  if (made === String(binaries.major)) return;
  throw new Error(
    `The database in ${data} was made by PostgreSQL ${made}; this release of Seodang brings PostgreSQL ` +
      `${binaries.major}, which cannot read it. Nothing was changed. Start the release that made it, or move ` +
      'the data with pg_dump: docs/operators.md, "A new major version of PostgreSQL".',
  );
}

/** The kernel takes no longer name for a socket, on any system that we know. */
const MOST_SOCKET_BYTES = 103;

/**
 * Where the server also listens on a socket, which costs programs of this machine half of what loopback does;
 * undefined where the folder's path is too long for one, or cannot stand in PostgreSQL's list of such folders.
 */
export function socketFolder(home: string): string | undefined {
  const isShort = Buffer.byteLength(`${home}/.s.PGSQL.65535`) <= MOST_SOCKET_BYTES;
  return isShort && !/[,"]/.test(home) ? home : undefined;
}

/** Everything after `postgres` on its command line, but for the port. */
export function serverArguments({ home, data, fsync }: Cluster): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: socketFolder(home) ?? '',
    unix_socket_permissions: '0700',
    max_connections: '60',
    shared_buffers: '128MB',
    work_mem: '8MB',
    random_page_cost: '1.1',
    jit: 'off',
    timezone: 'UTC',
    // Statements and details of errors carry names and phone numbers; the log must not.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    logging_collector: 'on',
    log_filename: 'postgresql-%a.log',
    log_truncate_on_rotation: 'on',
    ...(fsync ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}
