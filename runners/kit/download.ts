import { open, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { JobFailure } from './failure.ts';
import { passedThrough } from './memory.ts';
import { type Backoff, pause, waitOf } from './retry.ts';

const patience: Backoff = { first_ms: 500, most_ms: 15_000, tries: 8 };
/** A connection that gives nothing for this long is opened again where it stopped. */
const silence_ms = 30_000;

type Source = { url: string; bytes: number; path: string };

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0;
}

async function mustFit({ path, bytes }: Source): Promise<void> {
  const disk = await statfs(dirname(path)).catch(() => null);
  if (disk && disk.bavail * disk.bsize < bytes) throw new JobFailure('disk_full');
}

/** Reads on from where the file ends; a server without ranges is read from the start. */
async function readOn({ url, path }: Source, signal: AbortSignal): Promise<void> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(new Error('no data')), silence_ms);
  const file = await open(path, 'a');
  try {
    const { size } = await file.stat();
    const reply = await fetch(url, {
      headers: size > 0 ? { range: `bytes=${size}-` } : {},
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (!reply.ok || !reply.body)
      throw new JobFailure('source_unavailable', { technical: `HTTP ${reply.status}` });
    if (reply.status !== 206) await file.truncate();
    // Written piece by piece: a stream into the file would drop what it still holds when the connection breaks.
    for await (const piece of reply.body) {
      timer.refresh();
      await file.appendFile(piece);
      passedThrough(piece.byteLength);
    }
  } finally {
    clearTimeout(timer);
    await file.close();
  }
}

function isOurDisk(error: unknown): boolean {
  const codes = ['ENOSPC', 'EDQUOT', 'EFBIG', 'EACCES', 'EROFS', 'ENOENT'];
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/**
 * Downloads a source of known size to a file, with constant memory, and resumes when the connection breaks.
 * Tries that bring nothing new are counted; those that do are not. Fails with `source_unavailable` or `disk_full`.
 */
export async function download(
  source: Source,
  signal: AbortSignal,
  backoff: Backoff = patience,
): Promise<void> {
  await mustFit(source);
  for (let vain = 0; ; ) {
    signal.throwIfAborted();
    const before = await sizeOf(source.path);
    let last: unknown;
    try {
      await readOn(source, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (isOurDisk(error)) throw error;
      last = error;
    }
    const have = await sizeOf(source.path);
    if (have === source.bytes) return;
    if (have > source.bytes)
      throw new JobFailure('source_unavailable', { technical: 'larger than announced' });
    vain = have > before ? 0 : vain + 1;
    if (vain >= backoff.tries)
      throw new JobFailure('source_unavailable', { technical: messageOf(last), cause: last });
    await pause(waitOf(backoff, vain), signal);
  }
}

function messageOf(error: unknown): string {
  if (error instanceof JobFailure) return error.technical;
  return error instanceof Error ? error.message : 'connection closed early';
}
