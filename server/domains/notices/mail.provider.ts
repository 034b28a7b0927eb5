import { createTransport } from 'nodemailer';
import { NotSent, type Provider } from './provider.ts';

const TIMEOUT_MS = 20_000;

/** What can go wrong before the server has taken the text over. */
const beforeData = /^(CONN|EHLO|HELO|STARTTLS|AUTH|MAIL FROM|RCPT TO|DNS)/;

/** E-mail by SMTP. The Message-ID is made of the notice, so that mailboxes that look at it show a repeat once. */
export function mailProvider({ url, from }: { url: string; from: string }): Provider {
  const patience = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS };
  const transport = createTransport({ url, ...patience }, { from });
  return {
    name: 'email',
    idempotent: false,
    deliver: async ({ id, tenant_id, recipient, title, text }) => {
      try {
        await transport.sendMail({
          to: recipient,
          subject: title,
          text,
          textEncoding: 'base64',
          messageId: `<notice.${tenant_id}.${id}@seodang>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
      } catch (error) {
        throw wasRefused(error) ? new NotSent(sentenceOf(error)) : error;
      }
    },
  };
}

/** An answer of the server is a refusal; without one it depends on how far the conversation had come. */
function wasRefused(error: unknown): boolean {
  const { responseCode, command = '', code = '' } = error as Record<string, string>;
  if (responseCode !== undefined) return true;
  return beforeData.test(command) || /^E(DNS|AUTH|CONNECTION|CONNREFUSED|TLS|ENVELOPE)$/.test(code);
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
