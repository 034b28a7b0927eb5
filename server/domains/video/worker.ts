import { OutputName } from '@seodang/contract/jobs.ts';
import { inTenant } from '#core/db.ts';
import { found, refuse, refuseFields } from '#core/problem.ts';
import {
  type Address,
  claimJob,
  completeJob,
  type Desk,
  failJob,
  fenceOf,
  findLeaseOf,
  findTenantOf,
  heartbeatJob,
} from '#domains/jobs/index.ts';
import { prefixOf, versionOf } from './processing.rules.ts';
import { TRANSCODE } from './processing-queue.ts';
import { findAttempt, findSource } from './worker.queries.ts';

/** The next video for a worker of the original, with what it needs to work without credentials of its own. */
export async function nextVideo(desk: Desk, worker: string, address: Address) {
  const job = await claimJob(desk, worker, [TRANSCODE], address);
  if (!job) return undefined;
  const { video_id, source_url, key_hex, key_uri } = job.payload as Record<
    'source_url' | 'key_hex' | 'key_uri',
    string
  > & {
    video_id: number;
  };
  const { file_key, tenant_code } = await findWork(desk, job.id, job.lease_token);
  const { id: job_id, lease_token, leased_until } = job;
  const fence = fenceOf(lease_token);
  const output_prefix = prefixOf(tenant_code, { ...job, subject_id: video_id, fence });
  return {
    video_id,
    file_key,
    tenant_code,
    job_id,
    lease_token,
    leased_until,
    source_url,
    output_prefix,
    key_hex,
    key_uri,
  };
}

type Report = { progress?: number | undefined; stage?: string | undefined };

export async function heartbeatVideo(desk: Desk, video_id: number, worker: string, report: Report) {
  const lease = await findLeaseOf(desk.db, TRANSCODE, video_id, worker);
  if (!lease?.lease_token) refuse('lease_owner_mismatch_or_expired');
  const { ok, cancel } = await heartbeatJob(desk, lease.id, lease.lease_token, report);
  return { ok, cancel };
}

const REASON_LENGTH = 2000;

/** Takes a result by the path of its master playlist, which must lie in the storage below the attempt's own prefix. */
export async function completeVideo(
  desk: Desk,
  video_id: number,
  worker: string,
  output: { hls_path: string; duration?: number | null | undefined },
) {
  const lease = await leaseOf(desk, video_id, worker);
  if (!lease.lease_token) refuse('lease_owner_mismatch');
  const { tenant_code, attempt, duration_ms } = await findWork(desk, lease.id, lease.lease_token);
  const fence = fenceOf(lease.lease_token);
  const prefix = prefixOf(tenant_code, { id: lease.id, subject_id: video_id, attempt, fence });
  const master = output.hls_path.slice(prefix.length);
  if (!output.hls_path.startsWith(prefix) || !OutputName.safeParse(master).success)
    refuseFields({ pointer: '/hls_path', message: `must be below ${prefix}` });
  const stored = await desk.storage.head(output.hls_path);
  if (!stored) refuse('output_missing', { missing: [output.hls_path] });
  const duration = output.duration || (duration_ms ?? 0) / 1000;
  const result = { master, duration, files: [{ name: master, bytes: stored.size }] };
  return completeJob(desk, lease.id, lease.lease_token, result);
}

/** Workers send whole logs as the reason; its beginning is kept. */
export async function failVideo(
  desk: Desk,
  video_id: number,
  worker: string,
  given: string | null | undefined,
) {
  const lease = await leaseOf(desk, video_id, worker);
  if (!lease.lease_token) refuse('lease_owner_mismatch');
  const reason = given?.slice(0, REASON_LENGTH) || 'unknown';
  return failJob(desk, lease.id, lease.lease_token, { reason, permanent: false });
}

async function leaseOf(desk: Desk, video_id: number, worker: string) {
  return found(await findLeaseOf(desk.db, TRANSCODE, video_id, worker));
}

/** The attempt that holds the lease, and the source that it reads. */
async function findWork(desk: Desk, job_id: number, lease_token: string) {
  const tenant_id = found(await findTenantOf(desk.db, job_id));
  return inTenant(desk.db, tenant_id, async (tx) => {
    const work = found(await findAttempt(tx, job_id, lease_token));
    const version = versionOf({ id: job_id, attempt: work.attempt, fence: fenceOf(lease_token) });
    return { ...work, ...found(await findSource(tx, work.video_id, version)) };
  });
}
