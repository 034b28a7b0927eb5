import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { completeJob, failJob, publishJob, releaseJob } from '@seodang/contract/jobs.ts';
import type { Route } from '@seodang/contract/route.ts';
import { openAddresses } from './addresses.ts';
import { Stopped, type StopReason, toFailure } from './failure.ts';
import { keepLease, type Status } from './lease.ts';
import type { Log } from './log.ts';
import { type Backoff, retry } from './retry.ts';
import { type Call, isLeaseGone, type Job, mayPass } from './server.ts';
import { Uploads } from './uploads.ts';

export type Result = Record<string, unknown>;

/** What a handler of a kind gets. Everything stops when `signal` does; `folder` is removed after the attempt. */
export type Work = {
  job: Job;
  folder: string;
  signal: AbortSignal;
  log: Log;
  uploads: Pick<Uploads, 'add' | 'settled'>;
  /** 0..1; never goes back within an attempt. Staff see it, with the stage, at the next heartbeat. */
  report(progress: number, stage: string): void;
  /** Shows a part of the result that is whole by itself; its files must be in the storage. */
  publish(result: Result): Promise<void>;
};
/** Does a job of one kind; returns its result, throws JobFailure. */
export type Handler = (work: Work) => Promise<Result>;

export type Attempt = {
  call: Call;
  job: Job;
  handler: Handler;
  run_folder: string;
  shutdown: AbortSignal;
  log: Log;
  /** How long to insist when the storage does not take a file. */
  storage: Backoff;
};
/** `no_room`: failed, since the disk of this machine is full. */
export type Outcome = 'completed' | 'failed' | 'no_room' | StopReason;

const patience: Backoff = { first_ms: 200, most_ms: 5_000, tries: 40 };
const telling = 'telling';
const telling_ms = 5_000;
const parting: Backoff = { first_ms: 200, most_ms: 1_000, tries: 3 };

/** Works on one claimed job until the server knows how it ended, or until the lease is gone. Never throws. */
export async function runAttempt(given: Attempt): Promise<Outcome> {
  const { call, job, run_folder, shutdown } = given;
  const log: Log = (event, fields) => given.log(event, { job_id: job.id, attempt: job.attempt, ...fields });
  const control = new AbortController();
  const ended = new AbortController();
  const stop = (why: StopReason) => control.abort(new Stopped(why));
  const status: Status = { progress: 0, stage: 'starting' };
  // What is done and only has to be told is not thrown away for a shutdown.
  const onShutdown = () => {
    if (status.stage === telling) setTimeout(stop, telling_ms, 'shutdown').unref();
    else stop('shutdown');
  };
  shutdown.addEventListener('abort', onShutdown, { once: true });
  if (shutdown.aborted) onShutdown();

  const lease = keepLease({ call, job, status: () => status, stop, signal: ended.signal });
  const folder = join(run_folder, `job-${job.id}-${job.attempt}-${job.lease_token.slice(0, 8)}`);
  const attempt: Running = { ...given, log, folder, signal: control.signal, status };
  log('job.started', { kind: job.kind });
  try {
    const outcome = await outcomeOf(attempt);
    log('job.ended', { outcome });
    return outcome;
  } finally {
    ended.abort();
    shutdown.removeEventListener('abort', onShutdown);
    await lease;
    await rm(folder, { recursive: true, force: true }).catch(() => log('folder.not_removed'));
  }
}

type Running = Attempt & { folder: string; signal: AbortSignal; status: Status };

async function outcomeOf(attempt: Running): Promise<Outcome> {
  try {
    return await workOrFail(attempt);
  } catch {
    const why = attempt.signal.reason instanceof Stopped ? attempt.signal.reason.why : 'lease_lost';
    if (why !== 'lease_lost') await giveBack(attempt);
    return why;
  }
}

async function workOrFail(attempt: Running): Promise<Outcome> {
  try {
    const result = await work(attempt);
    await tell(attempt, completeJob, { result });
    return 'completed';
  } catch (error) {
    attempt.signal.throwIfAborted();
    if (isLeaseGone(error)) throw error;
    const { code, reason, permanent } = toFailure(error);
    attempt.log('job.failed', { reason, permanent });
    await tell(attempt, failJob, { reason, permanent });
    return code === 'disk_full' ? 'no_room' : 'failed';
  }
}

async function work(attempt: Running): Promise<Result> {
  const { call, job, folder, signal, status, log, storage } = attempt;
  await mkdir(folder, { recursive: true });
  const uploads = new Uploads(openAddresses(call, job, signal), signal, storage);
  const result = await attempt.handler({
    job,
    folder,
    signal,
    log,
    uploads,
    report(progress, stage) {
      status.progress = Math.max(status.progress, Math.min(1, progress));
      status.stage = stage;
    },
    async publish(part) {
      await tell(attempt, publishJob, { result: part });
      log('job.published');
    },
  });
  await uploads.settled();
  signal.throwIfAborted();
  status.stage = telling;
  return result;
}

type Word = typeof completeJob | typeof failJob | typeof publishJob;

async function tell(
  { call, job, signal }: Running,
  route: Word,
  said: Record<string, unknown>,
): Promise<void> {
  const body = { lease_token: job.lease_token, ...said };
  await retry(patience, signal, mayPass, () =>
    call<Route>(route, { params: { id: job.id }, body }, { signal }),
  );
}

async function giveBack({ call, job, log }: Running): Promise<void> {
  const body = { lease_token: job.lease_token };
  const signal = AbortSignal.timeout(5_000);
  await retry(parting, signal, mayPass, () =>
    call(releaseJob, { params: { id: job.id }, body }, { signal }),
  ).catch(() => log('job.not_given_back'));
}
