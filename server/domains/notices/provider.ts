export type Message = {
  /** The notice's own id: a provider that is asked twice sends once. */
  id: number;
  channel: string;
  recipient: string;
  text: string;
};

/** Who really carries messages to phones. Throws with the reason when it could not. */
export type Provider = { readonly name: string; readonly deliver: (message: Message) => Promise<void> };

/** Sends nothing anywhere: what would have been sent is read in the outbox. */
export const logProvider: Provider = { name: 'log', deliver: async () => {} };
