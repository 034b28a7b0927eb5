import { createHash } from 'node:crypto';
import type { ListQuery, Page } from '@seodang/contract/list.ts';
import type { ApiKey, NewApiKey } from '@seodang/contract/security.ts';
import { audit } from '#core/audit.ts';
import { lock } from '#core/db.ts';
import { offsetOf, toPage } from '#core/list.ts';
import { found, refuse, refuseFields } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { randomText } from '#core/tokens.ts';
import * as queries from './api-keys.queries.ts';

const MOST = 20;
const HINT = 4;

export function hashApiKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** The tenant that an API key says it is of; undefined for what is no API key. */
export function tenantOfApiKey(token: string): number | undefined {
  const match = /^sd_(\d{1,15})_[\w-]{43}$/.exec(token);
  return match ? Number(match[1]) : undefined;
}

/** A key that acts as the caller; the only moment it is seen. */
export function createApiKey(
  scope: Scope,
  { name, expires_at }: NewApiKey,
): Promise<ApiKey & { key: string }> {
  const { user_id } = userOf(scope);
  if (expires_at && expires_at <= scope.now)
    refuseFields({ pointer: '/expires_at', message: 'is in the past' });
  return scope.tx(async (tx, scope) => {
    await lock(tx, 'api_keys', user_id);
    if ((await queries.countApiKeys(tx, user_id, scope.now)) >= MOST) refuse('conflict', { most: MOST });
    const prefix = `sd_${scope.tenant_id}_`;
    const key = `${prefix}${randomText()}`;
    const row = await queries.insertApiKey(tx, {
      user_id,
      name,
      hint: key.slice(0, prefix.length + HINT),
      key_hash: hashApiKey(key),
      expires_at: expires_at ?? null,
      created_at: scope.now,
    });
    await audit(tx, scope, {
      action: 'api_key.create',
      subject_type: 'api_key',
      subject_id: row.id,
      after: { name, hint: row.hint, expires_at: row.expires_at },
    });
    return { ...row, key };
  });
}

export function listApiKeys(
  scope: Scope,
  url: string,
  query: Pick<ListQuery, 'page' | 'page_size'>,
): Promise<Page<ApiKey>> {
  const { user_id } = userOf(scope);
  return scope.tx(async (tx) => {
    const count = await queries.countApiKeys(tx, user_id, scope.now);
    return toPage(url, query, count, await queries.listApiKeys(tx, user_id, scope.now, offsetOf(query)));
  });
}

/** Ends one of the caller's own keys. */
export function revokeApiKey(scope: Scope, id: number): Promise<void> {
  const { user_id } = userOf(scope);
  return scope.tx(async (tx, scope) => {
    const [name] = await queries.revokeApiKeys(tx, user_id, scope.now, id);
    found(name);
    await audit(tx, scope, {
      action: 'api_key.revoke',
      subject_type: 'api_key',
      subject_id: id,
      before: { name },
    });
  });
}
