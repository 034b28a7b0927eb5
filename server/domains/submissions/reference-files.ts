import { randomUUID } from 'node:crypto';
import { MOST_HOMEWORK_PAGES } from '@seodang/contract/homework-pages.ts';
import { findAcademy } from '#core/academy.queries.ts';
import { refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import { turns } from '#core/turns.ts';
import type { CheckedFile } from './files.ts';
import { bytesOf } from './pages.ts';
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

/** A large page takes two hundred megabytes while it is read. */
const inTurn = turns();

/** The pages of pictures and PDFs, each kept as an upright JPEG with a small one. Nothing stays when one is refused. */
export function sheetsOf(
  scope: Scope,
  storage: Storage,
  files: readonly CheckedFile[],
  room: number,
): Promise<KeptPage[]> {
  return inTurn(async () => {
    const { code } = await scope.tx((tx) => findAcademy(tx));
    const kept: KeptPage[] = [];
    try {
      for (const { key } of files)
        for await (const picture of picturesIn(await bytesOf(storage, key), key)) {
          if (kept.length >= room) refuse('payload_too_large', { max: MOST_HOMEWORK_PAGES });
          kept.push(await keepPage(storage, code, picture, key));
        }
      return kept;
    } catch (error) {
      await dropSheets(storage, kept);
      throw error;
    }
  });
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
  await storage.put(kept.page_key, page);
  await storage.put(kept.thumb_key, thumb);
  return { ...kept, file_size: page.byteLength };
}

async function* picturesIn(bytes: Uint8Array, file_key: string): AsyncGenerator<Uint8Array> {
  if (endingOf(file_key) !== 'pdf') return yield bytes;
  // Loaded with the first PDF: most processes never see one.
  const [{ decodePages }, { default: sharp }] = await Promise.all([
    import('@seodang/omr/node'),
    import('sharp'),
  ]);
  const pages = decodePages(bytes, { page_ms: PAGE_MS });
  for (;;) {
    const next = await pages.next().catch(() => refuse('file_unreadable', { file_key }));
    if (next.done) return;
    const { data, width, height } = next.value;
    yield await sharp(data, { raw: { width, height, channels: 1 } })
      .jpeg({ quality: 88 })
      .toBuffer();
  }
}
