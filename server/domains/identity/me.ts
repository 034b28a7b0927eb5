import type { Academy, Me, MyAccount } from '@seodang/contract/auth.ts';
import { type Locale, Locale as LocaleSchema } from '@seodang/contract/identity.ts';
import type { Tx } from '#core/db.ts';
import { found } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import * as queries from './accounts.queries.ts';

/** The caller and their academy. */
export function readMe(scope: Scope): Promise<MyAccount> {
  const { user_id } = userOf(scope);
  return scope.tx((tx) => accountOf(tx, user_id));
}

/** Changes the caller's own language. */
export function updateMe(scope: Scope, { locale }: { locale: Locale }): Promise<MyAccount> {
  const { user_id } = userOf(scope);
  return scope.tx(async (tx) => {
    await queries.updateAccount(tx, user_id, { locale });
    return accountOf(tx, user_id);
  });
}

/** A person and their academy, as both the sign-in and /me answer them. */
export async function accountOf(tx: Tx, user_id: number): Promise<MyAccount> {
  const account = found(await queries.findAccount(tx, user_id));
  const tenant = await queries.findTenant(tx);
  return { user: toMe(account, tenant), tenant: toAcademy(tenant) };
}

function toMe(account: queries.Account, tenant: queries.Tenant): Me {
  const { id, login_id, name, role, email, phone, must_change_password } = account;
  const locale = LocaleSchema.parse(account.locale ?? tenant.locale);
  const totp_enabled = account.totp_confirmed_at !== null;
  const has_chosen_locale = account.locale !== null;
  return {
    ...{ id, login_id, name, role, email, phone, locale, has_chosen_locale },
    ...{ must_change_password, totp_enabled },
  };
}

function toAcademy({ id, code, name, timezone, is_demo }: queries.Tenant): Academy {
  return { id, code, name, timezone, is_demo };
}
