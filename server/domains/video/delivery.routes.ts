import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Db } from '#core/db.ts';
import type { App } from '#core/http.ts';
import { refuse } from '#core/problem.ts';
import { parseRange } from '#core/storage/range.ts';
import type { OpenedObject, Storage } from '#core/storage/storage.ts';
import { parseMediaPath, verifyFile, verifyPrefix } from './delivery.rules.ts';
import { type Delivery, findKey, TOKEN_PATH } from './delivery.ts';

export type DeliveryDesk = { db: Db; storage: Storage; delivery: Delivery; clock: () => Date };

const TokenParams = z.object({ token: z.string(), '*': z.string() });
const Signature = z.object({ exp: z.string(), sig: z.string(), kid: z.string(), uid: z.string().optional() });

/** Serves outputs as a CDN with the edge verifier would; every file streams with constant memory. */
export function deliveryRoutes(app: App, desk: DeliveryDesk): void {
  const { keys } = desk.delivery;
  app.get(`${TOKEN_PATH}:token/*`, { schema: { hide: true } }, async (request, reply) => {
    const { token, '*': path } = TokenParams.parse(request.params);
    const media = parseMediaPath(`/${path}`) ?? refuse('not_found');
    const sid = verifyPrefix(keys, media.prefix, token, desk.clock()) ?? refuse('signature_invalid');
    const key = await findKey(desk.db, media, sid, desk.clock());
    return key ? reply.headers(keyHeaders).send(key) : sendFile(desk, path, request, reply);
  });
  app.get('/media/hls/*', { schema: { hide: true } }, async (request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const signature = Signature.safeParse(request.query);
    if (!parseMediaPath(path)) refuse('not_found');
    if (!signature.success || !verifyFile(keys, path, signature.data, desk.clock()))
      refuse('signature_invalid');
    return sendFile(desk, path.slice(1), request, reply);
  });
}

const keyHeaders = { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' };

async function sendFile(
  { storage }: DeliveryDesk,
  key: string,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const { range: wanted, 'if-none-match': known } = request.headers;
  const head = known === undefined ? undefined : await storage.head(key);
  if (head && head.etag === known) return reply.code(304).headers(cachingOf(key)).send();
  const range = parseRange(wanted);
  const object = (await storage.get(key, range)) ?? refuse('not_found');
  if (range) reply.code(206).header('content-range', contentRangeOf(object));
  return reply.headers({ ...headersOf(object), ...cachingOf(key) }).send(object.stream);
}

function headersOf({ content_type, etag, range }: OpenedObject) {
  return {
    'content-type': content_type,
    'content-length': range.end - range.start + 1,
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
    etag,
  };
}

function contentRangeOf({ range, size }: OpenedObject): string {
  return `bytes ${range.start}-${range.end}/${size}`;
}

/** An output's files never change at their address; its playlists grow while it is being made. */
function cachingOf(key: string) {
  const isPlaylist = key.endsWith('.m3u8');
  return { 'cache-control': isPlaylist ? 'no-cache' : 'public, max-age=31536000, immutable' };
}
