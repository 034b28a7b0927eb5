import { Role } from '@seodang/contract/identity.ts';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '#core/http.ts';
import type { Platform } from '#core/platform.ts';
import { refuse } from '#core/problem.ts';
import { type AccessClaims, verifyAccess } from './access.ts';
import { hashApiKey, tenantOfApiKey } from './api-keys.ts';
import * as queries from './authenticate.queries.ts';

/** Finds out who calls: by an access token, checked against the login it was issued for, or by an API key. */
export function authenticator(platform: Platform) {
  const { db, secrets, clock } = platform;
  return async (request: FastifyRequest, inside: boolean): Promise<Caller | undefined> => {
    const token = bearerOf(request);
    if (!token) return undefined;
    const tenant_id = tenantOfApiKey(token);
    if (tenant_id !== undefined) return keyHolder(platform, tenant_id, token);
    const verified = verifyAccess(secrets.app, token, clock());
    if (!verified.ok) refuse(verified.why === 'expired' ? 'token_expired_access' : 'unauthenticated');
    if (inside) return claimedCaller(verified.claims);
    const login = await queries.findLogin(db, verified.claims, clock());
    return login && toCaller(verified.claims, login.role, login.must_change_password);
  };
}

async function keyHolder(
  { db, clock }: Platform,
  tenant_id: number,
  key: string,
): Promise<Caller | undefined> {
  const holder = await queries.findKeyHolder(db, tenant_id, hashApiKey(key), clock());
  if (!holder) return undefined;
  const { user_id, role, must_change_password } = holder;
  return { tenant_id, actor: { kind: 'user', user_id, role, login_session_id: null }, must_change_password };
}

export function bearerOf({ headers }: FastifyRequest): string | undefined {
  const given = headers.authorization;
  return given && /^Bearer \S/i.test(given) ? given.slice('Bearer '.length) : undefined;
}

function claimedCaller(claims: AccessClaims): Caller {
  return toCaller(claims, Role.parse(claims.role), false);
}

function toCaller(claims: AccessClaims, role: Role, must_change_password: boolean): Caller {
  const { tenant_id, user_id, login_session_id } = claims;
  return { tenant_id, actor: { kind: 'user', user_id, role, login_session_id }, must_change_password };
}
