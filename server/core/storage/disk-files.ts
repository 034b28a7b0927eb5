import { randomUUID } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Refusal } from '#core/problem.ts';
import { fill } from './file-sink.ts';
import type { Body } from './storage.ts';

/** Where a file waits until it is whole; on the same file system as its place, so that moving it there is atomic. */
export function temporaryIn(root: string): string {
  return join(root, 'tmp', `${process.pid}-${randomUUID()}`);
}

/** Writes a whole durable temporary file, or nothing; returns its path and size. */
export async function writeTemporary(root: string, body: Body, maxBytes = Number.POSITIVE_INFINITY) {
  const path = temporaryIn(root);
  const file = await openNew(path);
  try {
    const size = await fill(file, body instanceof Uint8Array ? [body] : body, maxBytes);
    await file.datasync();
    await file.close();
    return { path, size };
  } catch (error) {
    await file.close();
    await rm(path, { force: true });
    throw fullOr(error);
  }
}

async function openNew(path: string): Promise<FileHandle> {
  try {
    await mkdir(dirname(path), { recursive: true });
    return await open(path, 'wx', 0o640);
  } catch (error) {
    throw fullOr(error);
  }
}

/** Moves a file or folder into its place, for good: it is there after a loss of power. */
export async function moveDurably(from: string, to: string): Promise<void> {
  try {
    await mkdir(dirname(to), { recursive: true });
    await renameDurably(from, to);
  } catch (error) {
    throw fullOr(error);
  }
}

/** The same for a temporary file whose place is in a folder that may be gone: then nothing is left of the file either. */
export async function moveTemporary(path: string, to: string): Promise<void> {
  try {
    await renameDurably(path, to);
  } catch (error) {
    await rm(path, { force: true });
    throw fullOr(error);
  }
}

async function renameDurably(from: string, to: string): Promise<void> {
  await rename(from, to);
  const folder = await open(dirname(to), 'r');
  await folder.sync();
  await folder.close();
}

export function fullOr(error: unknown): unknown {
  const full = codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT';
  return full ? new Refusal('storage_full') : error;
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** The result, or undefined when the file or one of its folders is not there. */
export async function ifThere<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

export function statOf(path: string): Promise<BigIntStats | undefined> {
  return ifThere(stat(path, { bigint: true }));
}

/** Changes whenever the file is written anew, and survives being moved. */
export function etagOf(file: BigIntStats): string {
  return `"${file.mtimeNs.toString(36)}-${file.size.toString(36)}-${file.ino.toString(36)}"`;
}

export async function freeBytesOf(root: string): Promise<number> {
  await mkdir(root, { recursive: true });
  const { bavail, bsize } = await statfs(root);
  return bavail * bsize;
}
