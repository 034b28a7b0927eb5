import { rm } from 'node:fs/promises';
import { refuse } from '#core/problem.ts';
import { freeBytesOf, moveDurably, writeTemporary } from './disk-files.ts';
import {
  fileOf,
  folderOf,
  headObject,
  listObjects,
  openObject,
  removeBelow,
  removeFolder,
  removeObject,
} from './disk-objects.ts';
import { type Request, sign } from './disk-signing.ts';
import * as uploads from './disk-uploads.ts';
import { contentTypeOf, mustBeKey } from './keys.ts';
import type { Body, SignedPut, Storage, StoredObject } from './storage.ts';

export type DiskOptions = {
  readonly root: string;
  readonly secret: string;
  readonly clock: () => Date;
  /** Kept free for what else lives on the disk, above all the database. */
  readonly reserve_bytes: number;
  /** Of one request; S3's own limit by default. */
  readonly max_bytes?: number;
};

/** What the routes that serve signed addresses need besides the contract. */
export type DiskStorage = Storage & {
  readonly options: DiskOptions;
  /** Takes the body of a signed request; refuses before reading it when there is no room. */
  accept(request: Request, body: Body, bytes: number): Promise<{ etag: string }>;
};

const MAX_BYTES = 5 * 1024 ** 3;

export function isDisk(storage: Storage): storage is DiskStorage {
  return 'accept' in storage;
}

/** A folder as storage; signed addresses are served by `diskRoutes` of any process that sees the same folder. */
export function openDisk(options: DiskOptions): DiskStorage {
  const { root } = options;
  const maxBytes = options.max_bytes ?? MAX_BYTES;
  const put = (key: string, body: Body) => putObject(options, key, body);
  const signedPut = async (request: Request, seconds: number): Promise<SignedPut> => ({
    method: 'PUT',
    url: sign(options, request, seconds),
    headers: request.upload_id ? {} : { 'content-type': contentTypeOf(request.key) },
  });
  return {
    options,
    put,
    get: (key, range) => openObject(root, key, range),
    head: (key) => headObject(root, key),
    delete: (key) => removeObject(root, key),
    deletePrefix: (prefix) => removeBelow(root, prefix),
    list: (prefix, cursor) => listObjects(root, prefix, cursor),
    signedGet: async (key, seconds) => sign(options, { method: 'GET', key }, seconds),
    signedPut: (key, seconds) => signedPut({ method: 'PUT', key }, seconds),
    createUpload: (key) => uploads.createUpload(root, key),
    signedPart: (key, upload_id, part_number, seconds) =>
      signedPut({ method: 'PUT', key, upload_id, part_number }, seconds),
    listParts: (key, uploadId) => uploads.listParts(root, key, uploadId),
    completeUpload: (key, uploadId, parts) => uploads.completeUpload(root, key, uploadId, parts),
    abortUpload: (key, uploadId) => uploads.abortUpload(root, key, uploadId),
    removeAbandoned: (before) => uploads.removeAbandoned(root, before),
    freeBytes: () => freeBytesOf(root),
    async accept({ key, upload_id, part_number }, body, bytes) {
      if (bytes > maxBytes) refuse('payload_too_large', { max_bytes: maxBytes });
      await mustHaveRoom(options, bytes);
      if (upload_id === undefined || part_number === undefined)
        return putObject(options, key, body, maxBytes);
      return uploads.putPart(root, key, { id: upload_id, part_number }, body, maxBytes);
    },
  };
}

async function mustHaveRoom({ root, reserve_bytes }: DiskOptions, bytes: number): Promise<void> {
  if (reserve_bytes > 0 && (await freeBytesOf(root)) < bytes + reserve_bytes) refuse('storage_full');
}

async function putObject(
  options: DiskOptions,
  key: string,
  body: Body,
  maxBytes?: number,
): Promise<StoredObject> {
  mustBeKey(key);
  const { root } = options;
  await mustHaveRoom(options, body instanceof Uint8Array ? body.length : 0);
  const written = await writeTemporary(root, body, maxBytes);
  try {
    await moveDurably(written.path, fileOf(root, key));
  } catch (error) {
    await rm(written.path, { force: true });
    throw error;
  }
  await removeFolder(root, folderOf(root, key));
  return (await headObject(root, key)) ?? refuse('conflict');
}
