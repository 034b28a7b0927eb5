import { randomUUID } from 'node:crypto';
import { MOST_HOMEWORK_PAGES } from '@seodang/contract/homework-pages.ts';
import { findAcademy } from '#core/academy.queries.ts';
import { refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import { turns } from '#core/turns.ts';
import type { CheckedFile } from './files.ts';
import { bytesOf, mustBeReadable } from './pages.ts';
import { readPicture } from './pictures.ts';
import { endingOf } from './submissions.rules.ts';

export type KeptPage = {
  page_key: string;
  thumb_key: string;
  file_size: number;
  width: number;
  height: number;
};

/** A page of a PDF that takes longer is no page of a book, and somebody waits. */
const PAGE_MS = 20_000;
/** All files of a request together, without the wait for a turn. */
const REQUEST_MS = 120_000;

/** A large page takes two hundred megabytes while it is read: one file at a time, whoever sent it. */
const inTurn = turns();

/**
 * The pages of pictures and PDFs, each kept as an upright JPEG with a small one. Nothing stays when one is refused, or
 * when reading them takes longer than so many milliseconds.
 */
export async function sheetsOf(
  scope: Scope,
  storage: Storage,
  files: readonly CheckedFile[],
  room: number,
  within_ms = REQUEST_MS,
): Promise<KeptPage[]> {
  for (const file of files) mustBeReadable(file);
  const { code } = await scope.tx((tx) => findAcademy(tx));
  const kept: KeptPage[] = [];
  let left_ms = within_ms;
  const keepFile = async (file_key: string) => {
    const began = performance.now();
    const reading = {
      file_key,
      room: room - kept.length,
      signal: AbortSignal.timeout(Math.ceil(Math.max(0, left_ms))),
    };
    for await (const picture of picturesIn(await bytesOf(storage, file_key), reading))
      kept.push(await keepPage(storage, code, picture, file_key));
    left_ms -= performance.now() - began;
  };
  try {
    for (const { key } of files) {
      if (left_ms <= 0) refuse('file_unreadable', { file_key: key, reason: 'too_slow' });
      await inTurn(() => keepFile(key));
    }
    return kept;
  } catch (error) {
    await dropSheets(storage, kept);
    throw error;
  }
}

export async function dropSheets(storage: Storage, pages: readonly KeptPage[]): Promise<void> {
  for (const { page_key, thumb_key } of pages) {
    await storage.delete(page_key);
    await storage.delete(thumb_key);
  }
}

async function keepPage(storage: Storage, code: string, bytes: Uint8Array, key: string): Promise<KeptPage> {
  const { page, thumb, width, height } = await readPicture(bytes, key);
  const stem = `homework/${code}/${randomUUID()}`;
  const kept = { page_key: `${stem}.jpg`, thumb_key: `${stem}-small.jpg`, width, height };
  const made = { ...kept, file_size: page.byteLength };
  try {
    await storage.put(kept.page_key, page);
    await storage.put(kept.thumb_key, thumb);
  } catch (error) {
    await dropSheets(storage, [made]);
    throw error;
  }
  return made;
}

type Reading = { file_key: string; room: number; signal: AbortSignal };

function mustFit(pages: number, room: number): void {
  if (pages > room) refuse('payload_too_large', { max: MOST_HOMEWORK_PAGES });
}

async function* picturesIn(
  bytes: Uint8Array,
  { file_key, room, signal }: Reading,
): AsyncGenerator<Uint8Array> {
  if (endingOf(file_key) !== 'pdf') {
    mustFit(1, room);
    return yield bytes;
  }
  // Loaded with the first PDF: most processes never see one.
  const [{ ChildTrouble, decodePages }, { default: sharp }] = await Promise.all([
    import('@seodang/omr/node'),
    import('sharp'),
  ]);
  let count = 0;
  const counted = (pages: number) => {
    count = pages;
  };
  const pages = decodePages(bytes, { counted, signal, page_ms: PAGE_MS });
  const nextPage = () =>
    pages.next().catch((error: unknown) => {
      // The fault of this machine, which found no room for a reader: the file may be fine.
      if (error instanceof ChildTrouble) throw error;
      return refuse('file_unreadable', { file_key });
    });
  try {
    for (let next = await nextPage(); !next.done; next = await nextPage()) {
      mustFit(count, room);
      const { data, width, height } = next.value;
      yield await sharp(data, { raw: { width, height, channels: 1 } })
        .jpeg({ quality: 88 })
        .toBuffer();
    }
  } finally {
    await pages.return(undefined);
  }
  if (count === 0) refuse('file_unreadable', { file_key, reason: 'no_page' });
}
