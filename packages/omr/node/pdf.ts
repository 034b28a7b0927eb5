import { type PDFiumDocument, PDFiumLibrary, type PDFiumPage } from '@hyzyla/pdfium';
import type { Grey } from '../read/grey.ts';
import { decodeImage } from './decode.ts';

/** Dots an inch at which a page is drawn that is not one embedded image. */
const drawnDpi = 200;

/** A PDF that cannot be read: damaged, or locked with a password. */
export class UnreadablePdf extends Error {
  override name = 'UnreadablePdf';
}

/** The scan as the scanner stored it, when the page is nothing but one JPEG. */
async function embedded(page: PDFiumPage): Promise<Grey | undefined> {
  if (page.getObjectCount() !== 1) return undefined;
  const object = page.getObject(0);
  if (object.type !== 'image' || !('getImageDataRaw' in object)) return undefined;
  const { data, filters } = await object.getImageDataRaw();
  if (filters.length !== 1 || filters[0] !== 'DCTDecode') return undefined;
  return decodeImage(data);
}

async function drawn(page: PDFiumPage): Promise<Grey> {
  const { data, width, height } = await page.render({ scale: drawnDpi / 72, render: 'bitmap' });
  const grey = new Uint8Array(width * height);
  for (let at = 0; at < grey.length; at += 1) grey[at] = data[4 * at + 1] ?? 0;
  return { width, height, data: grey };
}

async function openPdf(library: PDFiumLibrary, bytes: Uint8Array): Promise<PDFiumDocument> {
  try {
    return await library.loadDocument(bytes);
  } catch (error) {
    throw new UnreadablePdf(error instanceof Error ? error.message : 'not a PDF');
  }
}

/**
 * The pages of a PDF one after the other as grey images: the embedded scan where a page is one, drawn at 200 dpi otherwise.
 * `counted` hears first how many there are. Throws `UnreadablePdf` for files that are no PDF, damaged or locked with a password.
 */
export async function* decodePdf(bytes: Uint8Array, counted?: (pages: number) => void): AsyncGenerator<Grey> {
  const library = await PDFiumLibrary.init();
  try {
    const document = await openPdf(library, bytes);
    try {
      counted?.(document.getPageCount());
      for (const page of document.pages()) {
        const scan = await embedded(page).catch(() => undefined);
        yield scan ?? (await drawn(page));
      }
    } finally {
      document.destroy();
    }
  } finally {
    library.destroy();
  }
}

/** The pages of any file: those of a PDF, or the one of an image; `counted` hears first how many there are. */
export async function* decodePages(
  bytes: Uint8Array,
  counted?: (pages: number) => void,
): AsyncGenerator<Grey> {
  const isPdf = Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-');
  if (isPdf) return yield* decodePdf(bytes, counted);
  counted?.(1);
  yield await decodeImage(bytes);
}
