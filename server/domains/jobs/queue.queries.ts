import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

/** The job of this kind that waits or runs for a subject; there is at most one, by index. */
export function findActive(tx: Tx, kind: string, subject_id: number) {
  return tx
    .selectFrom('job')
    .select(['id', 'status', 'lease_token', 'leased_by', 'leased_until', 'progress', 'stage', 'attempt'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('kind', '=', kind)
    .where('subject_id', '=', subject_id)
    .where('status', 'in', ['queued', 'leased'])
    .executeTakeFirst();
}

/** The latest job of this kind for each subject, with how far it is. */
export function listLatest(tx: Tx, kind: string, subjectIds: readonly number[]) {
  return tx
    .selectFrom('job')
    .distinctOn('subject_id')
    .select([
      'id',
      'subject_id',
      'status',
      'progress',
      'stage',
      'attempt',
      'failures',
      'last_error',
      'leased_by',
    ])
    .where('tenant_id', '=', tx.tenant_id)
    .where('kind', '=', kind)
    .where(sql<boolean>`subject_id = any(${subjectIds})`)
    .orderBy('subject_id')
    .orderBy('id', 'desc')
    .execute();
}

/** Attempts of these kinds that ended in this span without a result, behind the one of id `behind`, by id. */
export function listLostAttempts(
  tx: Tx,
  kinds: readonly string[],
  { after, before, behind }: { after: Date; before: Date; behind: number },
  limit: number,
) {
  return tx
    .selectFrom('job_attempt as a')
    .innerJoin('job as j', (on) => on.onRef('j.tenant_id', '=', 'a.tenant_id').onRef('j.id', '=', 'a.job_id'))
    .select(['a.id', 'j.kind', 'a.job_id', 'j.subject_id', 'a.attempt', 'a.lease_token'])
    .where('a.tenant_id', '=', tx.tenant_id)
    .where('a.outcome', '!=', 'done')
    .where('a.ended_at', '>', after)
    .where('a.ended_at', '<', before)
    .where('a.id', '>', behind)
    .where(sql<boolean>`j.kind = any(${[...kinds]})`)
    .orderBy('a.id')
    .limit(limit)
    .execute();
}

type NewRow = {
  kind: string;
  subject_id: number;
  private_payload: unknown;
  priority?: number;
  max_failures?: number;
};

export function insertJob(tx: Tx, { private_payload, ...job }: NewRow) {
  return tx
    .insertInto('job')
    .values({ ...job, private_payload: JSON.stringify(private_payload) })
    .returning('id')
    .executeTakeFirstOrThrow();
}

/** Leaves out those whose subject has one of this kind that waits or runs. */
export async function insertJobs(tx: Tx, jobs: readonly NewRow[]): Promise<void> {
  const values = jobs.map(({ private_payload, ...job }) => ({
    ...job,
    private_payload: JSON.stringify(private_payload),
  }));
  await tx
    .insertInto('job')
    .values(values)
    .onConflict((on) => on.doNothing())
    .execute();
}

export async function requestCancel(tx: Tx, id: number): Promise<void> {
  await tx
    .updateTable('job')
    .set({ cancel_requested: true })
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}
