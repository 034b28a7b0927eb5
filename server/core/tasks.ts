import type { Task as GraphileTask } from 'graphile-worker';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Db, Tx } from '#core/db.ts';
import { openScope, type Scope } from '#core/scope.ts';

/** Background work in our own process: queued in the caller's transaction, safe to run twice. */
export type Task<S extends z.ZodType = z.ZodType> = {
  readonly name: string;
  readonly payload: S;
  readonly run: (scope: Scope, payload: z.output<S>) => Promise<void>;
};

/** Declares a task; the payload's type is known to its body and forgotten by those who only run it. */
export function defineTask<S extends z.ZodType>(task: Task<S>): Task<S> {
  return task;
}

/**
 * `key` folds: a task that waits under the same key is replaced; one that already runs is followed by another.
 * `queue`: tasks of one queue run one after the other, so that long ones do not hold up all the others.
 */
export type TaskOptions = { key?: string; runAt?: Date; attempts?: number; queue?: string };

/** Queues in the caller's transaction: no commit, no task. */
export async function enqueue<S extends z.ZodType>(
  tx: Tx,
  task: Pick<Task<S>, 'name' | 'payload'>,
  payload: z.input<S>,
  { key, runAt, attempts = 4, queue }: TaskOptions = {},
): Promise<void> {
  const envelope = JSON.stringify({ tenant_id: tx.tenant_id, payload: task.payload.parse(payload) });
  const folded = key === undefined ? null : `${tx.tenant_id}:${task.name}:${key}`;
  await sql`
    select app.enqueue(${task.name}, ${envelope}, ${runAt ?? null}, ${folded}, ${attempts}, ${queue ?? null})`.execute(
    tx,
  );
}

/** The task as graphile-worker runs it, in a scope of the tenant that queued it. */
export function toGraphile(db: Db, task: Task, clock: () => Date = () => new Date()): GraphileTask {
  return async (raw) => {
    const { tenant_id, payload } = raw as { tenant_id: number; payload: unknown };
    const scope = openScope(db, tenant_id, { kind: 'system', reason: task.name }, { now: clock() });
    await task.run(scope, task.payload.parse(payload));
  };
}
