import type { Tx } from '#core/db.ts';

/** The video that a job is about, with the attempt that a lease token belongs to. */
export function findVideoOfJob(tx: Tx, job_id: number, lease_token: string) {
  return tx
    .selectFrom('job as j')
    .innerJoin('tenant as t', 't.id', 'j.tenant_id')
    .innerJoin('job_attempt as a', (on) =>
      on.onRef('a.tenant_id', '=', 'j.tenant_id').onRef('a.job_id', '=', 'j.id'),
    )
    .innerJoin('video as v', (on) =>
      on.onRef('v.tenant_id', '=', 'j.tenant_id').onRef('v.id', '=', 'j.subject_id'),
    )
    .select(['v.file_key', 'v.duration_ms', 't.code as tenant_code', 'a.attempt'])
    .where('j.tenant_id', '=', tx.tenant_id)
    .where('j.id', '=', job_id)
    .where('a.lease_token', '=', lease_token)
    .executeTakeFirst();
}
