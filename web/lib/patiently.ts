import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 60_000;

/** Resolves after so long, or as soon as the browser is online again. */
async function pause(ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const over = new AbortController();
  addEventListener('online', () => resolve(), { signal: over.signal });
  await promise;
  over.abort();
  clearTimeout(timer);
}

/** Tries until it works, after longer and longer pauses. */
export async function patiently<T>(load: () => Promise<T>): Promise<T> {
  for (let ms = FIRST_PAUSE_MS; ; ms = Math.min(2 * ms, LONGEST_PAUSE_MS)) {
    try {
      return await load();
    } catch {
      await pause(ms);
    }
  }
}

/**
 * A part that is loaded behind the first screen. One whose file does not come is not there yet, whereas React's own keeps
 * the failure for good and takes the whole app down with it.
 */
export const later = <P extends object>(
  load: () => Promise<ComponentType<P>>,
): LazyExoticComponent<ComponentType<P>> => lazy(() => patiently(async () => ({ default: await load() })));
