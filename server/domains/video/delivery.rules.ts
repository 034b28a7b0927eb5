import { createHmac, timingSafeEqual } from 'node:crypto';

/** The keys that may sign, newest first: two are valid at a time, so that a key can be changed under way. */
export type SigningKeys = readonly [SigningKey, ...SigningKey[]];
export type SigningKey = { readonly id: string; readonly secret: string };

/** Where one output of one video lies: everything below is its playlists, segments, key, poster and storyboard. */
const PREFIX = /^\/media\/hls\/([a-z0-9-]+)\/videos\/([1-9][0-9]{0,15})\/([A-Za-z0-9_-]{1,64})\//;
const FILE = /^(?!.*(^|\/)\.)[A-Za-z0-9._-]{1,200}(\/[A-Za-z0-9._-]{1,200})*$/;
const MAX_PATH_LENGTH = 500;

export type MediaPath = {
  prefix: string;
  tenant_code: string;
  video_id: number;
  version: string;
  /** Below the prefix, e.g. `720p/seg-00001.m4s`. */
  file: string;
};

/** Takes a path apart, or undefined for anything that is not written in exactly the canonical way. */
export function parseMediaPath(path: string): MediaPath | undefined {
  const [prefix, tenant_code, video_id, version] = PREFIX.exec(path) ?? [];
  if (path.length > MAX_PATH_LENGTH || !prefix || !tenant_code || !video_id || !version) return undefined;
  const file = path.slice(prefix.length);
  return FILE.test(file) ? { prefix, tenant_code, video_id: Number(video_id), version, file } : undefined;
}

/**
 * `<exp>.<sid>.<kid>.<sig>`: opens one video's output until `expiresAt` (unix seconds) for one viewer. It stands in
 * the path, so that the relative addresses inside playlists inherit it.
 * sig = base64url(HMAC-SHA256(secret, prefix|exp|sid|kid)); test vectors: delivery.vectors.json.
 */
export function signPrefix([key]: SigningKeys, prefix: string, sid: string, expiresAt: number): string {
  return `${expiresAt}.${sid}.${key.id}.${mac(key, prefix, expiresAt, sid, key.id)}`;
}

/** Who the token was made for, or undefined when it is not genuine, not for this prefix, or over. */
export function verifyPrefix(
  keys: SigningKeys,
  prefix: string,
  token: string,
  now: Date,
): string | undefined {
  const [, exp, sid, kid, sig] =
    /^([0-9]{1,12})\.([A-Za-z0-9-]{1,64})\.([A-Za-z0-9_-]{1,16})\.([A-Za-z0-9_-]{43})$/.exec(token) ?? [];
  const key = keys.find(({ id }) => id === kid);
  if (!exp || !sid || !sig || !key || isOver(exp, now)) return undefined;
  return equal(sig, mac(key, prefix, exp, sid, key.id)) ? sid : undefined;
}

/** The query of one signed file: sig = base64url(HMAC-SHA256(secret, path|exp|kid|uid)), `uid` empty for nobody. */
export function signFile(
  [key]: SigningKeys,
  path: string,
  uid: number | undefined,
  expiresAt: number,
): string {
  const sig = mac(key, path, expiresAt, key.id, uid ?? '');
  const query = new URLSearchParams({ exp: String(expiresAt), sig, kid: key.id });
  if (uid !== undefined) query.set('uid', String(uid));
  return query.toString();
}

export type FileSignature = { exp: string; sig: string; kid: string; uid?: string | undefined };

/** Whether this query opens exactly this path now. */
export function verifyFile(
  keys: SigningKeys,
  path: string,
  { exp, sig, kid, uid = '' }: FileSignature,
  now: Date,
): boolean {
  const key = keys.find(({ id }) => id === kid);
  if (!key || !/^[0-9]{1,12}$/.test(exp) || !/^[0-9]{0,16}$/.test(uid) || isOver(exp, now)) return false;
  return equal(sig, mac(key, path, exp, key.id, uid));
}

function isOver(exp: string, now: Date): boolean {
  return Number(exp) * 1000 <= now.getTime();
}

function mac({ secret }: SigningKey, ...parts: (string | number)[]): string {
  return createHmac('sha256', secret).update(parts.join('|')).digest('base64url');
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
