import { signToken, verifyToken } from '#core/tokens.ts';

const AUDIENCE = 'access';
export const ACCESS_SECONDS = 15 * 60;

/** What an access token says; that the login still lives is asked of the database. */
export type AccessClaims = { tenant_id: number; login_session_id: number; user_id: number; role: string };

/** A bearer token good for 15 minutes (spec/01, Identity). */
export function signAccess(secret: string, claims: AccessClaims, now: Date): string {
  return signToken(secret, AUDIENCE, claims, Math.floor(now.getTime() / 1000) + ACCESS_SECONDS);
}

export function verifyAccess(secret: string, token: string, now: Date) {
  return verifyToken<AccessClaims>(secret, AUDIENCE, token, now);
}
