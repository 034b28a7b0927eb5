/**
 * The door of a CDN for videos, as a Cloudflare Worker: lets through what Seodang signed, and keeps at the edge what
 * never changes at its address. It uses nothing but Web APIs and imports nothing, so it runs wherever those are.
 */
export type EdgeSettings = {
  /** Where Seodang itself is, e.g. `https://academy.example`. */
  ORIGIN?: string;
  CDN_HLS_SIGNING_SECRET?: string;
  CDN_HLS_SIGNING_KEY_ID?: string;
  CDN_HLS_PREVIOUS_SECRET?: string;
  CDN_HLS_PREVIOUS_KEY_ID?: string;
};

type EdgeCache = {
  match(request: Request): Promise<Response | undefined>;
  put(request: Request, response: Response): Promise<void>;
};
type EdgeContext = { waitUntil(work: Promise<unknown>): void };
type EdgeKey = { id: string; secret: string };

declare const caches: { default: EdgeCache };

const MIN_SECRET_LENGTH = 16;
const SEGMENT = '[A-Za-z0-9_-][A-Za-z0-9._-]*';
const MEDIA = new RegExp(
  `^(/media/hls/[a-z0-9-]+/videos/[1-9][0-9]{0,15}/[A-Za-z0-9_-]{1,64}/)${SEGMENT}(/${SEGMENT})*$`,
);
const TOKEN = /^([0-9]{1,12})\.([A-Za-z0-9-]{1,64})\.([A-Za-z0-9_-]{1,16})\.([A-Za-z0-9_-]{43})$/;

/** What a player must not keep, and may read although it comes from another site. */
const refusal = {
  'access-control-allow-origin': '*',
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'cross-origin',
};

const worker = {
  async fetch(request: Request, settings: EdgeSettings, context: EdgeContext): Promise<Response> {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return new Response(null, { status: 405, headers: { ...refusal, allow: 'GET, HEAD' } });
    const keys = keysOf(settings);
    if (keys.length === 0 || !settings.ORIGIN) return new Response(null, { status: 503, headers: refusal });
    const path = await openedPath(keys, new URL(request.url), Date.now());
    if (path === undefined) return new Response(null, { status: 403, headers: refusal });
    const isKept = request.method === 'GET' && !path.endsWith('/enc.key');
    return isKept ? deliver(request, settings.ORIGIN, path, context) : ask(request, settings.ORIGIN);
  },
};
export default worker;

/** The storage path that the address opens now, or undefined when its signature opens nothing. */
async function openedPath(keys: EdgeKey[], url: URL, now: number): Promise<string | undefined> {
  const [, token, path = url.pathname] = /^\/hls\/t\/([^/]+)(\/.*)$/.exec(url.pathname) ?? [];
  const prefix = MEDIA.exec(path)?.[1];
  if (prefix === undefined) return undefined;
  const opens =
    token === undefined
      ? await verifyFile(keys, path, url.searchParams, now)
      : await verifyPrefix(keys, prefix, token, now);
  return opens ? path : undefined;
}

async function verifyPrefix(keys: EdgeKey[], prefix: string, token: string, now: number): Promise<boolean> {
  const [, exp = '', sid = '', kid = '', sig = ''] = TOKEN.exec(token) ?? [];
  return holds(keys, { exp, kid, sig, now }, [prefix, exp, sid, kid]);
}

async function verifyFile(
  keys: EdgeKey[],
  path: string,
  query: URLSearchParams,
  now: number,
): Promise<boolean> {
  if (['exp', 'sig', 'kid', 'uid'].some((name) => query.getAll(name).length > 1)) return false;
  const { exp = '', sig = '', kid = '', uid = '' } = Object.fromEntries(query);
  return /^[0-9]{0,16}$/.test(uid) && holds(keys, { exp, kid, sig, now }, [path, exp, kid, uid]);
}

type Claim = { exp: string; kid: string; sig: string; now: number };

async function holds(keys: EdgeKey[], { exp, kid, sig, now }: Claim, signed: string[]): Promise<boolean> {
  const key = keys.find(({ id }) => id === kid);
  if (!key || !/^[0-9]{1,12}$/.test(exp) || Number(exp) * 1000 <= now) return false;
  return equal(sig, await mac(key.secret, signed.join('|')));
}

/** Missing or short secrets are no keys; without any, everything stays closed. */
function keysOf(settings: EdgeSettings): EdgeKey[] {
  return [
    { id: settings.CDN_HLS_SIGNING_KEY_ID ?? 'v1', secret: settings.CDN_HLS_SIGNING_SECRET ?? '' },
    { id: settings.CDN_HLS_PREVIOUS_KEY_ID ?? '', secret: settings.CDN_HLS_PREVIOUS_SECRET ?? '' },
  ].filter(({ id, secret }) => id !== '' && secret.length >= MIN_SECRET_LENGTH);
}

const utf8 = new TextEncoder();
/** Imported once for each instance of the worker. */
const imported = new Map<string, ReturnType<typeof crypto.subtle.importKey>>();

async function mac(secret: string, text: string): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key =
    imported.get(secret) ?? crypto.subtle.importKey('raw', utf8.encode(secret), algorithm, false, ['sign']);
  imported.set(secret, key);
  const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', await key, utf8.encode(text)));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** Takes the same time wherever the first difference is. */
function equal(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < b.length; i += 1) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}

/** One copy at the edge for all viewers: its key is the path without who may have it and until when. */
async function deliver(
  request: Request,
  origin: string,
  path: string,
  context: EdgeContext,
): Promise<Response> {
  const address = new URL(path, request.url);
  const kept = await caches.default.match(new Request(address, { headers: conditionsOf(request) }));
  if (kept) return kept;
  const reply = await ask(request, origin);
  if (reply.status === 200 && /\bimmutable\b/.test(reply.headers.get('cache-control') ?? ''))
    context.waitUntil(caches.default.put(new Request(address), reply.clone()));
  return reply;
}

/** Seodang checks the signature again, and gives the key only to who still watches. */
function ask(request: Request, origin: string): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const { method } = request;
  return fetch(new URL(pathname + search, origin), {
    ...{ method, headers: conditionsOf(request), redirect: 'manual' },
  });
}

function conditionsOf({ headers }: Request): Headers {
  const kept = ['range', 'if-range', 'if-none-match'];
  return new Headers([...headers].filter(([name]) => kept.includes(name)));
}
