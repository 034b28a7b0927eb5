import { audit } from '#core/audit.ts';
import type { Platform } from '#core/platform.ts';
import { found, refuse } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import * as queries from './accounts.queries.ts';
import { endLogins } from './logins.ts';
import { hashPassword, isPassword, mustBeStrong } from './password.ts';
import { beginAttempt } from './throttle.ts';

/** Changes the caller's own password, which ends their other logins. */
export async function changePassword(
  platform: Platform,
  scope: Scope,
  { current, next }: { current: string; next: string },
): Promise<void> {
  const { user_id, login_session_id } = userOf(scope);
  const account = await mustKnowPassword(platform, scope, current, '/current');
  mustBeStrong(next, '/next', [account.login_id, account.phone, account.email]);
  if (next === current)
    refuse('weak_password', { reason: 'unchanged', errors: [{ pointer: '/next', message: 'unchanged' }] });
  const password_hash = await hashPassword(next);

  await scope.tx(async (tx, scope) => {
    const now = found(await queries.lockAccount(tx, user_id));
    if (now.password_hash !== account.password_hash) refuse('conflict');
    await queries.updateAccount(tx, user_id, {
      password_hash,
      must_change_password: false,
      password_expires_at: null,
    });
    await endLogins(tx, user_id, scope.now, login_session_id);
    await audit(tx, scope, {
      action: 'account.change_password',
      subject_type: 'user_account',
      subject_id: user_id,
    });
  });
}

/** Asks the caller for their password once more, before something that a borrowed screen must not do. */
export async function mustKnowPassword(
  platform: Platform,
  scope: Scope,
  password: string,
  pointer: string,
): Promise<queries.Account> {
  const { user_id } = userOf(scope);
  const attempt = await beginAttempt(platform, `user:${user_id}`, scope.address);
  const account = found(await scope.tx((tx) => queries.findAccount(tx, user_id)));
  if (!(await isPassword(account.password_hash, password))) {
    refuse('wrong_password', { errors: [{ pointer, message: 'wrong_password' }] });
  }
  await attempt.succeeded();
  return account;
}
