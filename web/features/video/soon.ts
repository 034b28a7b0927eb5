const soonMs = 1500;

/** Asked on the way to something else, which neither fails nor waits long for it: undefined where it is not known soon. */
export const soon = <T>(ask: (signal: AbortSignal) => Promise<T>, ms = soonMs): Promise<T | undefined> =>
  ask(AbortSignal.timeout(ms)).catch(() => undefined);
