import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  askDatabase,
  killHard,
  processesOf,
  processOf,
  type Started,
  startSeodang,
} from '#testing/process.ts';

const main = /node server\/main\.ts/;
const postgres = /bin\/postgres -D/;
const runner = /runners\/main\.ts/;
const withoutRunner = { RUNNER_CONCURRENCY: '0' };

const folders: string[] = [];
let dataDir: string;

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'seodang-process-'));
  folders.push(folder);
  return folder;
}

/** Ended in peace; to begin each test with a copy of it takes a third of the time of making a database. */
let made: string;

beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'seodang-process-made-'));
  const server = await startSeodang(made, withoutRunner);
  server.signal('SIGTERM');
  await server.ended;
});
afterAll(() => rm(made, { recursive: true, force: true }));

beforeEach(async () => {
  dataDir = await newFolder();
  // With its owners: the database belongs to an account of its own.
  await promisify(execFile)('cp', ['-a', `${made}/.`, dataDir]);
});

afterEach(async () => {
  for (const folder of folders.splice(0)) {
    await killHard(folder, ...processesOf(folder).map(({ pid }) => pid));
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

async function status(server: Started, path: string): Promise<number> {
  return (await fetch(`${server.address}${path}`)).status;
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue().catch(() => false))) await setTimeout(20);
}

/** A request whose head has arrived and whose body has not. */
async function beginRequest(server: Started): Promise<Socket> {
  const request = connect(Number(new URL(server.address).port), '127.0.0.1');
  request.on('error', () => {});
  const head = [
    'POST /api/v1/auth/sign-in HTTP/1.1',
    'Host: x',
    'Content-Type: application/json',
    'Content-Length: 100',
    'Expect: 100-continue',
  ];
  request.write(`${head.join('\r\n')}\r\n\r\n`);
  await once(request, 'data');
  return request;
}

/** Ctrl-C again and again, until nothing is left. */
async function insist(server: Started): Promise<void> {
  const impatient = setInterval(() => server.signal('SIGINT'), 100);
  await server.ended;
  clearInterval(impatient);
  await until(async () => processesOf(dataDir).length === 0);
}

async function remember(): Promise<void> {
  await askDatabase(dataDir, 'create table kept (n int); insert into kept values (1)');
}

async function expectRemembered(): Promise<void> {
  expect(await askDatabase(dataDir, 'select n from kept')).toEqual([{ n: 1 }]);
}

test('it says where it is, is alive and ready, and Ctrl-C leaves nothing running', async () => {
  const server = await startSeodang(dataDir, { EARLY_FROM_SECONDS: '7' });

  expect(server.output()).toContain(dataDir);
  expect([await status(server, '/healthz'), await status(server, '/readyz')]).toEqual([200, 200]);
  for (const part of [main, postgres, runner]) expect(processOf(dataDir, part)).toBeGreaterThan(0);
  const settings = await readFile(`/proc/${processOf(dataDir, runner)}/environ`, 'utf8');
  expect(settings.split('\0')).toContain('EARLY_FROM_SECONDS=7');

  server.signal('SIGINT');
  await server.ended;
  expect(processesOf(dataDir)).toEqual([]);
});

test('while a request is in the air it does not end, and a second Ctrl-C ends everything at once', async () => {
  const server = await startSeodang(dataDir);
  const request = await beginRequest(server);
  server.signal('SIGINT');
  await until(async () => processesOf(dataDir).every(({ command }) => !runner.test(command)));
  expect(processOf(dataDir, main)).toBeGreaterThan(0);

  await insist(server);
  request.destroy();
});

test('told to end, it says at once that it is not ready, and serves until its load balancer knows', async () => {
  const server = await startSeodang(dataDir, { ...withoutRunner, DRAIN_SECONDS: '600' });
  const request = await beginRequest(server);
  server.signal('SIGTERM');

  await until(async () => (await status(server, '/readyz')) === 503);
  expect(await (await fetch(`${server.address}/readyz`)).json()).toMatchObject({
    parts: [{ name: 'process', state: 'failed' }, { state: 'ok' }, {}, { state: 'ok' }, { state: 'ok' }],
  });
  expect([await status(server, '/healthz'), await status(server, '/api/v1/me')]).toEqual([200, 401]);
  request.write('x'.repeat(100));
  const [answer] = await once(request, 'data');
  expect(String(answer)).toContain('HTTP/1.1 400');

  await insist(server);
});

test('tasks in a process of their own say how they are, and nothing else', async () => {
  const tasks = await startSeodang(dataDir, { ROLE: 'tasks' });
  const paths = ['/healthz', '/readyz', '/', '/api/v1/me'];
  expect(await Promise.all(paths.map((path) => status(tasks, path)))).toEqual([200, 200, 404, 404]);

  tasks.signal('SIGTERM');
  await tasks.ended;
  expect(processesOf(dataDir)).toEqual([]);
});

test('kill -9 of the database: it becomes ready again by itself; of the server: the next start has the data, and one database', async () => {
  const first = await startSeodang(dataDir, withoutRunner);
  await remember();
  const before = processOf(dataDir, postgres);
  await killHard(dataDir, before);
  await until(async () => (await status(first, '/readyz')) === 200);
  expect(processOf(dataDir, postgres)).not.toBe(before);
  await expectRemembered();

  await killHard(dataDir, processOf(dataDir, main));
  await first.ended;
  const second = await startSeodang(dataDir, withoutRunner);
  await expectRemembered();
  expect(await status(second, '/readyz')).toBe(200);
  expect(processOf(dataDir, postgres)).toBeGreaterThan(0);
});

test('after kill -9 of everything the next start has the data', async () => {
  const first = await startSeodang(dataDir, withoutRunner);
  await remember();
  await killHard(dataDir, ...processesOf(dataDir).map(({ pid }) => pid));
  await first.ended;

  await startSeodang(dataDir, withoutRunner);
  await expectRemembered();
});

test('kill -9 of the runner: another one takes its place', async () => {
  await startSeodang(dataDir);
  const before = processOf(dataDir, runner);
  await killHard(dataDir, before);

  await until(async () => processOf(dataDir, runner) !== before);
});

test('two data folders at once do not know each other', async () => {
  const otherDir = await newFolder();
  const [one, other] = await Promise.all(
    [dataDir, otherDir].map((folder) => startSeodang(folder, withoutRunner)),
  );

  expect(one?.address).not.toBe(other?.address);
  await remember();
  await expect(askDatabase(otherDir, 'select n from kept')).rejects.toThrow('does not exist');
});

test('the same data folder a second time is refused in words, and the first goes on; a start after it keeps the data', async () => {
  const first = await startSeodang(dataDir, withoutRunner);
  await remember();

  await expect(startSeodang(dataDir, withoutRunner)).rejects.toThrow(
    `in use by another Seodang (process ${processOf(dataDir, main)})`,
  );
  expect(await status(first, '/readyz')).toBe(200);

  first.signal('SIGTERM');
  await first.ended;
  await startSeodang(dataDir, withoutRunner);
  await expectRemembered();
});

test('a port that was asked for and is taken is named, and nothing is left running', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };

  await expect(startSeodang(dataDir, { PORT: String(port) })).rejects.toThrow(`Port ${port} is taken`);
  expect(processesOf(dataDir)).toEqual([]);
  taken.close();
});

test('a setting that makes no sense is named', async () => {
  await expect(startSeodang(dataDir, { LOG_LEVEL: 'loud' })).rejects.toThrow('LOG_LEVEL');
});
