import type { NoticeProvider } from '@seodang/contract/notices.ts';

export type Message = {
  /** The notice's own id: a provider that is asked twice sends once, if it can. */
  id: number;
  tenant_id: number;
  /** A phone number, an e-mail address, or the id of a push subscription. */
  recipient: string;
  template: string;
  /** The academy, for a subject line. */
  title: string;
  text: string;
  /** The address in the text, where it has one. */
  link: string | null;
};

/** Who really carries messages. `deliver` throws `NotSent` only if it is certain that nothing went out. */
export type Provider = {
  readonly name: string;
  /** Whether asking again with the same id is harmless, so that an attempt that died may be repeated. */
  readonly idempotent: boolean;
  readonly deliver: (message: Message) => Promise<void>;
};

/** It certainly did not go out. `final`: nor ever will, e.g. because there is nobody there any more. */
export class NotSent extends Error {
  readonly final: boolean;

  constructor(message: string, final = false) {
    super(message);
    this.name = 'NotSent';
    this.final = final;
  }
}

/** Sends nothing anywhere: what would have been sent is read in the outbox. */
export const logProvider: Provider = { name: 'log', idempotent: true, deliver: async () => {} };

/** The providers that this installation has. */
export type Carriers = { readonly [name in NoticeProvider | 'push']?: Provider } & { readonly log: Provider };
