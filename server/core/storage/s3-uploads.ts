import { refuse } from '#core/problem.ts';
import { contentTypeOf, mustBeKey } from './keys.ts';
import { S3Error, type S3Options, send, textOf, textsOf } from './s3-client.ts';
import { headObject, putBytes } from './s3-objects.ts';
import { type Body, MIN_PART_BYTES, type Part, type PartName, type StoredObject } from './storage.ts';

/** What a stream of unknown length is sent in; the memory that one takes. */
const CHUNK_BYTES = Math.max(8 * 1024 * 1024, MIN_PART_BYTES);

export async function createUpload(options: S3Options, key: string): Promise<string> {
  mustBeKey(key);
  const headers = { 'content-type': contentTypeOf(key) };
  const reply = await send(options, { method: 'POST', key, query: { uploads: '' }, headers });
  return textOf(await reply.text(), 'UploadId');
}

export async function listParts(options: S3Options, key: string, uploadId: string): Promise<Part[]> {
  mustBeKey(key);
  const parts: Part[] = [];
  for (let marker = '0'; ; ) {
    const query = { uploadId, 'part-number-marker': marker };
    const xml = await (await send(options, { method: 'GET', key, query }).catch(unknownUpload)).text();
    parts.push(...textsOf(xml, 'Part').map(toPart));
    if (textOf(xml, 'IsTruncated') !== 'true') return parts;
    marker = textOf(xml, 'NextPartNumberMarker');
  }
}

function toPart(xml: string): Part {
  return {
    part_number: Number(textOf(xml, 'PartNumber')),
    size: Number(textOf(xml, 'Size')),
    etag: textOf(xml, 'ETag'),
  };
}

function unknownUpload(error: unknown): never {
  if (error instanceof S3Error && error.status === 404) refuse('not_found');
  throw error;
}

export async function completeUpload(
  options: S3Options,
  key: string,
  uploadId: string,
  parts: readonly PartName[],
): Promise<StoredObject> {
  mustBeKey(key);
  const named = parts.map(
    ({ part_number, etag }) => `<Part><PartNumber>${part_number}</PartNumber><ETag>${etag}</ETag></Part>`,
  );
  const body = `<CompleteMultipartUpload>${named.join('')}</CompleteMultipartUpload>`;
  const headers = { 'content-type': 'application/xml' };
  try {
    const reply = await send(options, { method: 'POST', key, query: { uploadId }, headers, body });
    await mustBeSuccess(reply);
  } catch (error) {
    if (isUnfit(error)) refuse('unprocessable');
    if (!isGone(error)) throw error;
  }
  return (await headObject(options, key)) ?? refuse('not_found');
}

/** S3 begins to answer 200 before it knows how it ends. */
async function mustBeSuccess(reply: Response): Promise<void> {
  const xml = await reply.text();
  if (!xml.includes('<Error>')) return;
  throw new S3Error(reply.status, textOf(xml, 'Code'));
}

/** Completed before, when the object is there: by a request whose answer was lost. */
function isGone(error: unknown): boolean {
  return error instanceof S3Error && (error.status === 404 || error.code === 'NoSuchUpload');
}

function isUnfit(error: unknown): boolean {
  const codes = ['InvalidPart', 'InvalidPartOrder', 'EntityTooSmall', 'MalformedXML', 'InvalidRequest'];
  return error instanceof S3Error && codes.includes(error.code);
}

export async function abortUpload(options: S3Options, key: string, uploadId: string): Promise<void> {
  mustBeKey(key);
  await send(options, { method: 'DELETE', key, query: { uploadId } }).catch((error: unknown) => {
    if (!isGone(error)) throw error;
  });
}

/** One request when the body is short, an upload in parts otherwise. */
export async function putBody(options: S3Options, key: string, body: Body): Promise<StoredObject> {
  mustBeKey(key);
  const chunks = chunked(body instanceof Uint8Array ? [body] : body);
  const first = await chunks.next();
  if (first.done || first.value.length < CHUNK_BYTES)
    return putBytes(options, key, first.done ? new Uint8Array() : first.value);
  const uploadId = await createUpload(options, key);
  try {
    const parts = [await putPart(options, key, uploadId, 1, first.value)];
    for await (const chunk of chunks)
      parts.push(await putPart(options, key, uploadId, parts.length + 1, chunk));
    return await completeUpload(options, key, uploadId, parts);
  } catch (error) {
    await abortUpload(options, key, uploadId);
    throw error;
  }
}

async function putPart(
  options: S3Options,
  key: string,
  uploadId: string,
  part_number: number,
  body: Uint8Array<ArrayBuffer>,
): Promise<PartName> {
  const query = { uploadId, partNumber: String(part_number) };
  const reply = await send(options, { method: 'PUT', key, query, body });
  await reply.body?.cancel();
  return { part_number, etag: reply.headers.get('etag') ?? '' };
}

async function* chunked(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
  let buffer = new Uint8Array(CHUNK_BYTES);
  let filled = 0;
  for await (const piece of body) {
    for (let taken = 0; taken < piece.length; ) {
      const bytes = piece.subarray(taken, taken + CHUNK_BYTES - filled);
      buffer.set(bytes, filled);
      taken += bytes.length;
      filled += bytes.length;
      if (filled < CHUNK_BYTES) continue;
      yield buffer;
      buffer = new Uint8Array(CHUNK_BYTES);
      filled = 0;
    }
  }
  if (filled > 0) yield buffer.subarray(0, filled);
}

/** Uploads begun before that moment and never completed. */
export async function removeAbandoned(options: S3Options, before: Date): Promise<number> {
  let count = 0;
  for (let query: Record<string, string> = { uploads: '' }; ; ) {
    const xml = await (await send(options, { method: 'GET', query })).text();
    for (const upload of textsOf(xml, 'Upload')) {
      if (new Date(textOf(upload, 'Initiated')) >= before) continue;
      await abortUpload(options, textOf(upload, 'Key'), textOf(upload, 'UploadId'));
      count += 1;
    }
    if (textOf(xml, 'IsTruncated') !== 'true') return count;
    query = {
      uploads: '',
      'key-marker': textOf(xml, 'NextKeyMarker'),
      'upload-id-marker': textOf(xml, 'NextUploadIdMarker'),
    };
  }
}
