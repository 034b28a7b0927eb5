import { setTimeout as delay } from 'node:timers/promises';

export type Backoff = { first_ms: number; most_ms: number; tries: number };

/** Waiting time before try `n` (0-based): doubles up to the most, between half and all of it at random. */
export function waitOf(
  backoff: Pick<Backoff, 'first_ms' | 'most_ms'>,
  n: number,
  random = Math.random(),
): number {
  const full = Math.min(backoff.most_ms, backoff.first_ms * 2 ** n);
  return full / 2 + (full / 2) * random;
}

/** Waits, or rejects with the reason of the signal. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
}

/** Tries again while `again` says so, until the tries are used up or the signal stops it. */
export async function retry<T>(
  backoff: Backoff,
  signal: AbortSignal,
  again: (error: unknown) => boolean,
  work: () => Promise<T>,
): Promise<T> {
  for (let n = 0; ; n++) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      if (n + 1 >= backoff.tries || !again(error)) throw error;
    }
    await pause(waitOf(backoff, n), signal);
  }
}
