import { type Logger, type Runner, run } from 'graphile-worker';
import type { Db } from '#core/db.ts';
import { type Round, roundClock } from '#core/rounds.ts';
import { openTaskPool } from '#core/task-pool.ts';
import { openPresence } from '#core/task-presence.ts';
import { type Task, toGraphile } from '#core/tasks.ts';
import { type Upkeep, upkeepClock } from '#core/upkeep.ts';

export type Work = {
  readonly tasks: readonly Task[];
  readonly upkeeps: readonly Upkeep[];
  readonly rounds?: readonly Round[];
};

/** Runs the tasks, and the upkeep at its times, until stopped; as the owner, whose graphile-worker's tables are. */
export async function runTasks(
  ownerUrl: string,
  db: Db,
  { tasks, upkeeps, rounds = [] }: Work,
  logger: Logger,
): Promise<{ stop: () => Promise<void> }> {
  const presence = await openPresence(ownerUrl);
  const pool = openTaskPool(ownerUrl, 5);
  const clock = upkeepClock(upkeeps);
  const often = roundClock(rounds);
  const runner: Runner = await run({
    pgPool: pool,
    concurrency: 4,
    noHandleSignals: true,
    pollInterval: 2000,
    logger,
    events: presence.events,
    parsedCronItems: [...clock.items, ...often.items],
    taskList: {
      ...Object.fromEntries(tasks.map((task) => [task.name, toGraphile(db, task)])),
      ...clock.tasks,
      ...often.tasks,
    },
  });
  return {
    async stop() {
      await runner.stop();
      await pool.end();
      await presence.close();
    },
  };
}
