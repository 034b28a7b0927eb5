import { createReadStream } from 'node:fs';
import { type FileHandle, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { refuse } from '#core/problem.ts';
import { codeOf, etagOf, ifThere, statOf, temporaryIn } from './disk-files.ts';
import { FileStream } from './file-stream.ts';
import { contentTypeOf, isKey, mustBeKey, mustBePrefix } from './keys.ts';
import { resolveRange } from './range.ts';
import type { ByteRange, OpenedObject, StoredObject } from './storage.ts';

/**
 * An object put in one go is a file; one uploaded in parts is a folder of its parts with a manifest, so that
 * completing it moves nothing but the folder. Keys have no tilde, so the two cannot be confused.
 */
const PARTS = '~parts';
const PAGE = 1000;

const Manifest = z.object({
  size: z.int(),
  etag: z.string(),
  modified_at: z.coerce.date(),
  parts: z.array(z.object({ file: z.string(), size: z.int() })),
});
export type Manifest = z.infer<typeof Manifest>;

export const fileOf = (root: string, key: string): string => join(root, 'objects', key);
export const folderOf = (root: string, key: string): string => join(root, 'objects', `${key}${PARTS}`);

export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const text = await ifThere(readFile(join(folder, 'manifest.json'), 'utf8'));
  return text === undefined ? undefined : Manifest.parse(JSON.parse(text));
}

export async function headObject(root: string, key: string): Promise<StoredObject | undefined> {
  mustBeKey(key);
  const file = await statOf(fileOf(root, key));
  if (file?.isFile()) {
    const size = Number(file.size);
    return { key, size, content_type: contentTypeOf(key), etag: etagOf(file), modified_at: file.mtime };
  }
  const manifest = await readManifest(folderOf(root, key));
  if (!manifest) return undefined;
  const { size, etag, modified_at } = manifest;
  return { key, size, content_type: contentTypeOf(key), etag, modified_at };
}

export async function openObject(
  root: string,
  key: string,
  wanted?: ByteRange,
): Promise<OpenedObject | undefined> {
  mustBeKey(key);
  return (await openFile(root, key, wanted)) ?? (await openParts(root, key, wanted));
}

async function openFile(root: string, key: string, wanted?: ByteRange): Promise<OpenedObject | undefined> {
  const handle = await ifThere(open(fileOf(root, key), 'r'));
  if (!handle) return undefined;
  try {
    const file = await handle.stat({ bigint: true });
    if (!file.isFile()) {
      await handle.close();
      return undefined;
    }
    const size = Number(file.size);
    const range = rangeIn(wanted, size);
    const stream = await streamOf(handle, range);
    return {
      key,
      size,
      content_type: contentTypeOf(key),
      etag: etagOf(file),
      modified_at: file.mtime,
      range,
      stream,
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function rangeIn(wanted: ByteRange | undefined, size: number) {
  return resolveRange(wanted, size) ?? refuse('range_not_satisfiable', { size });
}

async function streamOf(
  handle: FileHandle,
  { start, end }: { start: number; end: number },
): Promise<Readable> {
  if (end >= start) return new FileStream(handle, { start, end });
  await handle.close();
  return Readable.from([]);
}

async function openParts(root: string, key: string, wanted?: ByteRange): Promise<OpenedObject | undefined> {
  const folder = folderOf(root, key);
  const manifest = await readManifest(folder);
  if (!manifest) return undefined;
  const { size, etag, modified_at, parts } = manifest;
  const range = rangeIn(wanted, size);
  const stream = Readable.from(readParts(folder, parts, range), { objectMode: false });
  return { key, size, content_type: contentTypeOf(key), etag, modified_at, range, stream };
}

async function* readParts(
  folder: string,
  parts: Manifest['parts'],
  { start, end }: { start: number; end: number },
): AsyncGenerator<Buffer> {
  let offset = 0;
  for (const part of parts) {
    const from = Math.max(start - offset, 0);
    const to = Math.min(end - offset, part.size - 1);
    if (from <= to) yield* createReadStream(join(folder, part.file), { start: from, end: to });
    offset += part.size;
    if (offset > end) return;
  }
}

export async function removeObject(root: string, key: string): Promise<void> {
  mustBeKey(key);
  await rm(fileOf(root, key), { force: true }).catch(unlessFolder);
  await removeFolder(root, folderOf(root, key));
}

/** What has the key's name but is a folder belongs to other keys. */
function unlessFolder(error: unknown): void {
  if (!['ERR_FS_EISDIR', 'EISDIR', 'ENOTDIR'].includes(codeOf(error))) throw error;
}

export async function removeBelow(root: string, prefix: string): Promise<void> {
  mustBePrefix(prefix);
  await removeFolder(root, fileOf(root, prefix.slice(0, -1)));
}

/** Out of sight at once, then removed file by file. */
export async function removeFolder(root: string, folder: string): Promise<void> {
  const away = temporaryIn(root);
  const there = await ifThere(rename(folder, away).then(() => true));
  if (there) await rm(away, { recursive: true, force: true });
}

export async function listObjects(root: string, prefix: string, cursor = '') {
  if (prefix !== '') mustBePrefix(prefix);
  const objects: StoredObject[] = [];
  for await (const key of walk(join(root, 'objects'), prefix, cursor)) {
    // What somebody else put there under a name that is no key is not ours.
    const object = isKey(key) ? await headObject(root, key) : undefined;
    if (object) objects.push(object);
    if (objects.length === PAGE) return { objects, cursor: key };
  }
  return { objects, cursor: undefined };
}

/** The keys below a folder in the order of their bytes, from behind the cursor on; one folder in memory at a time. */
async function* walk(objects: string, prefix: string, cursor: string): AsyncGenerator<string> {
  const entries = (await ifThere(readdir(join(objects, prefix), { withFileTypes: true }))) ?? [];
  const names = entries
    .map((entry) => (entry.isDirectory() && !entry.name.endsWith(PARTS) ? `${entry.name}/` : entry.name))
    .map((name) => prefix + (name.endsWith(PARTS) ? name.slice(0, -PARTS.length) : name))
    .sort((a, b) => (a < b ? -1 : 1));
  for (const name of names) {
    if (name.endsWith('/')) {
      if (name > cursor || cursor.startsWith(name)) yield* walk(objects, name, cursor);
    } else if (name > cursor) yield name;
  }
}
