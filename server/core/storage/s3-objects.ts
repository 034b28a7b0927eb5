import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { refuse } from '#core/problem.ts';
import { contentTypeOf, isKey, mustBeKey, mustBePrefix } from './keys.ts';
import { resolveRange } from './range.ts';
import { ifFound, S3Error, type S3Options, send, textOf, textsOf } from './s3-client.ts';
import type { ByteRange, OpenedObject, StoredObject } from './storage.ts';

export async function headObject(options: S3Options, key: string): Promise<StoredObject | undefined> {
  mustBeKey(key);
  const reply = await ifFound(send(options, { method: 'HEAD', key }));
  return reply && { ...described(key, reply), size: Number(reply.headers.get('content-length')) };
}

function described(key: string, { headers }: Response): Omit<StoredObject, 'size'> {
  return {
    key,
    content_type: contentTypeOf(key),
    etag: headers.get('etag') ?? '',
    modified_at: new Date(headers.get('last-modified') ?? 0),
  };
}

export async function openObject(
  options: S3Options,
  key: string,
  wanted?: ByteRange,
): Promise<OpenedObject | undefined> {
  mustBeKey(key);
  const headers = wanted ? { range: rangeHeader(wanted) } : {};
  const reply = await ifFound(send(options, { method: 'GET', key, headers }).catch(outOfRange));
  if (!reply) return undefined;
  const size = Number(
    reply.headers.get('content-range')?.split('/')[1] ?? reply.headers.get('content-length'),
  );
  const range = resolveRange(reply.status === 206 ? wanted : undefined, size) ?? { start: 0, end: -1 };
  const stream = reply.body ? Readable.fromWeb(reply.body) : Readable.from([]);
  return { ...described(key, reply), size, range, stream };
}

function rangeHeader(range: ByteRange): string {
  return 'last' in range ? `bytes=-${range.last}` : `bytes=${range.start}-${range.end ?? ''}`;
}

function outOfRange(error: unknown): never {
  if (error instanceof S3Error && error.status === 416) refuse('range_not_satisfiable');
  throw error;
}

export async function putBytes(options: S3Options, key: string, body: Uint8Array<ArrayBuffer>) {
  const headers = { 'content-type': contentTypeOf(key), 'content-length': String(body.length) };
  const reply = await send(options, { method: 'PUT', key, headers, body });
  return { ...described(key, reply), size: body.length, modified_at: new Date() };
}

export async function removeObject(options: S3Options, key: string): Promise<void> {
  mustBeKey(key);
  await ifFound(send(options, { method: 'DELETE', key }));
}

export async function removeBelow(options: S3Options, prefix: string): Promise<void> {
  mustBePrefix(prefix);
  for (;;) {
    const { objects } = await listPage(options, prefix);
    if (objects.length === 0) return;
    await removeMany(options, objects);
  }
}

async function removeMany(options: S3Options, objects: readonly StoredObject[]): Promise<void> {
  const named = objects.map(({ key }) => `<Object><Key>${key}</Key></Object>`).join('');
  const body = `<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Quiet>true</Quiet>${named}</Delete>`;
  const headers = {
    'content-type': 'application/xml',
    'content-md5': createHash('md5').update(body).digest('base64'),
  };
  const reply = await send(options, { method: 'POST', query: { delete: '' }, headers, body });
  const [error] = textsOf(await reply.text(), 'Error');
  if (error !== undefined) throw new S3Error(reply.status, textOf(error, 'Code'));
}

/** What somebody else put there under a name that is no key is not ours. */
export async function listObjects(options: S3Options, prefix: string, cursor?: string) {
  const page = await listPage(options, prefix, cursor);
  return { ...page, objects: page.objects.filter(({ key }) => isKey(key)) };
}

async function listPage(options: S3Options, prefix: string, cursor?: string) {
  if (prefix !== '') mustBePrefix(prefix);
  const query = { 'list-type': '2', prefix, ...(cursor ? { 'start-after': cursor } : {}) };
  const xml = await (await send(options, { method: 'GET', query })).text();
  const objects = textsOf(xml, 'Contents').map(
    (entry): StoredObject => ({
      key: textOf(entry, 'Key'),
      size: Number(textOf(entry, 'Size')),
      content_type: contentTypeOf(textOf(entry, 'Key')),
      etag: textOf(entry, 'ETag'),
      modified_at: new Date(textOf(entry, 'LastModified')),
    }),
  );
  return { objects, cursor: textOf(xml, 'IsTruncated') === 'true' ? objects.at(-1)?.key : undefined };
}
