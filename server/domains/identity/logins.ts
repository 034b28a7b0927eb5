import { randomBytes } from 'node:crypto';
import type { Login, SignedIn } from '@seodang/contract/auth.ts';
import type { ListQuery, Page } from '@seodang/contract/list.ts';
import type { Tx } from '#core/db.ts';
import { offsetOf, toPage } from '#core/list.ts';
import type { Platform } from '#core/platform.ts';
import { found, refuse } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { ACCESS_SECONDS, signAccess, verifyAccess } from './access.ts';
import * as accounts from './accounts.queries.ts';
import * as queries from './logins.queries.ts';
import { LOGIN_SECONDS, refreshVerdict } from './logins.rules.ts';
import { accountOf } from './me.ts';
import { isGenuine, parseRefreshToken, refreshTokenOf } from './refresh-token.ts';
import { doorScope, type Visitor } from './visitor.ts';

/** What a successful sign-in or refresh hands out; the refresh token goes into the cookie. */
export type Opened = { readonly answer: SignedIn; readonly refresh_token: string };

/** A new login for somebody who has proved who they are. */
export async function openLogin(
  platform: Platform,
  tx: Tx,
  user_id: number,
  visitor: Visitor,
): Promise<Opened> {
  const now = platform.clock();
  const login = await queries.insertLogin(tx, {
    user_id,
    refresh_seed: randomBytes(32),
    user_agent: visitor.user_agent?.slice(0, 300) ?? null,
    address: visitor.address,
    created_at: now,
    expires_at: expiryOf(now),
  });
  return opened(platform, tx, login);
}

/** A new access token for a refresh token. A copy that comes back late ends the login, whoever holds it. */
export async function refreshLogin(platform: Platform, token: string, visitor: Visitor): Promise<Opened> {
  const presented = parseRefreshToken(token) ?? refuse('refresh_invalid');
  const scope = doorScope(platform, presented.tenant_id, visitor);
  const result = await scope.tx(async (tx) => {
    const login = await queries.lockLogin(tx, presented.login_session_id);
    if (!login || !isGenuine(platform.secrets.app, presented, login.refresh_seed)) return undefined;
    const verdict = refreshVerdict(login, presented.generation, scope.now);
    if (verdict === 'reused') await queries.revokeLogins(tx, login.user_id, scope.now, { only: login.id });
    if (verdict === 'reused' || verdict === 'ended') return undefined;
    if (!(await accounts.findAccount(tx, login.user_id))?.is_active) return undefined;
    await queries.touchLogin(tx, login.id, { last_used_at: scope.now, address: visitor.address });
    const { now } = scope;
    return opened(
      platform,
      tx,
      verdict === 'keep' ? login : await queries.rotateLogin(tx, login.id, now, expiryOf(now)),
    );
  });
  return result ?? refuse('refresh_invalid');
}

/** Ends the login of this cookie, or else of this access token; nothing to end is fine too. */
export async function signOut(
  platform: Platform,
  visitor: Visitor,
  given: { refresh_token: string | undefined; access_token: string | undefined },
): Promise<void> {
  const login = loginOf(platform, given);
  if (!login) return;
  const scope = doorScope(platform, login.tenant_id, visitor);
  await scope.tx(async (tx) => {
    const row = await queries.lockLogin(tx, login.login_session_id);
    if (row && login.proves(row.refresh_seed)) {
      await queries.revokeLogins(tx, row.user_id, scope.now, { only: row.id });
    }
  });
}

type Given = Parameters<typeof signOut>[2];

function loginOf({ secrets, clock }: Platform, { refresh_token, access_token }: Given) {
  const cookie = parseRefreshToken(refresh_token ?? '');
  if (cookie) return { ...cookie, proves: (seed: Buffer) => isGenuine(secrets.app, cookie, seed) };
  const verified = verifyAccess(secrets.app, access_token ?? '', clock());
  return 'claims' in verified ? { ...verified.claims, proves: () => true } : undefined;
}

/** Ends every login of the caller. */
export function signOutEverywhere(scope: Scope): Promise<void> {
  const { user_id } = userOf(scope);
  return scope.tx((tx) => endLogins(tx, user_id, scope.now));
}

/**
 * Ends a person's logins, at once. The account is locked first, so that a sign-in which is just being made is either
 * ended too or not made at all.
 */
export async function endLogins(
  tx: Tx,
  user_id: number,
  now: Date,
  except: number | null = null,
): Promise<void> {
  await accounts.lockAccount(tx, user_id);
  await queries.revokeLogins(tx, user_id, now, { except });
}

/** The devices on which the caller is signed in, the one used last first. */
export function listLogins(
  scope: Scope,
  url: string,
  query: Pick<ListQuery, 'page' | 'page_size'>,
): Promise<Page<Login>> {
  const { user_id, login_session_id } = userOf(scope);
  return scope.tx(async (tx) => {
    const count = await queries.countLogins(tx, user_id, scope.now);
    const rows = await queries.listLogins(tx, user_id, scope.now, offsetOf(query));
    const results = rows.map((row) => ({ ...row, is_current: row.id === login_session_id }));
    return toPage(url, query, count, results);
  });
}

/** Signs one of the caller's own devices out. */
export function endLogin(scope: Scope, id: number): Promise<void> {
  const { user_id } = userOf(scope);
  return scope.tx(async (tx) => {
    found(await queries.findLiveLogin(tx, user_id, id, scope.now));
    await queries.revokeLogins(tx, user_id, scope.now, { only: id });
  });
}

async function opened(platform: Platform, tx: Tx, login: queries.LoginRow): Promise<Opened> {
  const { user, tenant } = await accountOf(tx, login.user_id);
  const claims = { tenant_id: tenant.id, user_id: user.id, login_session_id: login.id, role: user.role };
  const access_token = signAccess(platform.secrets.app, claims, platform.clock());
  return {
    answer: { access_token, expires_in: ACCESS_SECONDS, user, tenant },
    refresh_token: refreshTokenOf(platform.secrets.app, login),
  };
}

function expiryOf(now: Date): Date {
  return new Date(now.getTime() + LOGIN_SECONDS * 1000);
}
