import type { Tx } from '#core/db.ts';

type NewLogin = {
  user_id: number;
  refresh_seed: Buffer;
  user_agent: string | null;
  address: string | null;
  created_at: Date;
  expires_at: Date;
};

const state = [
  'id',
  'tenant_id',
  'user_id',
  'refresh_seed',
  'generation',
  'issued_at',
  'revoked_at',
  'expires_at',
] as const;

export type LoginRow = Awaited<ReturnType<typeof insertLogin>>;

export function insertLogin(tx: Tx, login: NewLogin) {
  return tx
    .insertInto('login_session')
    .values({ ...login, issued_at: login.created_at, last_used_at: login.created_at })
    .returning(state)
    .executeTakeFirstOrThrow();
}

export function lockLogin(tx: Tx, id: number) {
  return tx
    .selectFrom('login_session')
    .select(state)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function touchLogin(tx: Tx, id: number, used: { last_used_at: Date; address: string | null }) {
  await tx
    .updateTable('login_session')
    .set(used)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .execute();
}

export function rotateLogin(tx: Tx, id: number, now: Date, expires_at: Date): Promise<LoginRow> {
  return tx
    .updateTable('login_session')
    .set((eb) => ({ generation: eb('generation', '+', 1), issued_at: now, expires_at }))
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .returning(state)
    .executeTakeFirstOrThrow();
}

/** Ends logins of one person: one, all, or all but one. Returns how many ended. */
export async function revokeLogins(
  tx: Tx,
  user_id: number,
  now: Date,
  which: { only?: number; except?: number | null } = {},
): Promise<number> {
  let update = tx
    .updateTable('login_session')
    .set({ revoked_at: now })
    .where('tenant_id', '=', tx.tenant_id)
    .where('user_id', '=', user_id)
    .where('revoked_at', 'is', null);
  if (which.only !== undefined) update = update.where('id', '=', which.only);
  if (which.except) update = update.where('id', '<>', which.except);
  const { numUpdatedRows } = await update.executeTakeFirst();
  return Number(numUpdatedRows);
}

export function findLiveLogin(tx: Tx, user_id: number, id: number, now: Date) {
  return liveLogins(tx, user_id, now).where('id', '=', id).select('id').executeTakeFirst();
}

export async function countLogins(tx: Tx, user_id: number, now: Date): Promise<number> {
  const { count } = await liveLogins(tx, user_id, now)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

export function listLogins(tx: Tx, user_id: number, now: Date, page: { limit: number; offset: number }) {
  return liveLogins(tx, user_id, now)
    .select(['id', 'user_agent', 'address', 'created_at', 'last_used_at'])
    .orderBy('last_used_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
}

/** Removes up to `limit` logins that ended before that moment, by running out or by being ended; returns how many. */
export async function deleteEndedLogins(tx: Tx, before: Date, limit: number): Promise<number> {
  const ended = tx
    .selectFrom('login_session')
    .select('id')
    .where('tenant_id', '=', tx.tenant_id)
    .where((is) => is.or([is('expires_at', '<', before), is('revoked_at', '<', before)]))
    .limit(limit)
    .forUpdate()
    .skipLocked();
  const { numDeletedRows } = await tx
    .deleteFrom('login_session')
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', 'in', ended)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

function liveLogins(tx: Tx, user_id: number, now: Date) {
  return tx
    .selectFrom('login_session')
    .where('tenant_id', '=', tx.tenant_id)
    .where('user_id', '=', user_id)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now);
}
