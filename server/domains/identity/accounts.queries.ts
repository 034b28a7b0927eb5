import type { Tx } from '#core/db.ts';
import type { Role } from '#db/types.ts';

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

/** Marks a sign-in with the password that was verified; undefined if it is no longer the account's. */
export function markSignedIn(
  tx: Tx,
  { id, password_hash }: Pick<Account, 'id' | 'password_hash'>,
  now: Date,
) {
  return tx
    .updateTable('user_account')
    .set({ last_signed_in_at: now })
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', id)
    .where('password_hash', '=', password_hash)
    .where('is_active', '=', true)
    .returning('id')
    .executeTakeFirst();
}

export type PasswordChange = {
  password_hash: string;
  must_change_password: boolean;
  password_expires_at: Date | null;
};

export async function updatePassword(tx: Tx, user_id: number, change: PasswordChange): Promise<void> {
  await tx
    .updateTable('user_account')
    .set(change)
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', user_id)
    .execute();
}

export async function updateLocale(tx: Tx, user_id: number, locale: string): Promise<void> {
  await tx
    .updateTable('user_account')
    .set({ locale })
    .where('tenant_id', '=', tx.tenant_id)
    .where('id', '=', user_id)
    .execute();
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

/** Undefined for a login id that is taken. */
export function insertAccount(tx: Tx, account: NewAccount) {
  return tx
    .insertInto('user_account')
    .values(account)
    .onConflict((conflict) => conflict.columns(['tenant_id', 'login_id']).doNothing())
    .returning(columns)
    .executeTakeFirst();
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
