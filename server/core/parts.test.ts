import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { freePort } from '#testing/free-port.ts';
import { cachePart } from './parts.ts';

/** A real Redis of our own, up to where it says that it takes connections. */
async function startRedis(port: number, folder: string): Promise<ChildProcess> {
  const redis = spawn('redis-server', ['--port', String(port), '--save', '', '--dir', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: redis.stdout })) if (/ready to accept/i.test(line)) break;
  return redis;
}

test('a single machine runs without a cache, and says so', async () => {
  expect(await cachePart({ REDIS_URL: undefined }).check()).toMatchObject({ state: 'off' });
});

test('a configured cache must answer', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'seodang-redis-'));
  const port = await freePort();
  const { check } = cachePart({ REDIS_URL: `redis://127.0.0.1:${port}` });
  await expect(check()).rejects.toThrow();
  const redis = await startRedis(port, folder);
  try {
    expect(await check()).toEqual({ state: 'ok', detail: 'answers' });
  } finally {
    redis.kill('SIGKILL');
    await once(redis, 'exit');
    await rm(folder, { recursive: true, force: true });
  }
  await expect(check()).rejects.toThrow();
});
