import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeServer, startFakeServer } from '../testing/fake-server.ts';
import { hurry } from '../testing/hurry.ts';
import type { Handler, Work } from './attempt.ts';
import { RunnerConfig } from './config.ts';
import { JobFailure } from './failure.ts';
import { pause } from './retry.ts';
import { type Runner, startRunner } from './runner.ts';

let server: FakeServer;
let work_dir: string;
const runners: Runner[] = [];
const children: ChildProcess[] = [];

beforeEach(async () => {
  server = await startFakeServer();
  work_dir = await mkdtemp(join(tmpdir(), 'seodang-kit-'));
});
afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.stop()));
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await server.close();
  await rm(work_dir, { recursive: true, force: true });
});

const env = (more: Record<string, string> = {}) => ({
  SEODANG_URL: server.url,
  INTERNAL_WORKER_TOKEN: 'worker-token',
  WORK_DIR: work_dir,
  ...more,
});

async function run(handlers: Record<string, Handler>, more: Record<string, string> = {}): Promise<Runner> {
  const runner = await startRunner(RunnerConfig.parse(env(more)), handlers, () => undefined, hurry);
  runners.push(runner);
  return runner;
}

/** A module that moves the clock of the process which imports it. */
const clockWrongBy = (seconds: number) =>
  `data:text/javascript,const now = Date.now; Date.now = () => now() + ${seconds * 1000};`;

