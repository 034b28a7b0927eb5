import type { Tx } from '#core/db.ts';

const columns = ['id', 'name', 'hint', 'created_at', 'last_used_at', 'expires_at'] as const;

type NewKey = {
  user_id: number;
  name: string;
  hint: string;
  key_hash: Buffer;
  expires_at: Date | null;
  created_at: Date;
};

export function insertApiKey(tx: Tx, key: NewKey) {
  return tx.insertInto('api_key').values(key).returning(columns).executeTakeFirstOrThrow();
}

export async function countApiKeys(tx: Tx, user_id: number, now: Date): Promise<number> {
  const { count } = await liveKeys(tx, user_id, now)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

export function listApiKeys(tx: Tx, user_id: number, now: Date, page: { limit: number; offset: number }) {
  return liveKeys(tx, user_id, now)
    .select(columns)
    .orderBy('id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
}

function liveKeys(tx: Tx, user_id: number, now: Date) {
  return tx
    .selectFrom('api_key')
    .where('tenant_id', '=', tx.tenant_id)
    .where('user_id', '=', user_id)
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]));
}

/** Ends one key of a person, or all of them. Returns the names of those that ended. */
export async function revokeApiKeys(tx: Tx, user_id: number, now: Date, id?: number): Promise<string[]> {
  let update = tx
    .updateTable('api_key')
    .set({ revoked_at: now })
    .where('tenant_id', '=', tx.tenant_id)
    .where('user_id', '=', user_id)
    .where('revoked_at', 'is', null);
  if (id !== undefined) update = update.where('id', '=', id);
  const rows = await update.returning('name').execute();
  return rows.map(({ name }) => name);
}
