import { type ParsedCronItem, parseCronItems, type TaskList } from 'graphile-worker';
import type pg from 'pg';
import { z } from 'zod';
import type { Scope } from '#core/scope.ts';
import { defineTask, type Task } from '#core/tasks.ts';

/** Work that nobody asks for, done in every academy each hour or day; safe to run twice. */
export type Upkeep = {
  readonly name: string;
  readonly every: 'hour' | 'day';
  /** Does up to `limit` of what there is to do, in one transaction; returns how much. */
  readonly step: (scope: Scope, limit: number) => Promise<number>;
};

/** A step holds few locks for a short time; what a run leaves is done by the next one. */
const STEP = 1000;
const STEPS = 100;

/** At the least busy minute of the hour, and of the night in Korea. */
const when = { hour: '37 * * * *', day: '7 19 * * *' } as const;
const DAY_MS = 24 * 3600 * 1000;

/** Takes steps until nothing is left or the run has done enough; returns how much was done. */
export async function keepUp(scope: Scope, { step }: Upkeep): Promise<number> {
  let done = 0;
  for (let taken = 0; taken < STEPS; taken++) {
    const some = await step(scope, STEP);
    done += some;
    if (some < STEP) break;
  }
  return done;
}

export function upkeepTasks(upkeeps: readonly Upkeep[]): Task[] {
  return upkeeps.map((upkeep) =>
    defineTask({
      name: upkeep.name,
      payload: z.strictObject({}),
      run: async (scope) => void (await keepUp(scope, upkeep)),
    }),
  );
}

/** Queues the upkeep of the hour or day for every academy, as the owner of the database, who alone sees them all. */
export async function queueUpkeep(
  owner: Pick<pg.ClientBase, 'query'>,
  upkeeps: readonly Upkeep[],
  every: Upkeep['every'],
): Promise<void> {
  const names = upkeeps.filter((upkeep) => upkeep.every === every).map(({ name }) => name);
  await owner.query(
    `select app.enqueue(task, json_build_object('tenant_id', t.id, 'payload', json_build_object()), null,
       t.id || ':' || task || ':upkeep', 2, 'upkeep')
     from tenant t cross join unnest($1::text[]) task`,
    [names],
  );
}

/** Of several processes that run tasks, one queues; a machine that was off then catches up when it starts. */
export function upkeepClock(upkeeps: readonly Upkeep[]): { items: ParsedCronItem[]; tasks: TaskList } {
  const rounds = ['hour', 'day'] as const;
  const items = rounds.map((every) => ({
    task: `core.upkeep_of_${every}`,
    match: when[every],
    options: { backfillPeriod: DAY_MS, jobKey: `core.upkeep_of_${every}` },
  }));
  const tasks = rounds.map((every): [string, TaskList[string]] => [
    `core.upkeep_of_${every}`,
    (_payload, { withPgClient }) => withPgClient((client) => queueUpkeep(client, upkeeps, every)),
  ]);
  return { items: parseCronItems(items), tasks: Object.fromEntries(tasks) };
}
