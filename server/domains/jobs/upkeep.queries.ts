import type { Tx } from '#core/db.ts';

/** Removes up to `limit` jobs that ended before that moment, with their attempts; returns how many. */
export async function deleteEndedJobs(tx: Tx, before: Date, limit: number): Promise<number> {
  const ended = tx
    .selectFrom('job')
    .select('id')
    .where('tenant_id', '=', tx.tenant_id)
    .where('finished_at', '<', before)
    .limit(limit)
    .forUpdate()
    .skipLocked();
  const { numDeletedRows } = await tx
    .deleteFrom('job')
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', 'in', ended)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Removes up to `limit` runners that were not seen since that moment; returns how many. */
export async function deleteRunnersUnseenSince(tx: Tx, since: Date, limit: number): Promise<number> {
  const unseen = tx
    .selectFrom('runner')
    .select('id')
    .where('last_seen_at', '<', since)
    .limit(limit)
    .forUpdate()
    .skipLocked();
  const { numDeletedRows } = await tx.deleteFrom('runner').where('id', 'in', unseen).executeTakeFirst();
  return Number(numDeletedRows);
}

/** Up to `limit` jobs whose lease ran out before that moment. */
export function listLeasesLostBefore(tx: Tx, before: Date, limit: number) {
  return tx
    .selectFrom('job')
    .select(['id', 'kind', 'leased_by', 'leased_until'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('status', '=', 'leased')
    .where('leased_until', '<', before)
    .orderBy('id')
    .limit(limit)
    .execute();
}
