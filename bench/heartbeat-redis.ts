import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { RedisServer } from '../server/testing/redis.ts';
import { record } from './figures.ts';
import { measure, withViewers } from './viewers.ts';

const viewers = 200;
const seconds = 10;

/** CPU seconds of a process so far. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const redis = await RedisServer.start();
try {
  await withViewers(
    viewers,
    async ({ owner, port, cpuSeconds, ...theatre }) => {
      const path = '/api/v1/playback/heartbeat';
      const before = { ...cpuSeconds(), redis: cpuOf(redis.pid) };
      const heartbeat = await measure({ port, path, seconds, sends: 'beat', viewers: theatre.viewers });
      const after = { ...cpuSeconds(), redis: cpuOf(redis.pid) };
      const { rows } = await owner.query<{ least: number }>(
        'select min(watched_ms) / 1000 as least from video_progress',
      );
      const load = loadavg().map((n) => n.toFixed(1));
      console.log(`load ${load.join(' ')}; every viewer has at least ${rows[0]?.least} s on record`);
      const each = (part: 'node' | 'postgres' | 'redis') =>
        `${Math.round(((after[part] - before[part]) / heartbeat.done) * 1e6)} µs`;
      const parts = `Node ${each('node')}, Redis ${each('redis')}, PostgreSQL ${each('postgres')}`;
      console.log(`CPU a heartbeat: ${parts}, load ${heartbeat.cpu_us} µs`);
      record('npm run bench heartbeat-redis', [
        {
          name: 'heartbeat_redis_per_s',
          value: heartbeat.per_second,
          unit: '/s',
          limit: 16000,
          limit_what: `at least; one API process, load generator, Redis and database on the same cores; load ${load[0]}`,
        },
        {
          name: 'heartbeat_redis_p99_ms',
          value: heartbeat.p99_ms,
          unit: 'ms',
          limit: 60,
          limit_what: `at most; ${viewers} viewers without a pause`,
        },
      ]);
    },
    { REDIS_URL: redis.url },
  );
} finally {
  await redis.stop();
}
