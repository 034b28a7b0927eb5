import { createHash } from 'node:crypto';
import { inTenant } from '#core/db.ts';
import type { Authenticate, Caller } from '#core/http.ts';
import type { Platform } from '#core/platform.ts';
import { randomText } from '#core/tokens.ts';
import { findKioskByHash } from './kiosk.queries.ts';

/** `kiosk_<tenant>_<random>`: it says which academy to look in, and is kept only as a hash. */
export function newKioskToken(tenant_id: number): string {
  return `kiosk_${tenant_id}_${randomText()}`;
}

export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Kiosks come in by their own bearer token; everybody else is left to `people`. */
export function withKiosks({ db }: Platform, people: Authenticate): Authenticate {
  const kioskOf = async (token: string, tenant_id: number): Promise<Caller | undefined> => {
    const kiosk = await inTenant(db, tenant_id, (tx) => findKioskByHash(tx, hashOf(token)));
    if (!kiosk) return undefined;
    return { tenant_id, actor: { kind: 'kiosk', kiosk_id: kiosk.id }, must_change_password: false };
  };
  return (request, inside) => {
    const [, token, tenant] =
      /^Bearer (kiosk_(\d{1,15})_[\w-]{43})$/i.exec(request.headers.authorization ?? '') ?? [];
    return token ? kioskOf(token, Number(tenant)) : people(request, inside);
  };
}
