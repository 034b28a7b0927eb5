/** Addresses are good for an hour, and a query may be shown for a quarter of one before it is asked again. */
const KEPT_MS = 30 * 60_000;
const MOST = 2000;

/**
 * Returns how to keep the address under which a file was seen first: it is signed anew with each reply, and a browser would
 * load the same picture again under another one.
 */
export function keptAddresses(now: () => number = Date.now): (url: string) => string {
  const kept = new Map<string, { url: string; at: number }>();
  return (url) => {
    const [file = url] = url.split('?');
    const first = kept.get(file);
    if (first && now() - first.at < KEPT_MS) return first.url;
    if (kept.size >= MOST) kept.clear();
    kept.set(file, { url, at: now() });
    return url;
  };
}
