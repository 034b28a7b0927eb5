import { randomUUID } from 'node:crypto';
import { FILM_MAX_BYTES } from '@seodang/contract/homework-film.ts';
import type { SubmissionSource } from '@seodang/contract/submissions.ts';
import { findAcademy } from '#core/academy.queries.ts';
import { lock, type Tx } from '#core/db.ts';
import { refuse, refuseFields } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { contentTypeOf } from '#core/storage/keys.ts';
import type { Storage } from '#core/storage/storage.ts';
import type { Upkeep } from '#core/upkeep.ts';
import { isStaff } from '#domains/school/index.ts';
import * as queries from './files.queries.ts';
import { endingOf, endingsOf, everyEnding, looksLike } from './submissions.rules.ts';

const DAY_MS = 24 * 3600 * 1000;
const UPLOAD_URL_SECONDS = 3600;
const HEAD_BYTES = 1024;
const RESERVE_BYTES = 512 * 1024 ** 2;
const MOST_OPEN_BYTES = 5 * 1024 ** 3;
/** A day; a bad line that breaks off every photo again and again stays below it. */
const MOST_OPEN_FILES = 1000;

/** A place for a file that will be handed in, and the address to put it to. */
export async function prepareFile(
  scope: Scope,
  storage: Storage,
  { filename, size }: { filename: string; size: number },
) {
  mustEndLike(filename, everyEnding);
  await mustHaveSpace(scope, storage, size);
  const { file_key } = await keep(scope, { filename, size });
  const { method, url, headers } = await storage.signedPut(file_key, UPLOAD_URL_SECONDS);
  return { file_key, upload: { method, url, headers } };
}

/** Stores files that came with the request itself; returns their keys in order. */
export async function storeFiles(
  scope: Scope,
  storage: Storage,
  source: SubmissionSource,
  files: readonly { filename: string; bytes: Uint8Array }[],
): Promise<string[]> {
  const keys: string[] = [];
  for (const { filename, bytes } of files) {
    const ending = mustEndLike(filename, endingsOf(source));
    if (!looksLike(ending, bytes.subarray(0, HEAD_BYTES))) refuse('file_unreadable', { filename });
    const { file_key } = await keep(scope, { filename, size: bytes.byteLength });
    await storage.put(file_key, bytes);
    keys.push(file_key);
  }
  return keys;
}

/** The ending of a name; refuses `unsupported_media_type`. */
export function mustEndLike(filename: string, endings: readonly string[]): string {
  const ending = endingOf(filename);
  return endings.includes(ending)
    ? ending
    : refuse('unsupported_media_type', { filename, accepted: endings });
}

/** Room for a file beside all that was announced and is still to come; refuses `storage_full`. */
export async function mustHaveSpace(scope: Scope, storage: Storage, size: number): Promise<void> {
  const free = await storage.freeBytes();
  if (free === undefined) return;
  const coming = await scope.tx((tx) => queries.countComing(tx));
  if (free < size + coming + RESERVE_BYTES) refuse('storage_full');
}

type Announced = { filename: string; size: number; part_size?: number };

/** A file of the caller under a new key, of this announced size. Refuses `too_many_files` to who hands in none of them. */
export function keep(
  scope: Scope,
  { filename, size, ...more }: Announced,
): Promise<{ id: number; file_key: string }> {
  return scope.tx(async (tx, scope) => {
    await mustHandInFirst(tx, scope, size);
    const file = { ...(await newFile(tx, scope, filename)), announced_size: size, ...more };
    const { id } = await queries.insertFile(tx, file);
    return { id, file_key: file.file_key };
  });
}

/** Scans of staff come by the hundred; whoever else sends files hands them in. */
async function mustHandInFirst(tx: Tx, scope: Scope, size: number): Promise<void> {
  if (isStaff(scope)) return;
  const { user_id } = userOf(scope);
  await lock(tx, 'open_files', user_id);
  const { bytes, files } = await queries.countOpen(tx, user_id, new Date(scope.now.getTime() - DAY_MS));
  if (bytes + size > MOST_OPEN_BYTES || files >= MOST_OPEN_FILES) refuse('too_many_files');
}

async function newFile(tx: Tx, scope: Scope, filename: string) {
  const { code } = await findAcademy(tx);
  const file_key = `submissions/${code}/${randomUUID()}.${endingOf(filename)}`;
  return {
    ...{ file_key, filename: filename.slice(-255), file_type: contentTypeOf(file_key) },
    ...{ uploaded_by: userOf(scope).user_id, created_at: scope.now },
  };
}

export type CheckedFile = { key: string; size: number };

/**
 * Files by their keys, if this user uploaded them and they are what they are called. Any other key is `unknown_file`,
 * also one that exists: nobody reads the storage of others by handing it in.
 */
export async function checkFiles(
  scope: Scope,
  storage: Storage,
  source: SubmissionSource,
  keys: readonly string[],
): Promise<CheckedFile[]> {
  await scope.tx((tx, scope) => mustOwn(tx, scope, keys));
  return Promise.all(
    keys.map(async (key) => {
      const ending = mustEndLike(key, endingsOf(source));
      const size = (await storage.head(key))?.size ?? 0;
      if (size === 0) refuse('unknown_file', { file_key: key });
      if (source === 'homework_video' && size > FILM_MAX_BYTES)
        refuse('payload_too_large', { file_key: key, max: FILM_MAX_BYTES });
      const head = await headOf(storage, key);
      if (!looksLike(ending, head)) refuse('file_unreadable', { file_key: key });
      return { key, size };
    }),
  );
}

async function headOf(storage: Storage, key: string): Promise<Uint8Array> {
  const opened = await storage.get(key, { start: 0, end: HEAD_BYTES - 1 });
  if (!opened) return new Uint8Array();
  const chunks: Buffer[] = [];
  for await (const chunk of opened.stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The rows of these files, in the order asked for; each is handed in once. */
export async function mustOwn(tx: Tx, scope: Scope, keys: readonly string[]): Promise<queries.FileRow[]> {
  if (new Set(keys).size !== keys.length)
    refuseFields({ pointer: '/file_keys', message: 'a file is there twice' });
  const rows = new Map(
    (await queries.lockFiles(tx, userOf(scope).user_id, keys)).map((row) => [row.file_key, row]),
  );
  return keys.map((file_key) => {
    const row = rows.get(file_key) ?? refuse('unknown_file', { file_key });
    if (row.submission_id !== null || row.batch_id !== null)
      refuse('already_exists', { submission_id: row.submission_id });
    return row;
  });
}

const FORGET_AFTER_MS = 7 * DAY_MS;

/** Files that were sent and never handed in. */
export function fileUpkeep(storage: Storage): Upkeep {
  return {
    name: 'submissions.forget_files',
    every: 'day',
    async step(scope, limit) {
      const before = new Date(scope.now.getTime() - FORGET_AFTER_MS);
      const rows = await scope.tx((tx) => queries.listForgotten(tx, before, limit));
      for (const { id, file_key, upload_id } of rows) {
        if (upload_id !== null) await storage.abortUpload(file_key, upload_id);
        await storage.delete(file_key);
        await scope.tx((tx) => queries.deleteFile(tx, id));
      }
      return rows.length;
    },
  };
}
