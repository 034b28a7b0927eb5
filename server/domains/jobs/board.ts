import type { JobQueue } from '@seodang/contract/jobs.ts';
import type { ListQuery, Page } from '@seodang/contract/list.ts';
import { audit } from '#core/audit.ts';
import { offsetOf, orderOf, toPage } from '#core/list.ts';
import { found, refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import type { JobStatus } from '#db/types.ts';
import * as queries from './board.queries.ts';
import { cancel } from './queue.ts';

const DAY_MS = 24 * 3600 * 1000;
/** Who asked for work, or reported on it, within this time is alive. */
export const ALIVE_MS = 60 * 1000;

type JobQuery = ListQuery & { status?: JobStatus | undefined; kind?: string | undefined };
type ShownJob = NonNullable<Awaited<ReturnType<typeof queries.findJob>>>;

/** The academy's background work, latest first. */
export function listJobs(scope: Scope, query: JobQuery, url: string): Promise<Page<ShownJob>> {
  return scope.tx(async (tx) => {
    const order = orderOf(query, queries.sortable, [{ column: 'id', direction: 'desc' }]);
    const results = await queries.listJobs(tx, query, { ...offsetOf(query), order });
    return toPage(url, query, await queries.countJobs(tx, query), results);
  });
}

export function getJob(scope: Scope, id: number) {
  return scope.tx(async (tx) => {
    const job = found(await queries.findJob(tx, id));
    return { ...job, attempts: await queries.listAttempts(tx, id) };
  });
}

/** Stops a job for a person who says so; one that has ended is a conflict. */
export function cancelJob(scope: Scope, id: number) {
  return scope.tx(async (tx, scope) => {
    found(await queries.findJob(tx, id));
    if (!(await cancel(scope, tx, id))) refuse('conflict');
    await audit(tx, scope, { action: 'jobs.cancel', subject_type: 'job', subject_id: id });
    return found(await queries.findJob(tx, id));
  });
}

/** Runners of the last day; one that asked for work within a minute is alive. */
export function listRunners(scope: Scope) {
  return scope.tx(async (tx) => {
    const runners = await queries.listRunners(tx, new Date(scope.now.getTime() - DAY_MS));
    const alive = ({ last_seen_at }: { last_seen_at: Date }) =>
      scope.now.getTime() - last_seen_at.getTime() < ALIVE_MS;
    return { results: runners.map((runner) => ({ ...runner, alive: alive(runner) })) };
  });
}

/** What waits for runners and for how long, kind by kind. */
export function listQueues(scope: Scope): Promise<{ results: JobQueue[] }> {
  const since = new Date(scope.now.getTime() - DAY_MS);
  return scope.tx(async (tx, { now }) => ({ results: await queries.listQueues(tx, now, since) }));
}
