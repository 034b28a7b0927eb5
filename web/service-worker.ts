import { answerOf, mayShow, outdated, SHELL_PREFIX } from './lib/shell.rules.ts';

/** The parts of a service worker that this one uses; the app is compiled for pages. */
type Waiting = Event & { waitUntil: (work: Promise<unknown>) => void };
type Asking = Waiting & { request: Request; respondWith: (answer: Promise<Response>) => void };
type ShellWorker = EventTarget & {
  location: Location;
  skipWaiting: () => Promise<void>;
  clients: { claim: () => Promise<void> };
};

declare const SHELL_FILES: readonly string[];
declare const SHELL_VERSION: string;

const worker = self as unknown as ShellWorker;
const shell = `${SHELL_PREFIX}${SHELL_VERSION}`;
const seen = 'seodang-assets';
const PATIENCE_MS = 4000;
const MOST_ASSETS = 400;

function on<E extends Event>(name: string, handle: (event: E) => void): void {
  worker.addEventListener(name, handle as EventListener);
}

async function install(): Promise<void> {
  const isNew = !(await caches.has(shell));
  const cache = await caches.open(shell);
  try {
    await cache.addAll(SHELL_FILES.map((file) => new Request(file, { cache: 'no-cache' })));
  } catch (error) {
    // Nothing in it would pass for the version before the next.
    if (isNew) await caches.delete(shell);
    throw error;
  }
  await worker.skipWaiting();
}

async function activate(): Promise<void> {
  await Promise.all(outdated(await caches.keys(), shell).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

const found = (file: Request | string) => caches.match(file, { cacheName: shell });
const kept = async (file: string) => (await found(file)) ?? Response.error();

async function page(request: Request): Promise<Response> {
  const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => undefined);
  return answer && mayShow(answer) ? answer : kept('/');
}

/** Files named by their content never change; those once used are kept, up to a limit. */
async function asset(request: Request): Promise<Response> {
  const known = (await found(request)) ?? (await caches.match(request));
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) {
    const cache = await caches.open(seen);
    await cache.put(request, answer.clone());
    const [oldest, ...others] = await cache.keys();
    if (oldest && others.length >= MOST_ASSETS) await cache.delete(oldest);
  }
  return answer;
}

/** What was kept belongs together; another version brings all of it anew. */
async function orFetched(file: string, fetched: () => Promise<Response>): Promise<Response> {
  return (await found(file)) ?? fetched();
}

function answerTo({ request }: Asking): Promise<Response> | undefined {
  const answer = answerOf(request, { origin: worker.location.origin, files: SHELL_FILES });
  if (answer === 'page') return page(request);
  if (answer === 'kept_page') return orFetched('/', () => page(request));
  if (answer === 'asset') return asset(request);
  return answer && orFetched(new URL(request.url).pathname, () => fetch(request));
}

on<Waiting>('install', (event) => event.waitUntil(install()));
on<Waiting>('activate', (event) => event.waitUntil(activate()));
on<Asking>('fetch', (event) => {
  const answer = answerTo(event);
  if (answer) event.respondWith(answer);
});
