import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readdir, readFile, readlink, realpath, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Cluster, postgresEnv, serverArguments } from './cluster.ts';

/** A running server; `gone` resolves when its process has ended, whoever ended it. */
export type Postmaster = { pid: number; port: number; gone: Promise<unknown> };

const poll_ms = 10;
const watch_ms = 500;
const patience_ms = 30_000;
/** Who says that it is ready and answers nobody for so long is not waited for. */
const mute_ms = 5000;
/** Fast shutdown, immediate shutdown, and the end. */
const asked = ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const;

/** The server that a killed process of ours left running, if it runs as we would start it; any other is stopped. */
export async function adoptPostmaster(cluster: Cluster): Promise<Postmaster | undefined> {
  const patience = AbortSignal.timeout(mute_ms);
  for (;;) {
    const found = await readPidFile(cluster);
    if (!found || !(await serves(found.pid, cluster))) return undefined;
    const left = { ...found, gone: ended(found.pid, cluster, watch_ms) };
    // One that is dying is there for a moment more, and answers nobody.
    const isReady = found.status === 'ready';
    const speaks = isReady && (await answers(found.port));
    if (speaks && (await startedAsWeWould(cluster, found.port))) return left;
    if (speaks || (isReady && patience.aborted)) {
      await stopPostmaster(left, cluster, speaks ? asked : ['SIGKILL']);
      return undefined;
    }
    await setTimeout(poll_ms);
  }
}

const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** Whether PostgreSQL replies to the first message of its protocol. */
async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    socket.write(SSL_REQUEST);
    const [reply] = await once(socket, 'data', { signal: AbortSignal.timeout(1000) });
    return reply.length > 0;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** The server that is ready for connections to this data, whoever started it. */
export async function findPostmaster(data: string): Promise<{ pid: number; port: number } | undefined> {
  const found = await readPidFile({ data });
  return found?.status === 'ready' && (await serves(found.pid, { data })) ? found : undefined;
}

/** Starts the server, on a free port unless one is named; recovery after a crash may take a while and is waited for. */
export async function startPostmaster(cluster: Cluster, wantedPort?: number): Promise<Postmaster> {
  await clearLeftovers(cluster);
  for (let attempt = 1; ; attempt++) {
    const port = wantedPort ?? (await freePort());
    const child = await launch(cluster, port);
    const gone = once(child, 'exit').catch(() => undefined);
    if (await becameReady(cluster, child, gone)) return { pid: child.pid ?? 0, port, gone };
    const why = await lastWords(cluster);
    const portTaken = /could not bind|Address already in use/.test(why);
    if (!portTaken || attempt === 5) throw new Error(`PostgreSQL did not start (${cluster.data}): ${why}`);
  }
}

/** Ends the server: connections are closed, everything is written; after half a minute of that, the hard way. */
export async function stopPostmaster(
  { pid }: Postmaster,
  cluster: Cluster,
  signals: readonly NodeJS.Signals[] = asked,
): Promise<void> {
  for (const signal of signals) {
    if (!(await serves(pid, cluster))) return;
    process.kill(pid, signal);
    const waited = AbortSignal.timeout(patience_ms);
    await ended(pid, cluster, poll_ms, waited);
  }
}

async function launch(cluster: Cluster, port: number): Promise<ChildProcess> {
  const log = await open(startLog(cluster), 'w', 0o600);
  const [command = '', ...args] = [...cluster.launcher.before, ...commandLine(cluster, port)];
  // In a process group of its own: Ctrl-C is for us, and the database must outlive the last request.
  const child = spawn(command, args, {
    ...cluster.launcher.as,
    cwd: '/',
    env: postgresEnv,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  child.on('error', (error) => void log.write(error.message));
  child.unref();
  await Promise.race([once(child, 'spawn'), once(child, 'exit')]).catch(() => {});
  await log.close();
  return child;
}

async function becameReady(cluster: Cluster, child: ChildProcess, gone: Promise<unknown>): Promise<boolean> {
  if (child.pid === undefined) return false;
  let dead = false;
  void gone.then(() => (dead = true));
  for (;;) {
    const found = await readPidFile(cluster);
    if (found?.pid === child.pid && found.status === 'ready') return true;
    if (dead) return false;
    await setTimeout(poll_ms);
  }
}

async function readPidFile({ data }: Pick<Cluster, 'data'>) {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => undefined);
  const lines = text?.split('\n') ?? [];
  const pid = Number(lines[0]);
  return pid > 0 ? { pid, port: Number(lines[3]), status: lines[7]?.trim() ?? '' } : undefined;
}

/** Whether this process is PostgreSQL on this data: process ids are used again after a crash. */
async function serves(pid: number, { data }: Pick<Cluster, 'data'>): Promise<boolean> {
  const [program, folder] = await Promise.all(
    ['exe', 'cwd'].map((link) => readlink(`/proc/${pid}/${link}`).catch(() => '')),
  );
  return /\/postgres( \(deleted\))?$/.test(program ?? '') && folder === (await realpath(data));
}

async function ended(pid: number, cluster: Cluster, every_ms: number, signal?: AbortSignal): Promise<void> {
  while (!signal?.aborted && (await serves(pid, cluster))) {
    await setTimeout(every_ms, undefined, { ref: signal !== undefined });
  }
}

/** After a kill -9 of the server its children may still hold the memory, and its pid file may name a stranger. */
async function clearLeftovers(cluster: Cluster): Promise<void> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
  for (const pid of pids) {
    if (!(await serves(pid, cluster))) continue;
    await stopPostmaster({ pid, port: 0, gone: Promise.resolve() }, cluster);
  }
  await rm(join(cluster.data, 'postmaster.pid'), { force: true });
  const sockets = (await readdir(cluster.home)).filter((name) => name.startsWith('.s.PGSQL.'));
  for (const name of sockets) await rm(join(cluster.home, name), { force: true });
}

async function startedAsWeWould(cluster: Cluster, port: number): Promise<boolean> {
  const options = await readFile(join(cluster.data, 'postmaster.opts'), 'utf8').catch(() => '');
  const [program, ...args] = commandLine(cluster, port);
  return options.trim() === [program, ...args.map((arg) => `"${arg}"`)].join(' ');
}

function commandLine(cluster: Cluster, port: number): string[] {
  return [join(cluster.binaries.bin, 'postgres'), ...serverArguments(cluster), '-p', String(port)];
}

const startLog = ({ home }: Cluster) => join(home, 'start.log');

/** What PostgreSQL said last, before and after it began to write its own log. */
async function lastWords(cluster: Cluster): Promise<string> {
  const start = await readFile(startLog(cluster), 'utf8');
  const today = new Date().toLocaleDateString('en-US', { weekday: 'short', timeZone: 'UTC' });
  const log = await readFile(join(cluster.data, 'log', `postgresql-${today}.log`), 'utf8').catch(() => '');
  const lines = `${start}\n${log}`
    .split('\n')
    .filter((line) => /FATAL|ERROR|PANIC|could not|ENOENT/.test(line));
  return lines.slice(-3).join(' ') || 'no reason was given';
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}
