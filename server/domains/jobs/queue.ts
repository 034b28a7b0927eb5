import type { z } from 'zod';
import { lock, lockAll, type Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import type { Scope } from '#core/scope.ts';
import * as leases from './lease.queries.ts';
import * as queries from './queue.queries.ts';
import { settleJob } from './settle.ts';

type Kind<P extends z.ZodType> = { readonly kind: string; readonly privatePayload: P };
export type NewJob<P> = { subject_id: number; private_payload: P; priority?: number; max_failures?: number };

/** Queues work in the caller's transaction. While one job for the same subject waits or runs, there is no second. */
export async function queueJob<P extends z.ZodType>(
  tx: Tx,
  kind: Kind<P>,
  job: NewJob<z.input<P>>,
): Promise<number> {
  await lock(tx, kind.kind, job.subject_id);
  const active = await queries.findActive(tx, kind.kind, job.subject_id);
  if (active) return active.id;
  const private_payload = kind.privatePayload.parse(job.private_payload);
  const { id } = await queries.insertJob(tx, { ...job, kind: kind.kind, private_payload });
  await publish(tx, 'jobs');
  return id;
}

/** The same for many subjects at once, in as few questions as for one. */
export async function queueJobs<P extends z.ZodType>(
  tx: Tx,
  { kind, privatePayload }: Kind<P>,
  jobs: readonly NewJob<z.input<P>>[],
): Promise<void> {
  if (jobs.length === 0) return;
  await lockAll(
    tx,
    kind,
    jobs.map(({ subject_id }) => subject_id),
  );
  await queries.insertJobs(
    tx,
    jobs.map((job) => ({ ...job, kind, private_payload: privatePayload.parse(job.private_payload) })),
  );
  await publish(tx, 'jobs');
}

/** Stops a job: one that waits at once, a running one at its runner's next heartbeat; false when it had ended. */
export async function cancel(scope: Scope, tx: Tx, id: number): Promise<boolean> {
  const job = await leases.lockJob(tx, id);
  if (!job || (job.status !== 'queued' && job.status !== 'leased')) return false;
  if (job.status === 'leased') await queries.requestCancel(tx, id);
  else {
    await leases.endLease(tx, id, scope.now, { status: 'cancelled', failures: job.failures });
    await settleJob(tx, id);
  }
  await publish(tx, 'jobs');
  return true;
}
