import { createHmac, randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import type { Platform } from '#core/platform.ts';
import { found, refuse } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { seal, unseal } from '#core/sealed.ts';
import * as accounts from './accounts.queries.ts';
import { mustKnowPassword } from './own-password.ts';
import { beginAttempt } from './throttle.ts';
import * as queries from './totp.queries.ts';

const STEP_SECONDS = 30;
/** Clocks differ: the code before and the one after count too. */
const WINDOW = 1;
const RECOVERY_CODES = 10;
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Begins to use an authenticator app: its secret, and the address that the QR code carries. */
export async function enrolTotp(
  platform: Platform,
  scope: Scope,
  { password }: { password: string },
): Promise<{ secret: string; uri: string }> {
  const { user_id } = userOf(scope);
  await mustKnowPassword(platform, scope, password, '/password');
  return scope.tx(async (tx) => {
    const account = found(await accounts.lockAccount(tx, user_id));
    if (account.totp_confirmed_at) refuse('conflict');
    const { code } = await accounts.findTenant(tx);
    const secret = new Secret({ size: 20 }).base32;
    const totp_secret = seal(platform.secrets.app, purposeOf(user_id), secret).toString('base64');
    await accounts.updateAccount(tx, user_id, { totp_secret, totp_last_step: null });
    return { secret, uri: totpOf(secret, `${code}/${account.login_id}`).toString() };
  });
}

/** The app's first code; from now on every sign-in asks for one. Returns the recovery codes, this once. */
export async function confirmTotp(
  platform: Platform,
  scope: Scope,
  code: string,
): Promise<{ recovery_codes: string[] }> {
  const { user_id } = userOf(scope);
  const attempt = await beginAttempt(platform, `user:${user_id}`, scope.address);
  const recovery_codes = Array.from({ length: RECOVERY_CODES }, recoveryCode);
  await scope.tx(async (tx, scope) => {
    const account = found(await accounts.lockAccount(tx, user_id));
    if (account.totp_confirmed_at || !account.totp_secret) refuse('conflict');
    const step = stepOf(platform, account, code, scope.now);
    if (step === undefined) refuse('wrong_code', { errors: [{ pointer: '/code', message: 'wrong_code' }] });
    await accounts.updateAccount(tx, user_id, { totp_confirmed_at: scope.now, totp_last_step: step });
    const hashes = recovery_codes.map((text) => hashOf(platform, user_id, text));
    await queries.insertRecoveryCodes(tx, user_id, hashes);
    await audit(tx, scope, {
      action: 'account.enable_totp',
      subject_type: 'user_account',
      subject_id: user_id,
    });
  });
  await attempt.succeeded();
  return { recovery_codes };
}

/** Stops asking for codes. */
export async function disableTotp(
  platform: Platform,
  scope: Scope,
  { password }: { password: string },
): Promise<void> {
  const { user_id } = userOf(scope);
  await mustKnowPassword(platform, scope, password, '/password');
  await scope.tx(async (tx, scope) => {
    found(await accounts.lockAccount(tx, user_id));
    await accounts.updateAccount(tx, user_id, {
      totp_secret: null,
      totp_confirmed_at: null,
      totp_last_step: null,
    });
    await queries.deleteRecoveryCodes(tx, user_id);
    await audit(tx, scope, {
      action: 'account.disable_totp',
      subject_type: 'user_account',
      subject_id: user_id,
    });
  });
}

/**
 * Judges the second factor of a sign-in and uses the code up; the account is locked by the caller.
 * `missing`: the app is in use and no code was given.
 */
export async function secondFactor(
  platform: Platform,
  tx: Tx,
  account: accounts.Account,
  code: string | undefined,
): Promise<'passed' | 'missing' | 'wrong'> {
  if (!account.totp_confirmed_at) return 'passed';
  if (!code) return 'missing';
  const now = platform.clock();
  const step = stepOf(platform, account, code, now);
  if (step !== undefined) {
    await accounts.updateAccount(tx, account.id, { totp_last_step: step });
    return 'passed';
  }
  const isLeft = await queries.useRecoveryCode(tx, account.id, hashOf(platform, account.id, code), now);
  return isLeft ? 'passed' : 'wrong';
}

/** The step of a right code that is newer than the last one used; each opens once. */
function stepOf(
  { secrets }: Platform,
  account: accounts.Account,
  code: string,
  now: Date,
): number | undefined {
  const token = code.replace(/\s/g, '');
  if (!account.totp_secret || !/^\d{6}$/.test(token)) return undefined;
  const secret = unseal(
    secrets.app,
    purposeOf(account.id),
    Buffer.from(account.totp_secret, 'base64'),
  ).toString();
  const delta = totpOf(secret).validate({ token, timestamp: now.getTime(), window: WINDOW });
  if (delta === null) return undefined;
  const step = Math.floor(now.getTime() / 1000 / STEP_SECONDS) + delta;
  return step > (account.totp_last_step ?? 0) ? step : undefined;
}

function totpOf(secret: string, label = ''): TOTP {
  return new TOTP({ issuer: 'Seodang', label, secret: Secret.fromBase32(secret), period: STEP_SECONDS });
}

const purposeOf = (user_id: number) => `totp:${user_id}`;

function recoveryCode(): string {
  const letters = Array.from({ length: 10 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return `${letters.slice(0, 5)}-${letters.slice(5)}`;
}

function hashOf({ secrets }: Platform, user_id: number, code: string): Buffer {
  const letters = code.toLowerCase().replace(/[\s-]/g, '');
  return createHmac('sha256', secrets.app).update(`recovery:${user_id}:${letters}`).digest();
}
