import type { AuditQuery } from '@seodang/contract/audit.ts';
import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { Link } from './audit-log.rules.ts';

export function listEntries(tx: Tx, query: AuditQuery, limit: number) {
  const { action, subject_type, subject_id, actor_id, from, to, cursor } = query;
  let entries = tx
    .selectFrom('audit_entry as e')
    .leftJoin('user_account as u', (join) =>
      join
        .onRef('u.tenant_id', '=', 'e.tenant_id')
        .onRef('u.id', '=', 'e.actor_id')
        .on('e.actor_kind', '=', 'user'),
    )
    .select(['e.seq', 'e.occurred_at', 'e.actor_kind', 'e.actor_id', 'u.name as actor_name', 'e.action'])
    .select(['e.subject_type', 'e.subject_id', 'e.before', 'e.after', 'e.request_id'])
    .where('e.tenant_id', '=', tx.tenant_id);
  if (action?.endsWith('.'))
    entries = entries.where((eb) => eb.fn('starts_with', ['e.action', eb.val(action)]));
  else if (action) entries = entries.where('e.action', '=', action);
  if (subject_type) entries = entries.where('e.subject_type', '=', subject_type);
  if (subject_id) entries = entries.where('e.subject_id', '=', subject_id);
  if (actor_id) entries = entries.where('e.actor_kind', '=', 'user').where('e.actor_id', '=', actor_id);
  if (from) entries = entries.where('e.occurred_at', '>=', from);
  if (to) entries = entries.where('e.occurred_at', '<', to);
  if (cursor) entries = entries.where('e.seq', '<', cursor);
  return entries.orderBy('e.seq', 'desc').limit(limit).execute();
}

/** The next links of the chain after `seq`, up to `until`, each judged by itself. */
export async function listLinks(tx: Tx, seq: number, until: number, limit: number): Promise<Link[]> {
  const { rows } = await sql<Link>`
    select e.seq, encode(e.hash, 'hex') as hash, encode(e.previous_hash, 'hex') as previous_hash,
      e.hash = app.audit_hash(e.previous_hash, e) as is_whole
    from audit_entry e
    where e.tenant_id = ${tx.tenant_id} and e.seq > ${seq} and e.seq <= ${until} order by e.seq limit ${limit}`.execute(
    tx,
  );
  return rows;
}

export async function findHead(tx: Tx): Promise<{ seq: number; hash: string }> {
  const { rows } = await sql<{ seq: number; hash: string }>`
    select seq, encode(hash, 'hex') as hash from audit_head where tenant_id = ${tx.tenant_id}`.execute(tx);
  return rows[0] ?? { seq: 0, hash: '' };
}

/** Entries behind the end that we wrote; read with the end in one look, since entries are being written meanwhile. */
export async function listBehindHead(tx: Tx, limit: number): Promise<number[]> {
  const { rows } = await sql<{ seq: number }>`
    select e.seq from audit_entry e
    where e.tenant_id = ${tx.tenant_id}
      and e.seq > coalesce((select h.seq from audit_head h where h.tenant_id = ${tx.tenant_id}), 0)
    order by e.seq limit ${limit}`.execute(tx);
  return rows.map(({ seq }) => seq);
}

/** Of these places, those whose entry is whole in another place, and which. */
export async function findOrigins(
  tx: Tx,
  places: readonly number[],
  origins: readonly number[],
): Promise<Map<number, number>> {
  const { rows } = await sql<{ seq: number; origin: number }>`
    select e.seq, o.origin from audit_entry e cross join unnest(${[...origins]}::bigint[]) as o (origin)
    where e.tenant_id = ${tx.tenant_id} and e.seq = any(${[...places]}::bigint[]) and o.origin <> e.seq
      and e.hash = app.audit_hash(e.previous_hash, jsonb_populate_record(e, jsonb_build_object('seq', o.origin)))`.execute(
    tx,
  );
  return new Map(rows.map(({ seq, origin }) => [seq, origin]));
}
