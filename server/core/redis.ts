import { once } from 'node:events';
import { Redis } from 'ioredis';
import type { Config } from '#core/config.ts';

const PATIENCE_MS = 2000;

/**
 * The connection of this process, where REDIS_URL names one; it connects again whenever it can. What is asked while it is
 * away fails at once, and nothing is asked twice. Commands of the same moment travel together.
 */
export async function openRedis({ REDIS_URL }: Pick<Config, 'REDIS_URL'>): Promise<Redis | undefined> {
  if (!REDIS_URL) return undefined;
  const redis = new Redis(REDIS_URL, {
    enableAutoPipelining: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: PATIENCE_MS,
    commandTimeout: PATIENCE_MS,
    retryStrategy: (times) => Math.min(20 * 2 ** times, 1000),
  });
  // Who asks is told by the answer, and /readyz by a connection of its own.
  redis.on('error', () => {});
  await once(redis, 'ready', { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => {});
  return redis;
}
