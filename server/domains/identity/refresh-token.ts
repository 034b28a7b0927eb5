import { createHmac } from 'node:crypto';
import { equalText } from '#core/tokens.ts';

export type RefreshToken = { tenant_id: number; login_session_id: number; generation: number; mac: string };
type Seeded = { tenant_id: number; id: number; generation: number; refresh_seed: Buffer };

/**
 * The refresh token of a login's present generation. It is computed and never stored: the database alone opens nothing,
 * and tabs that ask at the same time get the same answer.
 */
export function refreshTokenOf(secret: string, { tenant_id, id, generation, refresh_seed }: Seeded): string {
  return `${tenant_id}.${id}.${generation}.${macOf(secret, tenant_id, id, generation, refresh_seed)}`;
}

export function parseRefreshToken(text: string): RefreshToken | undefined {
  const match = /^(\d{1,15})\.(\d{1,15})\.(\d{1,9})\.([\w-]{43})$/.exec(text);
  if (!match) return undefined;
  const [, tenant_id, login_session_id, generation, mac = ''] = match;
  return {
    tenant_id: Number(tenant_id),
    login_session_id: Number(login_session_id),
    generation: Number(generation),
    mac,
  };
}

/** Whether we made this token once, in whatever generation: others can't end a login by inventing old tokens. */
export function isGenuine(secret: string, token: RefreshToken, refresh_seed: Buffer): boolean {
  const { tenant_id, login_session_id, generation, mac } = token;
  return equalText(mac, macOf(secret, tenant_id, login_session_id, generation, refresh_seed));
}

function macOf(secret: string, tenant_id: number, id: number, generation: number, seed: Buffer): string {
  return createHmac('sha256', secret)
    .update(`refresh:${tenant_id}:${id}:${generation}:`)
    .update(seed)
    .digest('base64url');
}
