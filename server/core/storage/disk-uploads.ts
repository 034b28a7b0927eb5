import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Refusal, refuse } from '#core/problem.ts';
import {
  codeOf,
  etagOf,
  fullOr,
  ifThere,
  moveDurably,
  moveTemporary,
  statOf,
  writeTemporary,
} from './disk-files.ts';
import { fileOf, folderOf, headObject, type Manifest, removeFolder } from './disk-objects.ts';
import { mustBeKey } from './keys.ts';
import {
  type Body,
  MAX_PART_COUNT,
  MIN_PART_BYTES,
  type Part,
  type PartName,
  type StoredObject,
} from './storage.ts';

/** An upload that is being completed takes no more parts: whoever still writes one finds its folder gone. */
const CLOSED = '.closed';
const partFile = (partNumber: number): string => `part-${String(partNumber).padStart(5, '0')}`;

const folder = (root: string, uploadId: string): string =>
  join(root, 'uploads', z.uuid().safeParse(uploadId).success ? uploadId : refuse('not_found'));

export async function createUpload(root: string, key: string): Promise<string> {
  mustBeKey(key);
  const uploadId = randomUUID();
  try {
    await mkdir(folder(root, uploadId), { recursive: true });
    await writeFile(join(folder(root, uploadId), 'key'), key);
  } catch (error) {
    throw fullOr(error);
  }
  return uploadId;
}

/** The upload's folder, open or closed, if it is one of this key. */
async function folderOfUpload(root: string, key: string, uploadId: string): Promise<string | undefined> {
  mustBeKey(key);
  for (const path of [folder(root, uploadId), folder(root, uploadId) + CLOSED]) {
    if ((await ifThere(readFile(join(path, 'key'), 'utf8'))) === key) return path;
  }
  return undefined;
}

export async function putPart(
  root: string,
  key: string,
  upload: { id: string; part_number: number },
  body: Body,
  maxBytes: number,
): Promise<Part> {
  const { id, part_number } = upload;
  const path = folder(root, id);
  if ((await folderOfUpload(root, key, id)) !== path) refuse('not_found');
  const written = await writeTemporary(root, body, maxBytes);
  try {
    const file = await stat(written.path, { bigint: true });
    await rename(written.path, join(path, partFile(part_number)));
    return { part_number, size: written.size, etag: etagOf(file) };
  } catch (error) {
    await rm(written.path, { force: true });
    throw codeOf(error) === 'ENOENT' ? refuse('not_found') : fullOr(error);
  }
}

export async function listParts(root: string, key: string, uploadId: string): Promise<Part[]> {
  const path = (await folderOfUpload(root, key, uploadId)) ?? refuse('not_found');
  const names = (await ifThere(readdir(path)))?.filter((name) => name.startsWith('part-')).sort();
  const parts = await Promise.all((names ?? []).map((name) => partAt(path, name)));
  // A completion closes the folder and moves it away while it is being read: then it is looked for again.
  return names && parts.every((part) => part !== undefined) ? parts : listParts(root, key, uploadId);
}

async function partAt(path: string, name: string): Promise<Part | undefined> {
  const file = await statOf(join(path, name));
  return file && { part_number: Number(name.slice(5)), size: Number(file.size), etag: etagOf(file) };
}

export async function completeUpload(
  root: string,
  key: string,
  uploadId: string,
  names: readonly PartName[],
): Promise<StoredObject> {
  const path = folder(root, uploadId);
  if ((await folderOfUpload(root, key, uploadId)) === undefined)
    return (await madeOf(root, key, uploadId)) ?? refuse('not_found');
  await ifThere(rename(path, path + CLOSED));
  try {
    await assemble(root, key, uploadId, names);
  } catch (error) {
    await ifThere(rename(path + CLOSED, path));
    return (await madeOf(root, key, uploadId)) ?? rethrow(codeOf(error) === 'ENOENT' ? undefined : error);
  }
  return (await madeOf(root, key, uploadId)) ?? refuse('not_found');
}

function rethrow(error: unknown): never {
  throw error ?? new Refusal('not_found');
}

const etagOfUpload = (uploadId: string): string => `"${uploadId}"`;

/** The object, if it was made of this upload: by an earlier or a simultaneous completion, which is no error. */
async function madeOf(root: string, key: string, uploadId: string): Promise<StoredObject | undefined> {
  const object = await headObject(root, key);
  return object?.etag === etagOfUpload(uploadId) ? object : undefined;
}

async function assemble(root: string, key: string, uploadId: string, names: readonly PartName[]) {
  const closed = folder(root, uploadId) + CLOSED;
  const there = await listParts(root, key, uploadId);
  const parts = mustBeWhole(names, there);
  const manifest: Manifest = {
    size: parts.reduce((sum, part) => sum + part.size, 0),
    etag: etagOfUpload(uploadId),
    modified_at: new Date(),
    parts: parts.map(({ part_number, size }) => ({ file: partFile(part_number), size })),
  };
  const written = await writeTemporary(root, Buffer.from(JSON.stringify(manifest)));
  await moveTemporary(written.path, join(closed, 'manifest.json'));
  const unused = there.filter((part) => !parts.includes(part));
  await Promise.all(unused.map((part) => rm(join(closed, partFile(part.part_number)), { force: true })));
  await moveIntoPlace(root, closed, key, uploadId);
  await rm(fileOf(root, key), { force: true });
}

async function moveIntoPlace(root: string, closed: string, key: string, uploadId: string): Promise<void> {
  try {
    await moveDurably(closed, folderOf(root, key));
  } catch (error) {
    if (codeOf(error) !== 'ENOTEMPTY' || (await madeOf(root, key, uploadId))) throw error;
    await removeFolder(root, folderOf(root, key));
    await moveDurably(closed, folderOf(root, key));
  }
}

/** The named parts in order, each as it is named, and none too small for what comes after it. */
function mustBeWhole(names: readonly PartName[], there: readonly Part[]): Part[] {
  const parts = names.map((name, index) => {
    const part = there.find(({ part_number }) => part_number === name.part_number);
    const inOrder = index === 0 || name.part_number > (names[index - 1]?.part_number ?? 0);
    if (!part || part.etag !== name.etag || !inOrder)
      refuse('unprocessable', { part_number: name.part_number });
    return part;
  });
  const small = parts.slice(0, -1).find((part) => part.size < MIN_PART_BYTES);
  if (parts.length === 0 || parts.length > MAX_PART_COUNT || small)
    refuse('unprocessable', { part_number: small?.part_number });
  return parts;
}

export async function abortUpload(root: string, key: string, uploadId: string): Promise<void> {
  const path = await folderOfUpload(root, key, uploadId);
  if (path) await removeFolder(root, path);
}

/** Temporary files nobody has written to since then, and uploads that got no part since then. */
export async function removeAbandoned(root: string, before: Date): Promise<number> {
  let count = 0;
  for (const place of ['tmp', 'uploads']) {
    for (const name of (await ifThere(readdir(join(root, place)))) ?? []) {
      const path = join(root, place, name);
      const entry = await statOf(path);
      if (!entry || entry.mtime >= before) continue;
      await rm(path, { recursive: true, force: true });
      count += 1;
    }
  }
  return count;
}
