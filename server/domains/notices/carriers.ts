import type { Platform } from '#core/platform.ts';
import { gatewayProvider } from './gateway.provider.ts';
import { mailProvider } from './mail.provider.ts';
import { type Carriers, logProvider } from './provider.ts';
import { pushProvider } from './push.provider.ts';

/** The providers that the operator has set up, by the configuration. */
export function carriersOf({ config, secrets, db }: Pick<Platform, 'config' | 'secrets' | 'db'>): Carriers {
  const { SMTP_URL, MAIL_FROM, MESSAGE_GATEWAY_URL, MESSAGE_GATEWAY_KEY, PUSH_CONTACT } = config;
  return {
    log: logProvider,
    ...(SMTP_URL && { email: mailProvider({ url: SMTP_URL, from: MAIL_FROM }) }),
    ...(MESSAGE_GATEWAY_URL && {
      gateway: gatewayProvider({ url: MESSAGE_GATEWAY_URL, key: MESSAGE_GATEWAY_KEY }),
    }),
    ...(PUSH_CONTACT && { push: pushProvider({ db, secret: secrets.app, contact: PUSH_CONTACT }) }),
  };
}
