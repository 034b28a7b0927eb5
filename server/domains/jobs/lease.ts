import { createHash } from 'node:crypto';
import type { ClaimedJob } from '@seodang/contract/jobs.ts';
import { findAcademy } from '#core/academy.queries.ts';
import { type Db, inTenant, type Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import { found, Refusal, refuse, refuseFields } from '#core/problem.ts';
import { openScope } from '#core/scope.ts';
import type { SignedPut, Storage } from '#core/storage/storage.ts';
import type { AttemptOutcome } from '#db/types.ts';
import { type Claims, LEASE_SECONDS } from './claims.ts';
import { type Address, type JobRow, toJob } from './kind.ts';
import type { JobKinds } from './kinds.ts';
import * as queries from './lease.queries.ts';
import { afterFailure, canonical, missingFiles, restAfter } from './lease.rules.ts';
import { settleJob, settlePublished } from './settle.ts';

const OUTPUT_URL_SECONDS = 3600;

export type Desk = { db: Db; kinds: JobKinds; storage: Storage; clock: () => Date; claims: Claims };

const leaseEnd = (now: Date) => new Date(now.getTime() + LEASE_SECONDS * 1000);

/** The next job of these kinds with all that its runner needs, or undefined. One that became pointless is skipped. */
export async function claimJob(
  desk: Desk,
  runner_id: string,
  wanted: string[],
  address: Address,
): Promise<ClaimedJob | undefined> {
  const kinds = desk.kinds.known(wanted);
  for (;;) {
    const row = await desk.claims.add({ runner_id, kinds });
    if (!row) return undefined;
    const payload = await payloadOf(desk, row, address);
    if (payload) return toClaimed(row, payload);
  }
}

async function payloadOf(
  desk: Desk,
  row: queries.ClaimedRow,
  address: Address,
): Promise<Record<string, unknown> | undefined> {
  const kind = desk.kinds.get(row.kind);
  const scope = openScope(
    desk.db,
    row.tenant_id,
    { kind: 'system', reason: 'jobs.claim' },
    { now: desk.clock() },
  );
  try {
    return await kind.payload(scope, toJob(kind, row), address);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await failJob(desk, row.id, row.lease_token, { reason: error.code, permanent: true });
    return undefined;
  }
}

function toClaimed(row: queries.ClaimedRow, payload: Record<string, unknown>): ClaimedJob {
  const { id, kind, attempt, lease_token, leased_until, progress } = row;
  return { id, kind, attempt, lease_token, leased_until, lease_seconds: LEASE_SECONDS, progress, payload };
}

/** Keeps the lease and shows how far the job is; `cancel` tells the runner to stop. */
export function heartbeatJob(desk: Desk, id: number, token: string, report: queries.Report) {
  return withJob(desk, id, async (tx, now) => {
    const lease = { id, lease_token: token, now, until: leaseEnd(now), ...report };
    const kept = (await queries.extendLease(tx, lease)) ?? refuse('lease_owner_mismatch_or_expired');
    await publish(tx, 'jobs');
    await publish(tx, kept.kind);
    return { ok: true as const, leased_until: lease.until, cancel: kept.cancel_requested };
  });
}

/** Signed addresses below the prefix of this job and attempt, for the holder of the lease only. */
export async function outputTargets(
  desk: Desk,
  id: number,
  token: string,
  names: readonly string[],
  address: Address,
) {
  const prefix = await withJob(desk, id, async (tx) => prefixOf(desk, tx, await mustHold(tx, id, token)));
  return Promise.all(
    names.map(async (name): Promise<SignedPut & { name: string }> => {
      const target = await desk.storage.signedPut(prefix + name, OUTPUT_URL_SECONDS);
      return { name, ...target, url: address(target.url) };
    }),
  );
}

/** Takes a part of the result that may be used before the job is done. */
export async function publishJob(desk: Desk, id: number, token: string, result: unknown) {
  const job = await withJob(desk, id, (tx) => mustHold(tx, id, token));
  await mustBeStored(desk, job, result);
  return withJob(desk, id, async (tx) => {
    const { attempt } = await mustHold(tx, id, token);
    await settlePublished(tx, id, attempt, result);
    return { ok: true as const, reason: 'ok' as const };
  });
}

/** The job is done, if its files are in the storage. Repeated by the same holder with the same result: idempotent. */
export async function completeJob(desk: Desk, id: number, token: string, result: unknown) {
  const digest = createHash('sha256').update(canonical(result)).digest();
  const before = await withJob(desk, id, (tx) => holdOrRepeat(tx, id, token, 'done', digest));
  if (before.repeated) return { ok: true as const, reason: 'idempotent' as const };
  await mustBeStored(desk, before.job, result);
  return withJob(desk, id, async (tx, now) => {
    const { job, repeated } = await holdOrRepeat(tx, id, token, 'done', digest);
    if (repeated) return { ok: true as const, reason: 'idempotent' as const };
    await queries.endAttempt(tx, job, now, 'done');
    await queries.endLease(tx, id, now, {
      status: 'done',
      failures: job.failures,
      last_error: null,
      result,
      digest,
    });
    await afterwards(tx, job);
    return { ok: true as const, reason: 'ok' as const };
  });
}

/** This attempt failed. The job rests and is tried again, until its cap or a failure that trying can't mend. */
export function failJob(
  desk: Desk,
  id: number,
  token: string,
  { reason, permanent }: { reason: string; permanent: boolean },
) {
  return withJob(desk, id, async (tx, now) => {
    const { job, repeated } = await holdOrRepeat(tx, id, token, 'failed');
    if (repeated) return { ok: true as const, reason: 'idempotent' as const };
    const next = afterFailure(job, permanent);
    const not_before = new Date(now.getTime() + restAfter(next.failures) * 1000);
    await queries.endAttempt(tx, job, now, 'failed', reason);
    await queries.endLease(tx, id, now, { ...next, not_before, last_error: reason });
    await afterwards(tx, job, next.status !== 'queued');
    return { ok: true as const, reason: 'ok' as const };
  });
}

/** Gives the job back untried; it does not count as a failure. */
export function releaseJob(desk: Desk, id: number, token: string) {
  return withJob(desk, id, async (tx, now) => {
    const { job, repeated } = await holdOrRepeat(tx, id, token, 'released');
    if (repeated) return { ok: true as const, reason: 'idempotent' as const };
    const status = job.cancel_requested ? ('cancelled' as const) : ('queued' as const);
    await queries.endAttempt(tx, job, now, 'released');
    await queries.endLease(tx, id, now, { status, failures: job.failures });
    await afterwards(tx, job, status === 'cancelled');
    return { ok: true as const, reason: 'ok' as const };
  });
}

async function afterwards(tx: Tx, job: JobRow, settled = true): Promise<void> {
  if (settled) await settleJob(tx, job.id);
  await publish(tx, 'jobs');
  await publish(tx, job.kind);
}

async function withJob<T>(desk: Desk, id: number, work: (tx: Tx, now: Date) => Promise<T>): Promise<T> {
  const tenant_id = found(await queries.findTenantOf(desk.db, id));
  return inTenant(desk.db, tenant_id, (tx) => work(tx, desk.clock()));
}

async function mustHold(tx: Tx, id: number, token: string): Promise<JobRow> {
  const job = found(await queries.lockJob(tx, id));
  return job.lease_token === token ? job : refuse('lease_owner_mismatch');
}

/** The holder's job, or the news that this holder already ended it in the same way. */
async function holdOrRepeat(tx: Tx, id: number, token: string, outcome: AttemptOutcome, digest?: Buffer) {
  const job = found(await queries.lockJob(tx, id));
  if (job.lease_token === token) return { job, repeated: false };
  const attempt = await queries.findAttempt(tx, id, token);
  const same = attempt?.outcome === outcome && (!digest || job.result_digest?.equals(digest));
  return same ? { job, repeated: true } : refuse('lease_owner_mismatch');
}

async function prefixOf({ kinds }: Desk, tx: Tx, row: JobRow): Promise<string> {
  const kind = kinds.get(row.kind);
  return kind.outputPrefix(toJob(kind, row), (await findAcademy(tx)).code);
}

/** What a runner claims to have made is looked up, outside any transaction: there may be thousands of files. */
async function mustBeStored(desk: Desk, row: JobRow, result: unknown): Promise<void> {
  const kind = desk.kinds.get(row.kind);
  const parsed = kind.result.safeParse(result);
  if (!parsed.success) {
    refuseFields(
      ...parsed.error.issues.map(({ path, message }) => ({ pointer: `/result/${path.join('/')}`, message })),
    );
  }
  const claimed = kind.filesOf(parsed.data);
  if (claimed.length === 0) return;
  const prefix = await withJob(desk, row.id, (tx) => prefixOf(desk, tx, row));
  const missing = missingFiles(claimed, await storedBelow(desk.storage, prefix));
  if (missing.length > 0) refuse('output_missing', { missing: missing.slice(0, 20) });
}

async function storedBelow(storage: Storage, prefix: string): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  let cursor: string | undefined;
  do {
    const page = await storage.list(prefix, cursor);
    for (const { key, size } of page.objects) sizes.set(key.slice(prefix.length), size);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return sizes;
}
