import type { SignIn } from '@seodang/contract/auth.ts';
import type { Platform } from '#core/platform.ts';
import { refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import * as accounts from './accounts.queries.ts';
import { type Opened, openLogin } from './logins.ts';
import { hashPassword, isOutdated, isPassword } from './password.ts';
import * as queries from './sign-in.queries.ts';
import { meaningOf, triesFor } from './sign-in.rules.ts';
import { beginAttempt } from './throttle.ts';
import { secondFactor } from './totp.ts';
import { doorScope, NOWHERE, type Visitor } from './visitor.ts';

/** Opens a login for academy, login and password; who is wrong learns only that something is wrong. */
export async function signIn(platform: Platform, visitor: Visitor, input: SignIn): Promise<Opened> {
  const meant = meaningOf(input.login.toLowerCase());
  const name = meant.phone ?? meant.login_id;
  const attempt = await beginAttempt(platform, `${input.academy.toLowerCase()}/${name}`, visitor.address);
  const tenant_id = await queries.findTenantId(platform.db, input.academy);
  const scope = doorScope(platform, tenant_id ?? NOWHERE, visitor);

  const candidates = await scope.tx((tx) => accounts.findAccountsByLogin(tx, meant, triesFor(meant)));
  const account = await whoseIs(candidates, input.password, triesFor(meant));
  if (!account) refuse('sign_in_failed');
  if (account.password_expires_at && account.password_expires_at <= scope.now) {
    await attempt.undecided();
    refuse('temporary_password_expired');
  }

  const opened = await admit(platform, scope, account, visitor, input.code);
  if (opened === 'code_missing') {
    await attempt.undecided();
    refuse('second_factor_required');
  }
  await attempt.succeeded();
  await renewHash(scope, account, input.password);
  return opened;
}

/** Tries the password on each; a failure takes as many tries as a name of this form can cause. */
async function whoseIs(candidates: readonly accounts.Account[], password: string, tries: number) {
  for (let at = 0; at < tries; at++) {
    if (await isPassword(candidates[at]?.password_hash ?? null, password)) return candidates[at];
  }
  return undefined;
}

/** Between the check of the password and here it may have been changed, or the account closed. */
function admit(
  platform: Platform,
  scope: Scope,
  account: accounts.Account,
  visitor: Visitor,
  code: string | undefined,
): Promise<Opened | 'code_missing'> {
  return scope.tx(async (tx) => {
    const now = await accounts.lockAccount(tx, account.id);
    if (!now?.is_active || now.password_hash !== account.password_hash) refuse('sign_in_failed');
    const factor = await secondFactor(platform, tx, now, code);
    if (factor === 'wrong') refuse('sign_in_failed');
    if (factor === 'missing') return 'code_missing';
    await accounts.updateAccount(tx, account.id, { last_signed_in_at: scope.now });
    return openLogin(platform, tx, account.id, visitor);
  });
}

/** The only moment when the password is known is also the only one to hash it with today's parameters. */
async function renewHash(
  scope: Scope,
  { id, password_hash }: accounts.Account,
  password: string,
): Promise<void> {
  if (password_hash === null || !isOutdated(password_hash)) return;
  const renewed = await hashPassword(password);
  await scope.tx((tx) => accounts.replaceHash(tx, id, password_hash, renewed));
}
