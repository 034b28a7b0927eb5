import { randomUUID } from 'node:crypto';
import { MOST_PAGE_BYTES } from '@seodang/contract/homework-pages.ts';
import { z } from 'zod';
import type { Tx } from '#core/db.ts';
import { refuse } from '#core/problem.ts';
import type { Storage } from '#core/storage/storage.ts';
import { defineTask, enqueue, type Task } from '#core/tasks.ts';
import type { CheckedFile } from './files.ts';
import { readPicture } from './pictures.ts';
import { endingOf, isPicture } from './submissions.rules.ts';

/** A file of homework as it is kept: a picture has a copy without metadata and a small one, a PDF a copy, a video neither. */
export type Page = CheckedFile & {
  page_key?: string;
  thumb_key?: string;
  width?: number;
  height?: number;
  look?: Buffer;
  close_look?: Buffer;
};

/**
 * Copies what may be shown of pages to keys that only the server writes to: the address that a page was sent to stays
 * good for a while, and what was handed in must not change. Nothing is left behind when one of them is refused.
 */
export async function copyPages(storage: Storage, files: readonly CheckedFile[]): Promise<Page[]> {
  const pages: Page[] = [];
  try {
    // One after the other: whole files are in memory meanwhile.
    for (const file of files) pages.push(await copyPage(storage, file));
    return pages;
  } catch (error) {
    await dropCopies(storage, pages);
    throw error;
  }
}

async function copyPage(storage: Storage, file: CheckedFile): Promise<Page> {
  const ending = endingOf(file.key);
  if (!isPicture(ending) && ending !== 'pdf') return file;
  mustBeReadable(file);
  const bytes = await bytesOf(storage, file.key);
  const stem = `${file.key.slice(0, file.key.lastIndexOf('/'))}/${randomUUID()}`;
  if (ending === 'pdf') {
    await storage.put(`${stem}.pdf`, bytes);
    return { ...file, page_key: `${stem}.pdf` };
  }
  const { page, thumb, ...seen } = await readPicture(bytes, file.key);
  const copy = { page_key: `${stem}.jpg`, thumb_key: `${stem}-small.jpg`, ...seen };
  await storage.put(copy.page_key, page);
  await storage.put(copy.thumb_key, thumb);
  return { ...file, ...copy, size: page.byteLength };
}

/** Refuses what is too large to be in memory as a whole. */
export function mustBeReadable({ key, size }: CheckedFile): void {
  if (size > MOST_PAGE_BYTES) refuse('payload_too_large', { file_key: key, max: MOST_PAGE_BYTES });
}

/** A whole file; refuses `unknown_file`. */
export async function bytesOf(storage: Storage, key: string): Promise<Buffer> {
  const opened = (await storage.get(key)) ?? refuse('unknown_file', { file_key: key });
  const chunks: Buffer[] = [];
  for await (const chunk of opened.stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Removes the copies of pages that were not handed in after all. */
export async function dropCopies(storage: Storage, pages: readonly Page[]): Promise<void> {
  const keys = pages.flatMap(({ page_key, thumb_key }) => [page_key, thumb_key]);
  for (const key of keys) if (key) await storage.delete(key);
}

const dropOriginals = {
  name: 'submissions.drop_originals',
  payload: z.object({ keys: z.array(z.string()) }),
};

/** What was sent goes when its copy is handed in: it may say where it was taken. */
export async function dropOriginalsLater(tx: Tx, pages: readonly Page[]): Promise<void> {
  await dropLater(
    tx,
    pages.filter(({ page_key }) => page_key).map(({ key }) => key),
  );
}

/** Removes files of the storage once this transaction holds. */
export async function dropLater(tx: Tx, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await enqueue(tx, dropOriginals, { keys: [...keys] });
}

export function pageTasks(storage: Storage): Task[] {
  return [
    defineTask({
      ...dropOriginals,
      run: async (_, { keys }) => {
        for (const key of keys) await storage.delete(key);
      },
    }) as Task,
  ];
}
