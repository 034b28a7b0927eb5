import type { EnforcementState } from '@seodang/contract/playback.ts';
import type { ViolationReason } from '@seodang/contract/playback-events.ts';
import { sql } from 'kysely';
import type { Db, Tx } from '#core/db.ts';
import type { PlacedEvent } from './playback-events.rules.ts';

/** One batch as app.store_events takes it; the names are those that app.store_batches reads. */
export type EventBatch = {
  tenant_id: number;
  login_session_id: number | null;
  user_id: number;
  session_id: string;
  pv: number;
  now: Date;
  batch_id: string;
  events: readonly PlacedEvent[];
};

export type Stored = {
  /** `violates`: nothing was stored; what is violated has consequences, which storeViolating's callers see to. */
  problem: 'unauthenticated' | 'invalid_token' | 'policy_changed' | 'session_inactive' | 'violates' | null;
  reason: string | null;
  stored: number;
  state: EnforcementState;
  case_id: number | null;
  violations: readonly Violated[] | null;
  max_watched: number;
  policy_id: number;
};
/** `place` in the events of the batch. */
export type Violated = { place: number; reason: ViolationReason; occurred_at: string };

/** app.store_events for each, in their order, each in a transaction of its own (0009_enforcement.sql). */
export async function storeBatches({ pool }: Db, batches: readonly EventBatch[]): Promise<Stored[]> {
  const { rows } = await pool.query<{ results: Stored[] }>({
    name: 'store_batches',
    text: 'call app.store_batches($1, null)',
    values: [JSON.stringify(batches.map(({ events, ...batch }) => ({ ...batch, ...columnsOf(events) })))],
  });
  return rows[0]?.results ?? [];
}

/** Stores a batch whatever is violated in it. */
export async function storeViolating(tx: Tx, batch: EventBatch): Promise<Stored> {
  const { types, occurred, payloads } = columnsOf(batch.events);
  const { rows } = await sql<Stored>`
    select * from app.store_events(
      ${batch.tenant_id}, ${batch.login_session_id}, ${batch.user_id}, ${batch.session_id}, ${batch.pv}, ${batch.now},
      ${batch.batch_id}, ${types}, ${occurred}, ${payloads}, true)`.execute(tx);
  const [stored] = rows;
  if (!stored) throw new Error('app.store_events answers with one row');
  return stored;
}

/** As PostgreSQL writes arrays. */
function columnsOf(events: readonly PlacedEvent[]) {
  return {
    types: `{${events.map(({ type }) => type).join()}}`,
    occurred: `{${events.map(({ occurred }) => occurred).join()}}`,
    payloads: `{${events.map(({ payload }) => (payload === null ? 'null' : quoted(payload))).join()}}`,
  };
}

function quoted(payload: object): string {
  return `"${JSON.stringify(payload).replace(/["\\]/g, '\\$&')}"`;
}
