import type { JobQueue } from '@seodang/contract/jobs.ts';
import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { Order } from '#core/list.ts';
import type { JobStatus } from '#db/types.ts';

export const sortable = ['id', 'created_at', 'finished_at', 'status'] as const;
const shown = [
  'id',
  'kind',
  'subject_id',
  'status',
  'attempt',
  'failures',
  'max_failures',
  'progress',
  'stage',
  'last_error',
  'leased_by',
  'leased_until',
  'cancel_requested',
  'created_at',
  'started_at',
  'finished_at',
] as const;

type Filter = { status?: JobStatus | undefined; kind?: string | undefined };

function filtered(tx: Tx, { status, kind }: Filter) {
  let query = tx.selectFrom('job').where('tenant_id', '=', tx.tenant_id);
  if (status) query = query.where('status', '=', status);
  if (kind) query = query.where('kind', '=', kind);
  return query;
}

export async function countJobs(tx: Tx, filter: Filter): Promise<number> {
  const { count } = await filtered(tx, filter)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

type Window = { limit: number; offset: number; order: readonly Order<(typeof sortable)[number]>[] };

export function listJobs(tx: Tx, filter: Filter, { limit, offset, order }: Window) {
  let query = filtered(tx, filter).select(shown).limit(limit).offset(offset);
  for (const { column, direction } of order) query = query.orderBy(column, direction);
  return query.orderBy('id', 'desc').execute();
}

export function findJob(tx: Tx, id: number) {
  return tx
    .selectFrom('job')
    .select(shown)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .executeTakeFirst();
}

export function listAttempts(tx: Tx, id: number) {
  return tx
    .selectFrom('job_attempt')
    .select(['attempt', 'leased_by', 'started_at', 'ended_at', 'outcome', 'error'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('job_id', '=', id)
    .orderBy('attempt')
    .execute();
}

export function listRunners(tx: Tx, since: Date) {
  return tx
    .selectFrom('runner')
    .select(['id', 'kinds', 'last_seen_at'])
    .where('last_seen_at', '>=', since)
    .orderBy('id')
    .execute();
}

/** Kinds with work that waits, is being done, or failed since then. */
export async function listQueues(tx: Tx, now: Date, since: Date): Promise<JobQueue[]> {
  const { rows } = await sql<JobQueue>`
    select kind, count(*) filter (where status = 'queued')::int as queued,
      count(*) filter (where status = 'queued' and not_before > ${now})::int as resting,
      count(*) filter (where status = 'leased')::int as leased, count(*) filter (where status = 'failed')::int as failed,
      min(created_at) filter (where status = 'queued' and not_before <= ${now}) as oldest_queued_at,
      min(leased_until) filter (where status = 'leased') as soonest_lease_end
    from job
    where tenant_id = ${tx.tenant_id} and (status in ('queued', 'leased') or status = 'failed' and finished_at >= ${since})
    group by kind order by kind`.execute(tx);
  return rows;
}