async function spawnRunner(options: string[] = []): Promise<ChildProcess> {
  const script = fileURLToPath(import.meta.resolve('../testing/waiting-runner.ts'));
  const child = spawn(process.execPath, [...options, script], {
    env: { ...process.env, ...env() },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  children.push(child);
  return child;
}

const untilStopped: Handler = async ({ signal }) => {
  await pause(2 ** 30, signal);
  return {};
};
const text = (name: string) => ({ name, content_type: 'text/plain', body: Buffer.from(name) });

test('a job is claimed, its outputs are put in the storage, and its result is reported', async () => {
  const job = server.addJob('test.echo', { word: '안녕' });

  await run({
    'test.echo': async ({ job: { payload }, uploads }) => {
      for (const name of ['a.txt', 'b/c.txt']) await uploads.add(text(name));
      return { echo: payload.word };
    },
  });
  await server.until(() => job.state === 'completed');

  expect(job.result).toEqual({ echo: '안녕' });
  expect([...job.files.keys()].sort()).toEqual(['a.txt', 'b/c.txt']);
  const claim = server.asked.find(({ path }) => path.endsWith('/claim'));
  expect(claim?.headers).toMatchObject({
    'x-worker-token': 'worker-token',
    'x-worker-id': expect.any(String),
  });
});

test('two runners never have the same job, and all jobs get done', async () => {
  const jobs = Array.from({ length: 20 }, () => server.addJob('test.quick'));
  const seen: number[] = [];
  const quickly: Handler = async ({ job }) => {
    seen.push(job.id);
    return {};
  };

  await run({ 'test.quick': quickly }, { WORKER_CONCURRENCY: '3' });
  await run({ 'test.quick': quickly });
  await server.until(() => jobs.every(({ state }) => state === 'completed'));

  expect(seen.toSorted((a, b) => a - b)).toEqual(jobs.map(({ id }) => id));
});

test('while a job is worked on its lease is kept, with progress that never goes back', async () => {
  const job = server.addJob('test.slow', {}, 1);
  const enough = Promise.withResolvers<void>();

  await run({
    'test.slow': async ({ report }) => {
      report(0.4, 'encoding');
      report(0.2, 'encoding');
      await enough.promise;
      return {};
    },
  });
  await server.until(() => job.heartbeats.length >= 2);
  enough.resolve();
  await server.until(() => job.state === 'completed');

  expect(job.heartbeats[0]).toEqual({ progress: 0.4, stage: 'encoding' });
});

test('whoever loses the lease stops at once, reports nothing and keeps no files', async () => {
  const job = server.addJob('test.wait', {}, 1);
  let work: Work | undefined;
  const runner = await run({
    'test.wait': (given) => {
      work = given;
      return untilStopped(given);
    },
  });
  await server.until(() => job.state === 'leased');

  job.lease_token = 'taken by another runner';
  await server.until(() => server.asked.filter(({ path }) => path.endsWith('/claim')).length >= 2);

  expect(work?.signal.reason).toMatchObject({ why: 'lease_lost' });
  expect(server.asked.map(({ path }) => path.split('/').at(-1))).not.toContain('fail');
  await runner.stop();
  expect(await readdir(work_dir)).toEqual([]);
});

test.each([-3600, 3600])('a runner whose clock is wrong by %i seconds keeps its lease', async (wrong) => {
  const job = server.addJob('test.wait', {}, 1);
  const child = await spawnRunner(['--import', clockWrongBy(wrong)]);

  await server.until(() => job.heartbeats.length >= 4);
  child.kill('SIGTERM');
  await once(child, 'exit');

  expect(job).toMatchObject({ attempt: 1, releases: 1 });
});

test('a cancelled job stops at the next heartbeat and is given back', async () => {
  const job = server.addJob('test.wait', {}, 1);
  job.cancel = true;
  let why: unknown;

  await run({
    'test.wait': async (work) => {
      await pause(2 ** 30, work.signal).catch((error: unknown) => {
        why = error;
      });
      job.kind = 'test.nobody';
      return {};
    },
  });
  await server.until(() => job.releases === 1);

  expect(why).toMatchObject({ why: 'cancelled' });
  expect(job.result).toBeUndefined();
});

test('a server that is overloaded or away for a moment costs nothing but time', async () => {
  const job = server.addJob('test.echo');
  const refused = new Map<string, number>();
  server.hooks.answer = ({ path }) => {
    const times = (refused.get(path) ?? 0) + 1;
    refused.set(path, times);
    return times === 1 ? { status: 503 } : undefined;
  };
  server.hooks.put = (name) => {
    const times = (refused.get(name) ?? 0) + 1;
    refused.set(name, times);
    return times === 1 ? 503 : undefined;
  };

  await run({
    'test.echo': async ({ uploads, publish }) => {
      await uploads.add(text('a.txt'));
      await uploads.settled();
      await publish({ part: 1 });
      return { whole: 1 };
    },
  });
  await server.until(() => job.state === 'completed');

  expect(job).toMatchObject({ attempt: 1, published: [{ part: 1 }], result: { whole: 1 } });
  expect(job.files.get('a.txt')?.toString()).toBe('a.txt');
});

test('an address that has run out is asked for again', async () => {
  const job = server.addJob('test.echo');
  let expired = 1;
  server.hooks.put = () => (expired-- > 0 ? 403 : undefined);

  await run({ 'test.echo': async ({ uploads }) => ({ done: await uploads.add(text('a.txt')) }) });
  await server.until(() => job.state === 'completed');

  expect(server.asked.filter(({ path }) => path.endsWith('/outputs'))).toHaveLength(2);
});

test('a failure is told with its code, and the runner goes on', async () => {
  const broken = server.addJob('test.break');
  const fine = server.addJob('test.echo');

  await run({
    'test.break': async () => {
      throw new JobFailure('source_truncated', { permanent: true, technical: '12 of 60 s' });
    },
    'test.echo': async () => ({}),
  });
  await server.until(() => fine.state === 'completed' && broken.state === 'failed');

  expect(broken).toMatchObject({ reason: 'source_truncated: 12 of 60 s', permanent: true });
});

test('a full disk fails the attempt, not the job', async () => {
  const job = server.addJob('test.fill');

  await run({
    'test.fill': async () => {
      await using full = await open('/dev/full', 'w');
      await full.write('x');
      return {};
    },
  });
  await server.until(() => job.state === 'failed');

  expect(job).toMatchObject({ reason: 'disk_full', permanent: false, attempt: 2 });
});

test('SIGTERM gives the job back, removes the files and ends the process', async () => {
  const job = server.addJob('test.wait');
  const child = await spawnRunner();
  await server.until(() => job.state === 'leased');

  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');

  expect({ code, releases: job.releases }).toEqual({ code: 0, releases: 1 });
  expect(await readdir(work_dir)).toEqual([]);
});

test('a runner whose parent is gone gives the job back and ends', async () => {
  const job = server.addJob('test.wait');
  const child = await spawnRunner();
  await server.until(() => job.state === 'leased');

  child.disconnect();
  const [code] = await once(child, 'exit');

  expect({ code, releases: job.releases }).toEqual({ code: 0, releases: 1 });
});

test('a runner whose parent is gone before it has begun ends too', async () => {
  const child = await spawnRunner();

  child.disconnect();
  const [code] = await once(child, 'exit');

  expect(code).toBe(0);
});

test('what a killed run left behind is removed by the next one, and nothing of a living one', async () => {
  const job = server.addJob('test.wait');
  const child = await spawnRunner();
  await server.until(() => job.state === 'leased');
  const [left] = await readdir(work_dir);
  await writeFile(join(work_dir, 'not-ours'), '');

  const beside = await run({});
  expect(await readdir(work_dir)).toContain(left);
  await beside.stop();
  child.kill('SIGKILL');
  await once(child, 'exit');
  await run({});

  const remaining = await readdir(work_dir);
  expect(remaining).not.toContain(left);
  expect(remaining).toContain('not-ours');
});
