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
const prefix = 'seodang-shell-';
const shell = `${prefix}${SHELL_VERSION}`;
const seen = 'seodang-assets';
const PATIENCE_MS = 4000;
const MOST_ASSETS = 400;

function on<E extends Event>(name: string, handle: (event: E) => void): void {
  worker.addEventListener(name, handle as EventListener);
}

async function install(): Promise<void> {
  const cache = await caches.open(shell);
  await cache.addAll(SHELL_FILES.map((file) => new Request(file, { cache: 'no-cache' })));
  await worker.skipWaiting();
}

async function activate(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== shell);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

async function kept(file: string): Promise<Response> {
  return (await caches.match(file, { cacheName: shell })) ?? Response.error();
}

/** The page of the server whenever there is one, so that nobody stays on an old version; else the one that was kept. */
async function page(request: Request): Promise<Response> {
  const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => undefined);
  return answer && answer.status < 500 ? answer : kept('/');
}

/** Files named by their content never change; those once used are kept, up to a limit. */
async function asset(request: Request): Promise<Response> {
  const known = await caches.match(request);
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

const orKept = (request: Request, path: string) => fetch(request).catch(() => kept(path));

/** Nothing of the API is ever answered or kept here: what one user may see is no concern of the next. */
function answerTo({ request }: Asking): Promise<Response> | undefined {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return undefined;
  if (/^\/(api|media)(\/|$)/.test(pathname)) return undefined;
  if (request.mode === 'navigate') return page(request);
  if (pathname.startsWith('/assets/')) return asset(request);
  return SHELL_FILES.includes(pathname) ? orKept(request, pathname) : undefined;
}

on<Waiting>('install', (event) => event.waitUntil(install()));
on<Waiting>('activate', (event) => event.waitUntil(activate()));
on<Asking>('fetch', (event) => {
  const answer = answerTo(event);
  if (answer) event.respondWith(answer);
});
