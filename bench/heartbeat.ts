import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { record } from './figures.ts';
import { measure, withViewers } from './viewers.ts';
import type { Load, Measured } from './viewers-load.ts';

const viewers = 200;
const seconds = 10;

async function measureEcho(load: Load): Promise<Measured> {
  const server = fork(join(import.meta.dirname, 'heartbeat-echo.ts'));
  const [{ port }] = (await once(server, 'message')) as [AddressInfo];
  const measured = await measure({ ...load, port, path: '/echo' });
  server.disconnect();
  return measured;
}

/** One prepared UPDATE of one row through the driver, as fast as ten connections do it. */
async function measureUpdate(owner: pg.Pool): Promise<number> {
  const { rows } = await owner.query<{ session_id: string }>('select session_id from playback_session');
  const until = performance.now() + 5000;
  let done = 0;
  const text = 'update playback_session set last_seen_at = $1 where session_id = $2';
  await Promise.all(
    rows.map(async ({ session_id }) => {
      for (; performance.now() < until; done += 1)
        await owner.query({ name: 'update', text, values: [new Date().toISOString(), session_id] });
    }),
  );
  return Math.round(done / 5);
}

await withViewers(viewers, async ({ owner, port, cpuSeconds, ...theatre }) => {
  const path = '/api/v1/playback/heartbeat';
  const load: Load = { port, path, seconds, sends: 'beat', viewers: theatre.viewers };
  const echo = await measureEcho(load);
  const before = cpuSeconds();
  const heartbeat = await measure(load);
  const after = cpuSeconds();
  const { rows } = await owner.query<{ least: number }>(
    'select min(watched_ms) / 1000 as least from video_progress',
  );
  const update = await measureUpdate(owner);
  console.log(
    `load ${loadavg()
      .map((n) => n.toFixed(1))
      .join(' ')}; every viewer has at least ${rows[0]?.least} s on record`,
  );
  const each = (part: 'node' | 'postgres') =>
    Math.round(((after[part] - before[part]) / heartbeat.done) * 1e6);
  console.log(
    `CPU a heartbeat: Node ${each('node')} µs, PostgreSQL ${each('postgres')} µs, load ${heartbeat.cpu_us} µs`,
  );
  record('npm run bench heartbeat', [
    {
      name: 'heartbeat_pg_per_s',
      value: heartbeat.per_second,
      unit: '/s',
      limit: 8000,
      limit_what: 'at least; load generator and database on the same cores',
    },
    {
      name: 'heartbeat_pg_p99_ms',
      value: heartbeat.p99_ms,
      unit: 'ms',
      limit: 60,
      limit_what: `at most; ${viewers} viewers without a pause`,
    },
    {
      name: 'heartbeat_echo_per_s',
      value: echo.per_second,
      unit: '/s',
      limit: heartbeat.per_second,
      limit_what: 'for comparison: a bare server that echoes the same body, the same load',
    },
    {
      name: 'heartbeat_update_per_s',
      value: update,
      unit: '/s',
      limit: heartbeat.per_second,
      limit_what: 'for comparison: one prepared UPDATE without HTTP',
    },
  ]);
});
