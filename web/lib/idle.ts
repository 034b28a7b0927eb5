const LONGEST_WAIT_MS = 2000;
/** Safari does not tell when it is idle. */
const USUALLY_IDLE_MS = 300;

/** Resolves when the browser has nothing better to do, at the latest after two seconds. */
export function idle(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: LONGEST_WAIT_MS });
  else setTimeout(resolve, USUALLY_IDLE_MS);
  return promise;
}
