import type { Updateable } from 'kysely';
import type { Tx } from '#core/db.ts';
import type { Role, UserAccount } from '#db/types.ts';

const columns = [
  'id',
  'login_id',
  'role',
  'name',
  'email',
  'phone',
  'locale',
  'password_hash',
  'must_change_password',
  'password_expires_at',
  'totp_secret',
  'totp_confirmed_at',
  'totp_last_step',
  'is_active',
  'last_signed_in_at',
  'created_at',
] as const;

export type Account = NonNullable<Awaited<ReturnType<typeof findAccount>>>;

export function findAccount(tx: Tx, user_id: number) {
  return tx
    .selectFrom('user_account')
    .select(columns)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', user_id)
    .executeTakeFirst();
}

/** The account, and nobody else changes it until the end of the transaction. */
export function lockAccount(tx: Tx, user_id: number) {
  return tx
    .selectFrom('user_account')
    .select(columns)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', user_id)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

export type LoginNames = { login_id: string; email: string | null; phone: string | null };

/** Active accounts that somebody may mean by these names; the login id, which is unique, comes first. */
export function findAccountsByLogin(tx: Tx, names: LoginNames, limit: number): Promise<Account[]> {
  return tx
    .selectFrom('user_account')
    .select(columns)
    .where('tenant_id', '=', tx.tenant_id)
    .where('is_active', '=', true)
    .where((eb) =>
      eb.or([
        eb('login_id', '=', names.login_id),
        ...(names.email === null ? [] : [eb('email', '=', names.email)]),
        ...(names.phone === null ? [] : [eb('login_id', '=', names.phone), eb('phone', '=', names.phone)]),
      ]),
    )
    .orderBy((eb) => eb('login_id', '=', names.login_id), 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
}

export type PasswordChange = {
  password_hash: string | null;
  must_change_password: boolean;
  password_expires_at: Date | null;
};

/** Sets what is given; with nothing given, the account as it is. */
export function updateAccount(tx: Tx, user_id: number, change: Updateable<UserAccount>): Promise<Account> {
  return tx
    .updateTable('user_account')
    .set((eb) => ({ name: eb.ref('name'), ...change }))
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', user_id)
    .returning(columns)
    .executeTakeFirstOrThrow();
}

export function findTenant(tx: Tx) {
  return tx
    .selectFrom('tenant')
    .select(['id', 'code', 'name', 'timezone', 'locale', 'is_demo'])
    .where('id', '=', tx.tenant_id)
    .executeTakeFirstOrThrow();
}
export type Tenant = Awaited<ReturnType<typeof findTenant>>;

/** The same password hashed anew; nothing happens if it was changed meanwhile. */
export async function replaceHash(tx: Tx, user_id: number, before: string, after: string): Promise<void> {
  await tx
    .updateTable('user_account')
    .set({ password_hash: after })
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', user_id)
    .where('password_hash', '=', before)
    .execute();
}

export type NewAccount = {
  login_id: string;
  role: Role;
  name: string;
  email?: string | null;
  phone?: string | null;
  password_hash?: string | null;
  must_change_password?: boolean;
  password_expires_at?: Date | null;
};

/** A statement carries at most 65,535 values. */
const ROWS_AT_ONCE = 2000;

/** Inserts those whose login ids are free. */
export async function insertAccounts(tx: Tx, accounts: readonly NewAccount[]): Promise<Account[]> {
  const inserted: Account[] = [];
  for (let from = 0; from < accounts.length; from += ROWS_AT_ONCE) {
    const rows = await tx
      .insertInto('user_account')
      .values(accounts.slice(from, from + ROWS_AT_ONCE))
      .onConflict((conflict) => conflict.columns(['tenant_id', 'login_id']).doNothing())
      .returning(columns)
      .execute();
    inserted.push(...rows);
  }
  return inserted;
}

export async function isLoginIdTaken(tx: Tx, login_id: string): Promise<boolean> {
  const row = await tx
    .selectFrom('user_account')
    .select('id')
    .where('tenant_id', '=', tx.tenant_id)
    .where('login_id', '=', login_id)
    .executeTakeFirst();
  return row !== undefined;
}

export async function countOtherOwners(tx: Tx, user_id: number): Promise<number> {
  const { count } = await tx
    .selectFrom('user_account')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('tenant_id', '=', tx.tenant_id)
    .where('role', '=', 'owner')
    .where('is_active', '=', true)
    .where('id', '<>', user_id)
    .executeTakeFirstOrThrow();
  return count;
}

export function firstOfEachRole(tx: Tx) {
  return tx
    .selectFrom('user_account')
    .distinctOn('role')
    .select(['role', 'name', 'login_id'])
    .where('tenant_id', '=', tx.tenant_id)
    .where('is_active', '=', true)
    .orderBy('role')
    .orderBy('id')
    .execute();
}
