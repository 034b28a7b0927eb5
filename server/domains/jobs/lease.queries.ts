import { type Selectable, sql } from 'kysely';
import type { Db, Tx } from '#core/db.ts';
import type { AttemptOutcome, Job } from '#db/types.ts';

export type JobRow = Selectable<Job>;

/** Who asks for a job, and of which kinds. */
export type Claim = { readonly runner_id: string; readonly kinds: readonly string[] };
export type ClaimedRow = Pick<
  JobRow,
  'id' | 'tenant_id' | 'kind' | 'subject_id' | 'private_payload' | 'attempt' | 'progress'
> & {
  readonly lease_token: string;
  readonly leased_until: Date;
};

/** Takes the next job for each claim, whose ever it is, in their order; see app.claim_jobs. */
export async function claimJobs(
  { pool }: Db,
  claims: readonly Claim[],
  now: Date,
  leaseSeconds: number,
): Promise<(ClaimedRow | undefined)[]> {
  const { rows } = await pool.query<ClaimedRow & { claim: number }>({
    name: 'claim_jobs',
    text: 'select * from app.claim_jobs($1, $2, make_interval(secs => $3))',
    values: [JSON.stringify(claims.map((claim, n) => ({ n, ...claim }))), now, leaseSeconds],
  });
  const byClaim = new Map(rows.map((row) => [row.claim, row]));
  return claims.map((_, n) => byClaim.get(n));
}

export async function findTenantOf(db: Db, jobId: number): Promise<number | undefined> {
  const { rows } = await sql<{
    tenant_id: number | null;
  }>`select app.job_tenant(${jobId}) as tenant_id`.execute(db);
  return rows[0]?.tenant_id ?? undefined;
}

export type SubjectLease = { id: number; lease_token: string | null; present_lease_token: string | null };

/** The latest job of a subject, with the lease that this runner had of it last and the one that counts now. */
export async function findLeaseOf(db: Db, kind: string, subject_id: number, runner_id: string) {
  const { rows } = await sql<SubjectLease>`
    select * from app.job_of_subject(${kind}, ${subject_id}, ${runner_id})`.execute(db);
  return rows[0];
}

/** A runner shows itself, at most once in ten seconds; a busy one names no kinds. */
export async function noteRunner(db: Db, runner_id: string, kinds: string[], now: Date): Promise<void> {
  await sql`
    insert into runner (id, kinds, last_seen_at) values (${runner_id}, ${kinds}, ${now})
    on conflict (id) do update set last_seen_at = excluded.last_seen_at,
      kinds = case when cardinality(excluded.kinds) > 0 then excluded.kinds else runner.kinds end
    where runner.last_seen_at < excluded.last_seen_at - interval '10 seconds'`.execute(db);
}

export function lockJob(tx: Tx, id: number): Promise<JobRow | undefined> {
  return tx
    .selectFrom('job')
    .selectAll()
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function findLeaseToken(tx: Tx, jobId: number, attempt: number): Promise<string | null> {
  const row = await tx
    .selectFrom('job_attempt')
    .select('lease_token')
    .where('tenant_id', '=', tx.tenant_id)
    .where('job_id', '=', jobId)
    .where('attempt', '=', attempt)
    .executeTakeFirst();
  return row?.lease_token ?? null;
}

export function findAttempt(tx: Tx, jobId: number, leaseToken: string) {
  return tx
    .selectFrom('job_attempt')
    .select(['attempt', 'outcome'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('job_id', '=', jobId)
    .where('lease_token', '=', leaseToken)
    .executeTakeFirst();
}

export type Report = { progress?: number | undefined; stage?: string | undefined };

/** Only the holder, only while it holds; progress never goes back within an attempt. */
export function extendLease(
  tx: Tx,
  lease: Report & { id: number; lease_token: string; now: Date; until: Date },
) {
  return tx
    .updateTable('job')
    .set((eb) => ({
      leased_until: lease.until,
      progress: eb.fn<number>('greatest', ['progress', eb.val(lease.progress ?? 0)]),
      ...(lease.stage === undefined ? {} : { stage: lease.stage }),
    }))
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', lease.id)
    .where('lease_token', '=', lease.lease_token)
    .where('leased_until', '>=', lease.now)
    .returning(['cancel_requested', 'kind', 'subject_id', 'leased_until'])
    .executeTakeFirst();
}

type Ending = {
  status: 'queued' | 'done' | 'failed' | 'cancelled';
  failures: number;
  not_before?: Date;
  last_error?: string | null;
  result?: unknown;
  digest?: Buffer;
};

/** Ends the running attempt: the lease is gone and the row says how the job goes on. */
export async function endLease(tx: Tx, id: number, now: Date, ending: Ending): Promise<void> {
  const over = ending.status !== 'queued';
  await tx
    .updateTable('job')
    .set({
      status: ending.status,
      failures: ending.failures,
      lease_token: null,
      leased_by: null,
      leased_until: null,
      finished_at: over ? now : null,
      ...(ending.not_before ? { not_before: ending.not_before } : {}),
      ...(ending.last_error === undefined ? {} : { last_error: ending.last_error }),
      ...(ending.status === 'done' ? { progress: 1 } : {}),
      ...(ending.result === undefined ? {} : { result: JSON.stringify(ending.result) }),
      ...(ending.digest ? { result_digest: ending.digest } : {}),
    })
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

export async function endAttempt(
  tx: Tx,
  job: Pick<JobRow, 'id' | 'attempt'>,
  now: Date,
  outcome: AttemptOutcome,
  error: string | null = null,
): Promise<void> {
  await tx
    .updateTable('job_attempt')
    .set({ ended_at: now, outcome, error })
    .where('tenant_id', '=', tx.tenant_id)
    .where('job_id', '=', job.id)
    .where('attempt', '=', job.attempt)
    .execute();
}

export async function countRunners(db: Db, since: Date): Promise<number> {
  const { count } = await db
    .selectFrom('runner')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('last_seen_at', '>=', since)
    .executeTakeFirstOrThrow();
  return count;
}
