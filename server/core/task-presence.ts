import { EventEmitter } from 'node:events';
import type { WorkerEvents } from 'graphile-worker';
import pg from 'pg';

const NAME = 'seodang-tasks';

/**
 * Says by an open connection that this process runs tasks. graphile-worker keeps the tasks of a killed process locked
 * for four hours; here they are freed at the next start, by the connections that are gone.
 */
export async function openPresence(ownerUrl: string) {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: NAME });
  client.on('error', () => {});
  await client.connect();
  await freeTasksOfTheDead(client);

  const events: WorkerEvents = new EventEmitter();
  events.on('worker:create', ({ worker }) => {
    client
      .query(
        `insert into task_worker select $1, pg_backend_pid(), backend_start from pg_stat_activity where pid = pg_backend_pid()`,
        [worker.workerId],
      )
      .catch(() => {});
  });
  return { events, close: () => client.end() };
}

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
