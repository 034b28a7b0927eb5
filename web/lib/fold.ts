const FIRST_MS = 250;
const LONGEST_MS = 2000;

/**
 * Tells the first of its kind at once; what follows within a moment is told together, each once. While it goes on, the
 * moments grow to two seconds.
 */
export function folded<T>(kindOf: (one: T) => string, tell: (some: readonly T[]) => void): (one: T) => void {
  /** What waits for the end of its kind's moment. */
  const waiting = new Map<string, Map<string, T>>();
  const rest = (kind: string, ms: number) => {
    const some = new Map<string, T>();
    waiting.set(kind, some);
    setTimeout(() => {
      waiting.delete(kind);
      if (some.size === 0) return;
      rest(kind, Math.min(ms * 2, LONGEST_MS));
      tell([...some.values()]);
    }, ms);
  };
  return (one) => {
    const kind = kindOf(one);
    const some = waiting.get(kind);
    if (some) return void some.set(JSON.stringify(one), one);
    rest(kind, FIRST_MS);
    tell([one]);
  };
}
