import { ApiProblem, createCall } from '@seodang/contract/call.ts';
import type { ClaimedJob } from '@seodang/contract/jobs.ts';
import type { z } from 'zod';
import type { RunnerConfig } from './config.ts';

/** How long one request may take before it counts as lost. */
const patience_ms = 30_000;

/** A claimed job as it travels: instants are text. */
export type Job = z.input<typeof ClaimedJob>;
export type Call = ReturnType<typeof createCall>;

/** A reply that is no answer of the API: a gateway's page, an overloaded server. */
export class ServerTrouble extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`server answered ${status}`);
    this.name = 'ServerTrouble';
    this.status = status;
  }
}

/** The API as a runner sees it. Throws ApiProblem for refusals, ServerTrouble and network errors for the rest. */
export function serverCall(
  config: Pick<RunnerConfig, 'SEODANG_URL' | 'INTERNAL_WORKER_TOKEN' | 'WORKER_ID'>,
): Call {
  const base = `${config.SEODANG_URL.replace(/\/+$/, '')}/api/v1`;
  return createCall(async (url, init) => {
    const headers = new Headers(init.headers);
    headers.set('x-worker-token', config.INTERNAL_WORKER_TOKEN);
    headers.set('x-worker-id', config.WORKER_ID);
    const signals = [AbortSignal.timeout(patience_ms), ...(init.signal ? [init.signal] : [])];
    const reply = await fetch(`${base}${url}`, { ...init, headers, signal: AbortSignal.any(signals) });
    const isJson = /\bjson\b/.test(reply.headers.get('content-type') ?? '');
    if (reply.status >= 500 || (!isJson && reply.status !== 204)) {
      await reply.body?.cancel();
      throw new ServerTrouble(reply.status);
    }
    return reply;
  });
}

/** Network errors, 5xx and 429 pass; what the API refused stays refused. */
export function mayPass(error: unknown): boolean {
  return error instanceof ApiProblem ? error.problem.status === 429 : true;
}

/** The lease is gone: another runner has the job, or it is finished, cancelled or unknown. */
export function isLeaseGone(error: unknown): boolean {
  return error instanceof ApiProblem && (error.problem.status === 409 || error.problem.status === 404);
}
