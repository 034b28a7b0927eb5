import { heartbeatJob } from '@seodang/contract/jobs.ts';
import type { StopReason } from './failure.ts';
import { pause } from './retry.ts';
import { type Call, isLeaseGone, type Job } from './server.ts';

export type Status = { progress: number; stage: string };

type Lease = {
  call: Call;
  job: Job;
  status: () => Status;
  stop: (why: StopReason) => void;
  signal: AbortSignal;
};

/** Keeps the lease until the signal ends it. Calls `stop` when the server takes the job away or cannot be reached. */
export async function keepLease({ call, job, status, stop, signal }: Lease): Promise<void> {
  const lease_ms = job.lease_seconds * 1000;
  // Counted on our own clock from before each request was sent, so neither clock skew nor a slow reply stretches it.
  let holds_until = performance.now() + lease_ms;
  let wait = lease_ms / 3;
  while (!signal.aborted) {
    await pause(wait, signal).catch(() => undefined);
    if (signal.aborted) return;
    const asked = performance.now();
    try {
      const body = { lease_token: job.lease_token, ...status() };
      const reply = await call(heartbeatJob, { params: { id: job.id }, body }, { signal });
      if (reply.cancel) return stop('cancelled');
      holds_until = asked + lease_ms;
      wait = lease_ms / 3;
    } catch (error) {
      if (isLeaseGone(error) || performance.now() >= holds_until) return stop('lease_lost');
      wait = Math.max(1, Math.min(lease_ms / 10, holds_until - performance.now()));
    }
  }
}
