import { listStudyImages } from '@seodang/contract/study-images.ts';
import { call } from '../../lib/api.ts';

/** Pictures of questions stay on the device, by names that only those know who have the questions. */
const shelf = 'seodang-study-pictures';
const AT_ONCE = 100;
const SIDE_BY_SIDE = 6;

const addressOf = (name: string) => `/study-picture/${name}`;
const shown = new Map<string, Promise<string | undefined>>();

async function openShelf(): Promise<Cache | undefined> {
  return 'caches' in globalThis ? caches.open(shelf).catch(() => undefined) : undefined;
}

/** Where the page finds a picture: on the device, else from the server; undefined without either. */
export function pictureUrl(name: string): Promise<string | undefined> {
  const known = shown.get(name);
  if (known) return known;
  const found = urlOf(name).catch(() => undefined);
  shown.set(name, found);
  void found.then((url) => url ?? shown.delete(name));
  return found;
}

async function urlOf(name: string): Promise<string | undefined> {
  const cache = await openShelf();
  const kept = await cache?.match(addressOf(name));
  if (kept) return URL.createObjectURL(await kept.blob());
  await fetchPictures([name], cache);
  const fresh = await cache?.match(addressOf(name));
  if (fresh) return URL.createObjectURL(await fresh.blob());
  const { results } = await call(listStudyImages, { querystring: { names: name } });
  return results[0]?.url;
}

async function fetchPictures(names: readonly string[], cache: Cache | undefined): Promise<void> {
  if (!cache) return;
  const { results } = await call(listStudyImages, { querystring: { names: names.join() } });
  for (let from = 0; from < results.length; from += SIDE_BY_SIDE)
    await Promise.all(
      results.slice(from, from + SIDE_BY_SIDE).map(async ({ name, url }) => {
        const answer = await fetch(url).catch(() => undefined);
        if (answer?.ok) await cache.put(addressOf(name), answer);
      }),
    );
}

/**
 * Brings the pictures that are not on the device yet, so that they are there without network, and leaves none that nothing
 * here names any more: it may have been cut from a sheet that was another student's.
 */
export async function keepPictures(names: readonly string[]): Promise<void> {
  const cache = await openShelf();
  if (!cache) return;
  const kept = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
  const wanted = new Set(names);
  const addresses = new Set([...wanted].map(addressOf));
  for (const address of kept) if (!addresses.has(address)) await cache.delete(address);
  for (const name of shown.keys()) if (!wanted.has(name)) shown.delete(name);
  const missing = [...wanted].filter((name) => !kept.has(addressOf(name)));
  for (let from = 0; from < missing.length; from += AT_ONCE)
    await fetchPictures(missing.slice(from, from + AT_ONCE), cache);
}

/** Leaves none of them behind. */
export async function forgetPictures(): Promise<void> {
  shown.clear();
  if ('caches' in globalThis) await caches.delete(shelf);
}
