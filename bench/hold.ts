import { loadavg } from 'node:os';
import type pg from 'pg';
import { record } from './figures.ts';
import { measure, withViewers } from './viewers.ts';
import type { Load } from './viewers-load.ts';

/** As players do: a heartbeat each 15 seconds, and what happened, say five events, once a minute. */
const [viewers, seconds] = [10_000, 90];
const beat_s = 15;
const [events, events_s] = [5, 60];
/** A quarter of them send four times as often: a process may have 20,000 connections. */
const sending = 4;
const p99_limit = 250;

async function bytesOf(owner: pg.Pool): Promise<number> {
  const { rows } = await owner.query<{ bytes: string }>(
    'select pg_database_size(current_database()) as bytes',
  );
  return Number(rows[0]?.bytes);
}

await withViewers(viewers, async ({ owner, port, cpuSeconds, memory, ...theatre }) => {
  const of = (path: string, sends: Load['sends'], every_s: number, who = theatre.viewers) =>
    measure({
      ...{ port, seconds, sends, every_s },
      path: `/api/v1/playback/${path}`,
      viewers: who,
    });
  const [before, stored, started] = [cpuSeconds(), await bytesOf(owner), performance.now()];
  const [beats, batches] = await Promise.all([
    of('heartbeat', 'beat', beat_s),
    of('events', events, events_s / sending, theatre.viewers.slice(0, viewers / sending)),
  ]);
  const hours = ((performance.now() - started) / 3_600_000) * viewers;
  const after = cpuSeconds();
  const cpu = after.node - before.node + after.postgres - before.postgres;
  const bytes = (await bytesOf(owner)) - stored;
  console.log(
    `${beats.per_second} heartbeats/s, p50 ${beats.p50_ms} ms; ${batches.per_second} batches/s, p99 ${batches.p99_ms} ms; Node holds ${Math.round(memory())} MB; load ${(loadavg()[0] ?? 0).toFixed(1)}`,
  );
  const isHeld = beats.p99_ms <= p99_limit && batches.p99_ms <= p99_limit;
  record('npm run bench hold', [
    {
      ...{ name: 'viewers_held', value: isHeld ? viewers : 0, unit: 'viewers', limit: viewers },
      limit_what: `at least; for ${seconds} s, a heartbeat each ${beat_s} s and ${events} events a minute each, no error; one process, load generator and database on the same cores; p99 in the next line`,
    },
    {
      ...{ name: 'viewers_held_p99_ms', value: Math.max(beats.p99_ms, batches.p99_ms), unit: 'ms' },
      ...{
        limit: p99_limit,
        limit_what: `at most; ${viewers} viewers, the slower of heartbeats and batches`,
      },
    },
    {
      ...{
        name: 'viewer_hour_cpu_s',
        value: Math.round((cpu / hours) * 1000) / 1000,
        unit: 'CPU-s',
        limit: 1,
      },
      limit_what: 'at most; Node and PostgreSQL together, heartbeats and events of one viewer for an hour',
    },
    {
      ...{
        name: 'viewer_hour_stored_kb',
        value: Math.round(bytes / hours / 100) / 10,
        unit: 'kB',
        limit: 400,
      },
      limit_what: `at most; what the database grew by, ${events * 60} events an hour and all that updates leave behind`,
    },
  ]);
});
