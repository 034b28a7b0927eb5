import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Db } from '#core/db.ts';
import type { App } from '#core/http.ts';
import { refuse } from '#core/problem.ts';
import { parseRange } from '#core/storage/range.ts';
import type { OpenedObject, Storage, StoredObject } from '#core/storage/storage.ts';
import { parseMediaPath, verifyFile, verifyPrefix } from './delivery.rules.ts';
import { type Delivery, findKey, TOKEN_PATH } from './delivery.ts';

export type DeliveryDesk = { db: Db; storage: Storage; delivery: Delivery; clock: () => Date };

const Signature = z.object({ exp: z.string(), sig: z.string(), kid: z.string(), uid: z.string().optional() });

/** Serves outputs as a CDN with the edge verifier would; every file streams with constant memory. */
export function deliveryRoutes(app: App, desk: DeliveryDesk): void {
  const { keys } = desk.delivery;
  const shared = { method: ['GET', 'HEAD'], schema: { hide: true }, onRequest: openToPlayers };
  app.route({
    ...{ ...shared, url: `${TOKEN_PATH}*` },
    handler: async (request, reply) => {
      const [, token = '', path = ''] = /^\/hls\/t\/([^/]+)(\/.*)$/.exec(pathOf(request)) ?? [];
      const media = parseMediaPath(path) ?? refuse('not_found');
      const sid = verifyPrefix(keys, media.prefix, token, desk.clock()) ?? refuse('signature_invalid');
      const key = await findKey(desk.db, media, sid, desk.clock());
      return key ? reply.type('application/octet-stream').send(key) : sendFile(desk, path, request, reply);
    },
  });
  app.route({
    ...{ ...shared, url: '/media/hls/*' },
    handler: async (request, reply) => {
      const path = pathOf(request);
      const signature = Signature.safeParse(request.query);
      if (!parseMediaPath(path)) refuse('not_found');
      if (!signature.success || !verifyFile(keys, path, signature.data, desk.clock()))
        refuse('signature_invalid');
      return sendFile(desk, path, request, reply);
    },
  });
}

/** As it was asked for, letter by letter, as the verifiers at the edge read it. */
const pathOf = ({ url }: FastifyRequest): string => url.split('?')[0] ?? '';

/** Players may be on another site than the files; keys and refusals are kept by nobody, files say so themselves. */
async function openToPlayers(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.headers({
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'no-store',
  });
}

async function sendFile(
  { storage }: DeliveryDesk,
  path: string,
  { method, headers }: FastifyRequest,
  reply: FastifyReply,
) {
  const key = path.slice(1);
  const { 'if-none-match': known, 'if-range': partly } = headers;
  const isAboutFile = method === 'HEAD' || known !== undefined || partly !== undefined;
  const head = isAboutFile ? ((await storage.head(key)) ?? refuse('not_found')) : undefined;
  if (head && isKnown(known, head.etag))
    return reply
      .code(304)
      .headers({ etag: head.etag, ...cachingOf(key) })
      .send();
  if (head && method === 'HEAD') return reply.headers({ ...headersOf(head), ...cachingOf(key) }).send();
  const range = partly === undefined || partly === head?.etag ? parseRange(headers.range) : undefined;
  const object = (await storage.get(key, range)) ?? refuse('not_found');
  if (range) reply.code(206).header('content-range', contentRangeOf(object));
  return reply.headers({ ...headersOf(object, object.range), ...cachingOf(key) }).send(object.stream);
}

/** `If-None-Match`: any of several, and weak ones too, as which proxies that compress hand ours on. */
function isKnown(header: string | undefined, etag: string): boolean {
  return (header ?? '').split(',').some((known) => known.trim().replace(/^W\//, '') === etag);
}

function headersOf({ content_type, etag, size }: StoredObject, range = { start: 0, end: size - 1 }) {
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
