import { createHash, createHmac } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Config } from '#core/config.ts';
import { inTenant, type Tx } from '#core/db.ts';
import type { Authenticate } from '#core/http.ts';
import type { Platform } from '#core/platform.ts';
import type { Secrets } from '#core/secrets.ts';
import { countAgainst } from '#domains/identity/index.ts';
import { openLink, upsertLink } from './links.queries.ts';

const LIFE_MS = 24 * 3600 * 1000;
/** Addresses that nobody has: mistyped and old ones are human. */
const linkPatience = { free: 20, first: 5, longest: 900 };

/** Stands in a stored text for the address. */
export const LINK = '{link}';

/** What makes the addresses in messages. */
export type LinkMaker = { readonly secret: string; readonly base: string };

export function linkMaker({ config, secrets }: { config: Config; secrets: Secrets }): LinkMaker {
  return { secret: secrets.app, base: addressOf({ config }, '') };
}

/** An address of this server as people outside write it. */
export function addressOf({ config }: { config: Config }, path: string): string {
  const { PUBLIC_URL, HOST, PORT = 3000 } = config;
  return `${(PUBLIC_URL ?? `http://${HOST}:${PORT}`).replace(/\/+$/, '')}${path}`;
}

/**
 * `family_<tenant>_<mac>`: the same for each attempt to send one message, and known to nobody who reads the database.
 * It stands behind the # of the address, which no browser tells a server or another page.
 */
export function linkOf({ secret, base }: LinkMaker, tenant_id: number, notice_id: number) {
  const mac = createHmac('sha256', secret)
    .update(`family link ${tenant_id} ${notice_id}`)
    .digest('base64url');
  const token = `family_${tenant_id}_${mac}`;
  return { token, address: `${base}/family#${token}` };
}

/** How the address looks to those whom it does not concern. */
export function hiddenLink({ base }: LinkMaker): string {
  return `${base}/family#••••••`;
}

/** Opens the address of a message for a day from now on. */
export async function openAddress(
  tx: Tx,
  maker: LinkMaker,
  { notice_id, student_id, now }: { notice_id: number; student_id: number; now: Date },
): Promise<string> {
  const { token, address } = linkOf(maker, tx.tenant_id, notice_id);
  const expires_at = new Date(now.getTime() + LIFE_MS);
  await upsertLink(tx, { token_hash: hashOf(token), student_id, notice_id, expires_at });
  return address;
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Those who come by a link of a message; everybody else is left to `people`. Who tries many that nobody has must wait. */
export function withFamilyLinks(platform: Platform, people: Authenticate): Authenticate {
  const family = async (request: FastifyRequest, token: string, tenant_id: number) => {
    const link = await inTenant(platform.db, tenant_id, (tx) =>
      openLink(tx, hashOf(token), platform.clock()),
    );
    if (!link) {
      await countAgainst(platform, 'family link', request.ip, linkPatience);
      return undefined;
    }
    const actor = { kind: 'family', link_id: link.id, student_id: link.student_id } as const;
    return { tenant_id, actor, must_change_password: false };
  };
  return (request, inside) => {
    const [, token, tenant] =
      /^Bearer (family_(\d{1,15})_[\w-]{43})$/.exec(request.headers.authorization ?? '') ?? [];
    return token ? family(request, token, Number(tenant)) : people(request, inside);
  };
}
