import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Cluster, Redis } from 'ioredis';
import type { Config } from '#core/config.ts';

const PATIENCE_MS = 2000;

/** One server, or a cluster of them; to whoever keeps everything of one matter under one key they are the same. */
export type RedisClient = Redis | Cluster;

type Patience = {
  autoResendUnfulfilledCommands?: boolean;
  maxRetriesPerRequest: number;
  connectTimeout: number;
  commandTimeout: number;
};
type How = { patience: Patience; lazyConnect?: boolean; retryAfter: (times: number) => number | null };

const patience: Patience = {
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  connectTimeout: PATIENCE_MS,
  commandTimeout: PATIENCE_MS,
};
/**
 * The connection of this process, where REDIS_URL names one; it connects again whenever it can. What is asked while it is
 * away fails at once, and nothing is asked twice. Commands of the same moment travel together.
 */
export async function openRedis({ REDIS_URL }: Pick<Config, 'REDIS_URL'>): Promise<RedisClient | undefined> {
  if (!REDIS_URL) return undefined;
  const redis = clientFor(REDIS_URL, {
    patience,
    retryAfter: (times) => Math.min(20 * 2 ** times, 1000),
  });
  await once(redis, 'ready', { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => {});
  return redis;
}

/** Asks once whether it answers, by a connection of its own; throws what is wrong. */
export async function pingRedis(url: string): Promise<void> {
  const redis = clientFor(url, { patience, lazyConnect: true, retryAfter: () => null });
  try {
    // A cluster whose nodes cannot be reached as they name themselves is tried again and again.
    await Promise.race([redis.connect(), overdue()]);
    await redis.ping();
  } finally {
    redis.disconnect();
  }
}

async function overdue(): Promise<never> {
  await setTimeout(2 * PATIENCE_MS, undefined, { ref: false });
  throw new Error('does not answer in time');
}

const clusterScheme = /^redis(s?)-cluster:\/\//;

/** `redis-cluster://user:password@host:port,host:port` names some nodes of a cluster, which name the others. */
function clientFor(url: string, how: How): RedisClient {
  const redis = clusterScheme.test(url) ? clusterFor(url, how) : serverFor(url, how);
  // Who asks is told by the answer, and /readyz by a connection of its own.
  redis.on('error', () => {});
  return redis;
}

const usual = { enableAutoPipelining: true, enableOfflineQueue: false };
/** Of scripts one carries the questions of many: these need not wait until an earlier pipeline was answered. */
const autoPipeliningIgnoredCommands = ['evalsha', 'eval'];
/** A server that was demoted keeps its connections: behind its name, or by a new connection, is the one promoted. */
const reconnectOnError = ({ message }: Error): boolean => message.includes('READONLY');

/** A check asks before it is connected. */
function serverFor(url: string, { patience, lazyConnect = false, retryAfter }: How): Redis {
  return new Redis(url, {
    ...{ ...usual, ...patience, autoPipeliningIgnoredCommands },
    ...{ lazyConnect, reconnectOnError, retryStrategy: retryAfter },
  });
}

function clusterFor(url: string, { patience, lazyConnect = false, retryAfter }: How): Cluster {
  const [, tls = ''] = clusterScheme.exec(url) ?? [];
  const [hosts = '', account] = url.replace(clusterScheme, '').split('/')[0]?.split('@').reverse() ?? [];
  const { username, password } = new URL(account ? `redis://${account}@host` : 'redis://host');
  const nodes = hosts.split(',').map((host) => {
    const { hostname, port } = new URL(`redis://${host}`);
    return { host: hostname, port: Number(port || 6379) };
  });
  return new Cluster(nodes, {
    ...{ ...usual, lazyConnect, slotsRefreshTimeout: PATIENCE_MS, clusterRetryStrategy: retryAfter },
    redisOptions: {
      ...patience,
      ...(username && { username: decodeURIComponent(username) }),
      ...(password && { password: decodeURIComponent(password) }),
      ...(tls && { tls: {} }),
    },
  });
}
