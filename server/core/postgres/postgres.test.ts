import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type EmbeddedPostgres, openPostgres } from '#core/postgres/postgres.ts';

let dataDir: string;
const opened: EmbeddedPostgres[] = [];
const holders: ChildProcess[] = [];

/** Ended in peace; a copy of it takes a tenth of the time of making a database. */
let made: string;

beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'seodang-postgres-made-'));
  await (await openPostgres(made)).stop();
});
afterAll(() => rm(made, { recursive: true, force: true }));

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'seodang-postgres-'));
  // With its owners: the database belongs to an account of its own.
  await promisify(execFile)('cp', ['-a', `${made}/.`, dataDir]);
});

const emptied = () => rm(join(dataDir, 'postgres'), { recursive: true });

afterEach(async () => {
  for (const child of holders.splice(0)) child.kill('SIGKILL');
  for (const server of opened.splice(0)) await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function open(options?: Parameters<typeof openPostgres>[1]): Promise<EmbeddedPostgres> {
  const server = await openPostgres(dataDir, options);
  opened.push(server);
  return server;
}

async function query(ownerUrl: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Another process of ours that opens the same data folder and stays. */
async function holder(): Promise<{ child: ChildProcess; ownerUrl: string }> {
  const script = `
    import { openPostgres } from ${JSON.stringify(join(import.meta.dirname, 'postgres.ts'))};
    const server = await openPostgres(process.argv[1]);
    console.log(server.ownerUrl);
    process.stdin.resume();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  holders.push(child);
  const [ownerUrl] = await once(createInterface(child.stdout!), 'line');
  return { child, ownerUrl };
}

async function killHard(child: ChildProcess) {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const pidFile = () => join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
const serverPid = async () => Number((await readFile(pidFile(), 'utf8')).split('\n')[0]);

test('an empty folder becomes a database that only its owner may read', async () => {
  await emptied();
  const { ownerUrl, adopted } = await open();

  expect(adopted).toBe(false);
  expect(await query(ownerUrl, 'select current_database()')).toEqual([{ current_database: 'seodang' }]);
  for (const name of ['.', 'owner-password', 'cluster']) {
    expect((await stat(join(dataDir, 'postgres', name))).mode & 0o077).toBe(0);
  }
});

test('only this machine and only the right password get in', async () => {
  const { ownerUrl } = await open();
  const wrong = new URL(ownerUrl);
  wrong.password = 'wrong';

  await expect(query(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
  expect(await query(ownerUrl, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
});

test('programs of this machine come through a socket, or over loopback where its folder has too long a path', async () => {
  const { ownerUrl } = await open();
  expect(await query(ownerUrl, 'select inet_server_addr()')).toEqual([{ inet_server_addr: null }]);
  await opened.pop()?.stop();

  dataDir = join(dataDir, 'a-long-name-of-a-folder-'.repeat(4));
  const { ownerUrl: far } = await open();
  expect(await query(far, 'select host(inet_server_addr())')).toEqual([{ host: '127.0.0.1' }]);
});

test('after a stop nothing runs, and the next start has the data', async () => {
  const first = await open();
  await query(first.ownerUrl, 'create table kept (n int); insert into kept values (1)');
  const pid = await serverPid();
  await first.stop();

  expect(existsSync(`/proc/${pid}/exe`)).toBe(false);
  const second = await open();
  expect(await query(second.ownerUrl, 'select n from kept')).toEqual([{ n: 1 }]);
});

test('a server left running by kill -9 of its owner is taken over with its data', async () => {
  const { child, ownerUrl } = await holder();
  await query(ownerUrl, 'create table kept (n int); insert into kept values (1)');
  await killHard(child);

  const next = await open();

  expect(next).toMatchObject({ adopted: true, ownerUrl });
  expect(await query(next.ownerUrl, 'select n from kept')).toEqual([{ n: 1 }]);
});

test('a server left running with other settings is started anew', async () => {
  const { child } = await holder();
  await killHard(child);

  const next = await open({ fsync: false });

  expect(next.adopted).toBe(false);
  expect(await query(next.ownerUrl, 'show fsync')).toEqual([{ fsync: 'off' }]);
});

test('a server killed under a living owner comes back on the same port with what was committed', async () => {
  const { ownerUrl } = await open();
  await query(ownerUrl, 'create table kept (n int); insert into kept values (1)');
  const killed = await serverPid();
  process.kill(killed, 'SIGKILL');

  const back = async (): Promise<unknown[]> =>
    await query(ownerUrl, 'select n from kept').catch(async () => {
      await setTimeout(5);
      return await back();
    });
  expect(await back()).toEqual([{ n: 1 }]);
  expect(await serverPid()).not.toBe(killed);
});

test('after kill -9 of owner and server together the next start repairs', async () => {
  const { child, ownerUrl } = await holder();
  await query(ownerUrl, 'create table kept (n int); insert into kept values (1)');
  const pid = await serverPid();
  await killHard(child);
  process.kill(pid, 'SIGKILL');

  const next = await open();

  expect(next.adopted).toBe(false);
  expect(await query(next.ownerUrl, 'select n from kept')).toEqual([{ n: 1 }]);
});

test('a server that dies while it is being taken over is started anew', async () => {
  const { child, ownerUrl } = await holder();
  await query(ownerUrl, 'create table kept (n int); insert into kept values (1)');
  await killHard(child);
  const pid = await serverPid();
  const dying = createServer((socket) => {
    process.kill(pid, 'SIGKILL');
    socket.resetAndDestroy();
  });
  dying.listen(0, '127.0.0.1');
  await once(dying, 'listening');
  const [was, is] = [new URL(ownerUrl).port, String((dying.address() as AddressInfo).port)];
  for (const path of [pidFile(), pidFile().replace(/pid$/, 'opts')])
    await writeFile(path, (await readFile(path, 'utf8')).replace(was, is));

  const next = await open();

  dying.close();
  expect(next.adopted).toBe(false);
  expect(await query(next.ownerUrl, 'select n from kept')).toEqual([{ n: 1 }]);
});

test('a server that is there and answers nobody is not waited for', async () => {
  const { child, ownerUrl } = await holder();
  await query(ownerUrl, 'create table kept (n int); insert into kept values (1)');
  await killHard(child);
  process.kill(await serverPid(), 'SIGSTOP');

  const next = await open();

  expect(next.adopted).toBe(false);
  expect(await query(next.ownerUrl, 'select n from kept')).toEqual([{ n: 1 }]);
});

test('a pid file that names a stranger does not stop the start', async () => {
  const named = `${process.pid}\n${dataDir}\n0\n5432\n\n127.0.0.1\n\nready   \n`;
  for (const path of [pidFile(), join(dataDir, 'postgres', '.s.PGSQL.5432.lock')])
    await writeFile(path, named);

  const next = await open();

  expect(next.adopted).toBe(false);
  expect(await serverPid()).not.toBe(process.pid);
});

test('a second process is refused and told who holds the folder', async () => {
  const { child } = await holder();
  await expect(open()).rejects.toThrow(`in use by another Seodang (process ${child.pid})`);

  await killHard(child);
  await expect(open()).resolves.toBeDefined();
});

test('data of another major version is refused and left as it is', async () => {
  const version = join(dataDir, 'postgres', 'cluster', 'PG_VERSION');
  await writeFile(version, '17\n');

  await expect(open()).rejects.toThrow(/made by PostgreSQL 17; .* brings PostgreSQL 18/);
  expect(await readFile(version, 'utf8')).toBe('17\n');
});

test('a first start that was cut off leaves nothing that looks like data', async () => {
  await emptied();
  const unfinished = join(dataDir, 'postgres', 'cluster.new');
  await mkdir(join(unfinished, 'base'), { recursive: true });

  const { ownerUrl } = await open();

  expect(await query(ownerUrl, 'select 1 as n')).toEqual([{ n: 1 }]);
  expect(await readdir(join(dataDir, 'postgres'))).not.toContain('cluster.new');
});
