import { EventEmitter } from 'node:events';
import type { WorkerEvents } from 'graphile-worker';
import pg from 'pg';

const NAME = 'seodang-tasks';
const AGAIN_MS = 1000;

/**
 * Says by an open connection that this process runs tasks. graphile-worker keeps the tasks of a killed process locked
 * for four hours; here they are freed at the next start, by the connections that are gone.
 */
export async function openPresence(ownerUrl: string) {
  const workers = new Set<string>();
  let client = await connected(ownerUrl);
  let closed = false;
  let told: Promise<unknown> = freeTasksOfTheDead(client);
  await told;

  const tell = () => {
    told = told.then(() => client.query(PRESENT, [[...workers]])).catch(() => {});
  };
  const watch = () => client.once('end', () => closed || again());
  // The database was restarted: others must not take this living process for a dead one.
  const again = () => {
    connected(ownerUrl).then(
      (fresh) => {
        client = fresh;
        watch();
        tell();
      },
      () => setTimeout(() => closed || again(), AGAIN_MS).unref(),
    );
  };
  watch();

  const events: WorkerEvents = new EventEmitter();
  events.on('worker:create', ({ worker }) => {
    workers.add(worker.workerId);
    tell();
  });
  const close = async () => {
    closed = true;
    await told;
    await client.end();
  };
  return { events, close };
}

async function connected(ownerUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: NAME });
  client.on('error', () => {});
  await client.connect();
  return client;
}

const PRESENT = `
  insert into task_worker
  select worker_id, pid, backend_start from unnest($1::text[]) worker_id, pg_stat_activity
  where pid = pg_backend_pid()
  on conflict (worker_id) do update set backend_pid = excluded.backend_pid, started_at = excluded.started_at`;

async function freeTasksOfTheDead(client: pg.Client): Promise<void> {
  await client.query(
    `
    with gone as (
      delete from task_worker w where not exists (
        select from pg_stat_activity a
        where a.pid = w.backend_pid and a.backend_start = w.started_at and a.application_name = $1)
      returning worker_id)
    select graphile_worker.force_unlock_workers(array_agg(worker_id)) from gone having count(*) > 0`,
    [NAME],
  );
}
