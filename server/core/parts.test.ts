import { expect, test } from 'vitest';
import { RedisServer } from '#testing/redis.ts';
import { cachePart } from './parts.ts';

test('a single machine runs without a cache, and says so', async () => {
  expect(await cachePart({ REDIS_URL: undefined }).check()).toMatchObject({ state: 'off' });
});

test('a configured cache must answer', async () => {
  const redis = await RedisServer.start();
  const { check } = cachePart({ REDIS_URL: redis.url });
  try {
    expect(await check()).toEqual({ state: 'ok', detail: 'answers' });
    await redis.kill();
    await expect(check()).rejects.toThrow();
  } finally {
    await redis.stop();
  }
});
