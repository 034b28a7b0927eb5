import { Logger, runTaskListOnce } from 'graphile-worker';
import type pg from 'pg';
import type { Db } from '#core/db.ts';
import { type Task, toGraphile } from '#core/tasks.ts';

/** Runs what is queued, and what that queues, until nothing is left. A task that fails fails the test. */
export async function runQueued(
  owner: pg.Pool,
  db: Db,
  tasks: readonly Task[],
  clock?: () => Date,
): Promise<string[]> {
  const ran: string[] = [];
  const list = Object.fromEntries(
    tasks.map((task) => {
      const work = toGraphile(db, task, clock);
      return [
        task.name,
        async (payload: unknown, helpers: Parameters<typeof work>[1]) => {
          await work(payload as never, helpers);
          ran.push(task.name);
        },
      ];
    }),
  );
  const client = await owner.connect();
  try {
    await runTaskListOnce({ logger: new Logger(() => () => {}) }, list, client);
    const { rows } = await client.query<{ task_identifier: string; last_error: string }>(
      'select task_identifier, last_error from graphile_worker.jobs where last_error is not null',
    );
    const [failed] = rows;
    if (failed) throw new Error(`${failed.task_identifier} failed: ${failed.last_error}`);
  } finally {
    client.release();
  }
  return ran;
}
