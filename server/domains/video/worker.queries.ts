import type { Tx } from '#core/db.ts';

/** The academy of a job and the attempt that a lease token belongs to. */
export function findAttempt(tx: Tx, job_id: number, lease_token: string) {
  return tx
    .selectFrom('job as j')
    .innerJoin('tenant as t', 't.id', 'j.tenant_id')
    .innerJoin('job_attempt as a', (on) =>
      on.onRef('a.tenant_id', '=', 'j.tenant_id').onRef('a.job_id', '=', 'j.id'),
    )
    .select(['j.subject_id as video_id', 't.code as tenant_code', 'a.attempt'])
    .where('j.tenant_id', '=', tx.tenant_id)
    .where('j.id', '=', job_id)
    .where('a.lease_token', '=', lease_token)
    .executeTakeFirst();
}

/** What an output is made of: the source on its way to the video, where the output was begun for it, or the video's own. */
export function findSource(tx: Tx, video_id: number, version: string) {
  return tx
    .selectFrom('video as v')
    .leftJoin('video_key as k', (on) =>
      on
        .onRef('k.tenant_id', '=', 'v.tenant_id')
        .onRef('k.video_id', '=', 'v.id')
        .on('k.version', '=', version),
    )
    .leftJoin('video_replacement as r', (on) =>
      on
        .onRef('r.tenant_id', '=', 'v.tenant_id')
        .onRef('r.video_id', '=', 'v.id')
        .onRef('r.file_key', '=', 'k.source_key'),
    )
    .select(({ fn }) => [
      fn.coalesce('r.file_key', 'v.file_key').as('file_key'),
      fn.coalesce('r.duration_ms', 'v.duration_ms').as('duration_ms'),
    ])
    .where('v.tenant_id', '=', tx.tenant_id)
    .where('v.id', '=', video_id)
    .executeTakeFirst();
}
