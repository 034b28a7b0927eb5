import { NotSent, type Provider } from './provider.ts';

const TIMEOUT_MS = 20_000;

/**
 * Alimtalk or SMS by a gateway over HTTP: `POST {id, template_id, to, text, link, fallback}` with the id as
 * Idempotency-Key as well. A gateway that gets the same key again must not send again.
 */
export function gatewayProvider({ url, key }: { url: string; key?: string | undefined }): Provider {
  return {
    name: 'gateway',
    idempotent: true,
    deliver: async ({ id, tenant_id, recipient, template, text, link }) => {
      const message_id = `${tenant_id}-${id}`;
      const reply = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': message_id,
          ...(key !== undefined && { authorization: `Bearer ${key}` }),
        },
        body: JSON.stringify({
          id: message_id,
          template_id: template,
          to: recipient,
          text,
          link,
          fallback: 'sms',
        }),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const answer = (await reply.text()).slice(0, 300);
      if (!reply.ok) throw new NotSent(`${reply.status} ${answer}`);
    },
  };
}
