import type { App } from '#core/http.ts';
import { refuse } from '#core/problem.ts';
import type { DiskStorage } from './disk.ts';
import { STORAGE_PATH, verify } from './disk-signing.ts';
import { contentTypeOf } from './keys.ts';
import { parseRange } from './range.ts';
import type { OpenedObject } from './storage.ts';

/** A sender who falls silent for so long is cut off; what arrived is dropped. */
const SILENCE_MS = 60_000;

/** Never something that a browser would run on the app's origin, whatever the bytes are. */
const inert = {
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'content-disposition': 'attachment',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'private, no-transform',
} as const;

/** Serves the signed addresses of a folder; the signature is the permission. */
export async function diskRoutes(app: App, { storage }: { storage: DiskStorage }): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));

  app.get(`${STORAGE_PATH}*`, { schema: { hide: true }, exposeHeadRoute: false }, async (request, reply) => {
    const { key } = verify(storage.options, 'GET', request.raw.url ?? '');
    const range = parseRange(request.headers.range);
    const object = (await storage.get(key, range)) ?? refuse('not_found');
    if (range) reply.code(206).header('content-range', contentRangeOf(object));
    return reply.headers({ ...inert, ...headersOf(object) }).send(object.stream);
  });

  app.put(`${STORAGE_PATH}*`, { schema: { hide: true } }, async (request, reply) => {
    request.raw.setTimeout(SILENCE_MS, () => request.raw.destroy());
    const signed = verify(storage.options, 'PUT', request.raw.url ?? '');
    const isPart = signed.upload_id !== undefined;
    if (!isPart && request.headers['content-type'] !== contentTypeOf(signed.key)) refuse('signature_invalid');
    const bytes = Number(request.headers['content-length'] ?? 0);
    // When reading stops early, the rest is let through and dropped, or the sender would never read the refusal.
    const { etag } = await storage
      .accept(signed, request.raw, bytes)
      .finally(() => void request.raw.resume());
    return reply.headers({ ...inert, etag }).send();
  });
}

function headersOf({ content_type, etag, modified_at, range }: OpenedObject) {
  return {
    'accept-ranges': 'bytes',
    'content-type': content_type,
    'content-length': range.end - range.start + 1,
    'last-modified': modified_at.toUTCString(),
    etag,
  };
}

function contentRangeOf({ range, size }: OpenedObject): string {
  return `bytes ${range.start}-${range.end}/${size}`;
}
