import { createECDH, hkdfSync } from 'node:crypto';
import webPush from 'web-push';
import type { Db } from '#core/db.ts';
import { inTenant } from '#core/db.ts';
import { NotSent, type Provider } from './provider.ts';
import { deleteSubscription, findSubscription } from './push.queries.ts';

const TIMEOUT_MS = 20_000;
const LIFE_SECONDS = 24 * 3600;

/** The keys by which push services know this installation (RFC 8292), from its secret: the same after every start. */
export function vapidKeys(secret: string) {
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(Buffer.from(hkdfSync('sha256', secret, 'seodang', 'web push', 32)));
  return { publicKey: ecdh.getPublicKey('base64url'), privateKey: ecdh.getPrivateKey('base64url') };
}

/** Messages in browsers (RFC 8030, 8291). A repeat carries the same tag and replaces what is shown already. */
export function pushProvider({ db, secret, contact }: { db: Db; secret: string; contact: string }): Provider {
  const vapidDetails = { subject: contact, ...vapidKeys(secret) };
  return {
    name: 'push',
    idempotent: true,
    deliver: async ({ id, tenant_id, recipient, title, text, link }) => {
      const to = await inTenant(db, tenant_id, (tx) => findSubscription(tx, Number(recipient)));
      if (!to) throw new NotSent('the browser is no longer subscribed', true);
      const payload = JSON.stringify({ tag: `notice-${id}`, title, body: text, url: link ?? '/parent' });
      const keys = { p256dh: to.p256dh, auth: to.auth };
      const request = webPush.generateRequestDetails({ endpoint: to.endpoint, keys }, payload, {
        vapidDetails,
        TTL: LIFE_SECONDS,
      });
      const reply = await fetch(request.endpoint, {
        method: 'POST',
        headers: request.headers,
        body: new Uint8Array(request.body ?? []),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await reply.body?.cancel();
      if (reply.status === 404 || reply.status === 410) {
        await inTenant(db, tenant_id, (tx) => deleteSubscription(tx, to.id));
        throw new NotSent('the browser is no longer subscribed', true);
      }
      if (!reply.ok) throw new NotSent(`${reply.status} from the push service`);
    },
  };
}
