import { z } from 'zod';
import type { Tx } from '#core/db.ts';
import { defineTask, enqueue, type Task } from '#core/tasks.ts';
import { toJob } from './kind.ts';
import type { JobKinds } from './kinds.ts';
import * as queries from './lease.queries.ts';

const settlement = {
  name: 'jobs.settle',
  payload: z.object({ job_id: z.int(), attempt: z.int().optional(), published: z.unknown().optional() }),
};

/** Queues the after-work of a job that ended, in the transaction that ended it. */
export async function settleJob(tx: Tx, job_id: number): Promise<void> {
  await enqueue(tx, settlement, { job_id }, { key: `${job_id}`, attempts: 25 });
}

/** Queues the after-work of a part of a result; of the attempt that made it, since another may run by then. */
export async function settlePublished(
  tx: Tx,
  job_id: number,
  attempt: number,
  published: unknown,
): Promise<void> {
  const key = `${job_id}:${attempt}:published`;
  await enqueue(tx, settlement, { job_id, attempt, published }, { key, attempts: 25 });
}

/** The job as it was in this attempt or its last one, with the lease that it had then. */
async function findEnded(tx: Tx, job_id: number, wanted?: number): Promise<queries.JobRow | undefined> {
  const row = await queries.lockJob(tx, job_id);
  if (!row) return undefined;
  const attempt = wanted ?? row.attempt;
  return { ...row, attempt, lease_token: await queries.findLeaseToken(tx, job_id, attempt) };
}

/** Tells the owner of a kind what became of a job. Safe to run twice, as the owners' parts are. */
export function settleTask(kinds: JobKinds): Task {
  return defineTask({
    ...settlement,
    async run(scope, { job_id, attempt, published }) {
      const row = await scope.tx((tx) => findEnded(tx, job_id, attempt));
      if (!row) return;
      const kind = kinds.get(row.kind);
      const job = toJob(kind, row);
      if (published !== undefined) return kind.onPublished?.(scope, job, kind.result.parse(published));
      if (row.status === 'done') return kind.onDone(scope, job, kind.result.parse(row.result));
      if (row.status === 'failed') return kind.onFailed(scope, job, row.last_error ?? 'unknown');
      if (row.status === 'cancelled') return kind.onFailed(scope, job, 'cancelled');
    },
  }) as Task;
}
