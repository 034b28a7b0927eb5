import { sql } from 'kysely';
import type { Tx } from '#core/db.ts';

export type Answer = { status: number; content_type: string | null; body: Buffer | null };
type Claim = { user_id: number; key: string; fingerprint: Buffer; now: Date };

export const DAY_MS = 24 * 60 * 60 * 1000;
/** A request that has not answered for this long died with its process; its key may be used again. */
const DEAD_MS = 5 * 60 * 1000;

/** Makes the key this request's; false if another request has it. */
export async function claimKey(tx: Tx, { user_id, key, fingerprint, now }: Claim): Promise<boolean> {
  const row = await tx
    .insertInto('idempotency_key')
    .values({ user_id, key, fingerprint, created_at: now })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'user_id', 'key'])
        .doUpdateSet({ fingerprint, created_at: now, status: null, content_type: null, body: null })
        .where((eb) =>
          eb.or([
            eb('idempotency_key.created_at', '<=', new Date(now.getTime() - DAY_MS)),
            eb.and([
              eb('idempotency_key.status', 'is', null),
              eb('idempotency_key.created_at', '<=', new Date(now.getTime() - DEAD_MS)),
              eb('idempotency_key.fingerprint', '=', fingerprint),
            ]),
          ]),
        ),
    )
    .returning('key')
    .executeTakeFirst();
  return row !== undefined;
}

export function findKey(tx: Tx, user_id: number, key: string) {
  return tx
    .selectFrom('idempotency_key')
    .select(['fingerprint', 'status', 'content_type', 'body'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('user_id', '=', user_id)
    .where('key', '=', key)
    .executeTakeFirst();
}

export async function keepAnswer(tx: Tx, user_id: number, key: string, answer: Answer): Promise<void> {
  await tx
    .updateTable('idempotency_key')
    .set(answer)
    .where('tenant_id', '=', tx.tenant_id)
    .where('user_id', '=', user_id)
    .where('key', '=', key)
    .execute();
}

export async function freeKey(tx: Tx, user_id: number, key: string): Promise<void> {
  await tx
    .deleteFrom('idempotency_key')
    .where('tenant_id', '=', tx.tenant_id)
    .where('user_id', '=', user_id)
    .where('key', '=', key)
    .execute();
}

/** Removes up to `limit` keys claimed before that moment; returns how many. */
export async function deleteKeysBefore(tx: Tx, before: Date, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from idempotency_key where tenant_id = ${tx.tenant_id} and (user_id, key) in (
      select user_id, key from idempotency_key where tenant_id = ${tx.tenant_id} and created_at < ${before}
      limit ${limit} for update skip locked)`.execute(tx);
  return Number(numAffectedRows);
}
