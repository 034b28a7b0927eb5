import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Grey } from '../read/grey.ts';
import { type Child, ChildTrouble, openChild } from './child.ts';
import { decodeImage } from './decode.ts';

/** A PDF that cannot be read: damaged, locked with a password, or made to be drawn for ever. */
export class UnreadablePdf extends Error {
  override name = 'UnreadablePdf';
}

const bytes = z.instanceof(Uint8Array);
const Answer = z.union([
  z.object({ pages: z.int() }),
  z.object({ jpeg: bytes }),
  z.object({ width: z.int(), height: z.int(), grey: bytes }),
  z.object({ end: z.literal(true) }),
  z.object({ unreadable: z.string() }),
]);
export type PdfAnswer = z.infer<typeof Answer>;

export type Decoding = {
  /** Hears first how many pages there are. */
  counted?: ((pages: number) => void) | undefined;
  signal?: AbortSignal | undefined;
  /** How long a page may take. */
  page_ms?: number | undefined;
};

const program = fileURLToPath(new URL('./pdf-child.ts', import.meta.url));
const startMs = 120_000;
const pageMs = 60_000;

/** What the child answers; whatever keeps it from answering is the fault of the PDF, unless it never came to life. */
async function heard(answer: Promise<PdfAnswer>): Promise<PdfAnswer> {
  const said = await answer.catch((error: unknown) => {
    const isFault = error instanceof ChildTrouble && error.why !== 'not_started';
    throw isFault ? new UnreadablePdf(error.message, { cause: error }) : error;
  });
  if ('unreadable' in said) throw new UnreadablePdf(said.unreadable);
  return said;
}

/** The next page, or undefined behind the last one. */
async function nextPage(child: Child<PdfAnswer>, within_ms: number): Promise<Grey | undefined> {
  let said = await heard(child.ask('next', within_ms));
  if ('jpeg' in said) {
    const scan = await decodeImage(said.jpeg).catch(() => undefined);
    if (scan) return scan;
    said = await heard(child.ask('draw', within_ms));
  }
  return 'grey' in said ? { width: said.width, height: said.height, data: said.grey } : undefined;
}

/**
 * The pages of a PDF one after the other as grey images: the embedded scan where a page is one, drawn at 200 dpi otherwise
 * (coarser above 10 megapixels), in a process of its own that is ended where a page takes too long. Throws `UnreadablePdf`
 * for files that are no PDF, damaged, locked with a password or not drawn in time, and the reason of the signal.
 */
export async function* decodePdf(
  input: Uint8Array,
  { counted, signal, page_ms = pageMs }: Decoding = {},
): AsyncGenerator<Grey> {
  const child = openChild({ program, input, answer: Answer, start_ms: startMs, signal });
  try {
    const said = await heard(child.first);
    counted?.('pages' in said ? said.pages : 0);
    for (let page = await nextPage(child, page_ms); page; page = await nextPage(child, page_ms)) yield page;
  } finally {
    await child.close();
  }
}

/** The pages of any file: those of a PDF, or the one of an image. */
export async function* decodePages(input: Uint8Array, options: Decoding = {}): AsyncGenerator<Grey> {
  const isPdf = Buffer.from(input.subarray(0, 1024)).includes('%PDF-');
  if (isPdf) return yield* decodePdf(input, options);
  options.counted?.(1);
  yield await decodeImage(input);
}
