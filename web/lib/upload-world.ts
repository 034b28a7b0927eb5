import type { createCall } from '@seodang/contract/call.ts';

export type Target = { method: 'PUT'; url: string; headers: Record<string, string> };

/** A storage that refused a part, or a network that lost it (status 0). */
export class PartRefused extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`the storage answered ${status}`);
    this.name = 'PartRefused';
    this.status = status;
  }
}

/** What an upload needs of the world around it, so that it runs in a browser and in a test alike. */
export type World = {
  call: ReturnType<typeof createCall>;
  /** Sends one part; throws PartRefused. `onSent` hears how many bytes of it have gone. */
  put: (
    target: Target,
    part: Blob,
    options: { signal: AbortSignal; onSent: (bytes: number) => void },
  ) => Promise<void>;
  /** Resolves after that time, or as soon as the network is back; rejects when aborted. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  isOnline: () => boolean;
  now: () => number;
  /** What this browser remembers between visits. */
  memory: {
    read: (key: string) => string | undefined;
    write: (key: string, value: string | undefined) => void;
  };
};

export type NamedBlob = Blob & { readonly name: string; readonly lastModified: number };
