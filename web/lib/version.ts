import { createStore } from './store.ts';
import { entryOf } from './version.rules.ts';

const scripts = [...document.querySelectorAll<HTMLScriptElement>('script[type=module][src]')];
const ownEntry = entryOf(
  scripts.map((script) => script.getAttribute('src') ?? ''),
  document.querySelector<HTMLScriptElement>('script[data-begin]')?.dataset.begin,
);

/** Whether the server has another version than this page; not while the network is down. */
async function isOutdated(): Promise<boolean> {
  const page = await fetch('/', { cache: 'no-store' }).then(
    (reply) => (reply.ok ? reply.text() : undefined),
    () => undefined,
  );
  return Boolean(page && ownEntry && !page.includes(ownEntry));
}

/**
 * A page that stayed open while a new version was installed asks for files that are gone: then it starts anew.
 * A file that is missing because the network is down is no reason to.
 */
export async function reloadIfOutdated(): Promise<void> {
  if (await isOutdated()) location.reload();
}

/** There is a newer version than the one of this page. */
export const outdated = createStore(false);
const hourMs = 3_600_000;

/** Keeps the app on this device, so that it opens without network, and finds out when there is a newer one. */
export async function keepOnDevice(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const workers = navigator.serviceWorker;
  // The first one keeps what this page is made of.
  let isFirst = workers.controller === null;
  workers.addEventListener('controllerchange', () => {
    if (!isFirst) void isOutdated().then((is) => outdated.set(is));
    isFirst = false;
  });
  const kept = await workers.register('/service-worker.js').catch(() => undefined);
  setInterval(() => void kept?.update().catch(() => undefined), hourMs);
}
