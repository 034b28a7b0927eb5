import type { StorageFaultQuery } from '@seodang/contract/storage-audit.ts';
import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import { offsetOf } from '#core/list.ts';
import type { Cursor, Fault } from './audit.ts';

export function findRound(tx: Tx) {
  return tx.selectFrom('storage_audit').selectAll().where('tenant_id', '=', tx.tenant_id).executeTakeFirst();
}
export type Round = NonNullable<Awaited<ReturnType<typeof findRound>>>;

/** A new round from the start; what the last whole one saw stays. */
export async function beginRound(tx: Tx, now: Date): Promise<Round> {
  const afresh = { started_at: now, finished_at: null, stage: 0, after: '', files: 0, bytes: 0 };
  return await tx
    .insertInto('storage_audit')
    .values(afresh)
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(afresh))
    .returningAll()
    .executeTakeFirstOrThrow();
}

type Seen = { files: number; bytes: number };

export async function moveRound(tx: Tx, { stage, after }: Cursor, { files, bytes }: Seen): Promise<void> {
  await tx
    .updateTable('storage_audit')
    .set({ stage, after, files: sql`files + ${files}`, bytes: sql`bytes + ${bytes}` })
    .where('tenant_id', '=', tx.tenant_id)
    .execute();
}

/** The round is whole: what it did not see is no fault any more. */
export async function finishRound(tx: Tx, { files, bytes }: Seen, now: Date): Promise<void> {
  await sql`
    with round as (
      update storage_audit set finished_at = greatest(${now}::timestamptz, started_at), checked_at = ${now},
        files = files + ${files}, bytes = bytes + ${bytes},
        checked_files = files + ${files}, checked_bytes = bytes + ${bytes}
      where tenant_id = ${tx.tenant_id} returning started_at)
    delete from storage_fault f using round
    where f.tenant_id = ${tx.tenant_id} and f.seen_at < round.started_at`.execute(tx);
}

/** What this round saw of a folder on several pages adds up; `found_at` stays that of the first round. */
export async function saveFaults(tx: Tx, faults: readonly Fault[], round: Date, now: Date): Promise<void> {
  if (faults.length === 0) return;
  await sql`
    insert into storage_fault as f (kind, place, subject_type, subject_id, subject, files, bytes, modified_at, found_at, seen_at)
    select n.*, ${now}, ${round}
    from json_to_recordset(${JSON.stringify(faults)}) as n(
      kind storage_fault_kind, place text, subject_type text, subject_id bigint, subject text, files bigint, bytes bigint, modified_at timestamptz)
    on conflict (tenant_id, kind, place) do update set
      subject_type = excluded.subject_type, subject_id = excluded.subject_id, subject = excluded.subject,
      files = excluded.files + case when f.seen_at = excluded.seen_at then f.files else 0 end,
      bytes = excluded.bytes + case when f.seen_at = excluded.seen_at then f.bytes else 0 end,
      modified_at = greatest(excluded.modified_at, case when f.seen_at = excluded.seen_at then f.modified_at end),
      seen_at = excluded.seen_at`.execute(tx);
}

/** How much there is of each sort. */
export function sumFaults(tx: Tx) {
  return tx
    .selectFrom('storage_fault')
    .select([
      sql<number>`count(*) filter (where kind = 'orphan')`.as('places'),
      sql<number>`coalesce(sum(files) filter (where kind = 'orphan'), 0)`.as('files'),
      sql<number>`coalesce(sum(bytes) filter (where kind = 'orphan'), 0)`.as('bytes'),
      sql<number>`count(*) filter (where kind <> 'orphan')`.as('missing'),
    ])
    .where('tenant_id', '=', tx.tenant_id)
    .executeTakeFirstOrThrow();
}

type Wanted = Pick<StorageFaultQuery, 'kind' | 'search'> & { before?: Date | undefined };

function faults(tx: Tx, { kind, search, before }: Wanted) {
  return tx
    .selectFrom('storage_fault')
    .where('tenant_id', '=', tx.tenant_id)
    .$if(kind === 'orphan', (q) => q.where('kind', '=', 'orphan'))
    .$if(kind === 'missing', (q) => q.where('kind', '<>', 'orphan'))
    .$if(search !== undefined, (q) => q.where(sql<boolean>`strpos(place, ${search ?? ''}) > 0`))
    .$if(before !== undefined, (q) =>
      q.where('kind', '=', 'orphan').where('modified_at', '<', before ?? null),
    );
}

const columns = [
  ...(['id', 'kind', 'place', 'subject_type', 'subject_id', 'subject'] as const),
  ...(['files', 'bytes', 'modified_at', 'found_at', 'removing_at'] as const),
] as const;

export function listFaults(tx: Tx, wanted: Wanted, query: StorageFaultQuery) {
  const { limit, offset } = offsetOf(query);
  return faults(tx, wanted)
    .select(columns)
    .orderBy(sql`kind = 'orphan'`)
    .orderBy('bytes', 'desc')
    .orderBy('id')
    .limit(limit)
    .offset(offset)
    .execute();
}

export async function countFaults(tx: Tx, wanted: Wanted): Promise<number> {
  const { count } = await faults(tx, wanted)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/** Those of the orphans that are old enough and not on their way out yet; held until commit. */
export function lockOrphans(tx: Tx, ids: readonly number[], before: Date) {
  return faults(tx, { before })
    .select(['id', 'place', 'files', 'bytes', 'modified_at', 'found_at'])
    .where('id', '=', sql<number>`any(${[...ids]})`)
    .where('removing_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
}

export async function noteRemoving(tx: Tx, ids: readonly number[], removing_at: Date | null): Promise<void> {
  await tx
    .updateTable('storage_fault')
    .set({ removing_at })
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', sql<number>`any(${[...ids]})`)
    .execute();
}

export function findOrphan(tx: Tx, id: number) {
  return tx
    .selectFrom('storage_fault')
    .select(['place', 'modified_at', 'removing_at'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .where('kind', '=', 'orphan')
    .executeTakeFirst();
}

export async function forgetFault(tx: Tx, id: number): Promise<void> {
  await tx.deleteFrom('storage_fault').where('tenant_id', '=', tx.tenant_id).where('id', '=', id).execute();
}
