import { writeFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import { PDFiumLibrary, type PDFiumPage } from '@hyzyla/pdfium';
import type { PdfAnswer } from './pdf.ts';

/** The other half of pdf.ts: everything that touches the bytes of a PDF. Drawing one page can take for ever. */

/** Dots an inch at which a page is drawn that is not one embedded image. */
const drawnDpi = 200;
/** A3 at that resolution, and a bit; larger paper is drawn coarser. */
const mostPixels = 10_000_000;

/** More than any page needs, beside the file itself (read, copied and taken apart): nested forms fill gigabytes in seconds. */
const mostBytes = 2 ** 30;
const copies = 3;

// A page that is being drawn holds this thread, so another one notices that the parent is gone or the memory too much.
const watch = `const { workerData } = require('node:worker_threads');
  const parent = process.ppid;
  setInterval(() => {
    const isOver = process.ppid !== parent || process.memoryUsage.rss() > workerData;
    if (isOver) process.kill(process.pid, 'SIGKILL');
  }, 250);`;
process.on('disconnect', () => process.exit());
// Ctrl-C reaches the whole group: the parent decides, else it would take this end for a fault of the PDF.
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => undefined);
try {
  // Where memory runs out, the kernel takes this process and not its parent.
  writeFileSync('/proc/self/oom_score_adj', '1000');
} catch {
  // Elsewhere than on Linux.
}

const tell = (answer: PdfAnswer) => process.send?.(answer);
const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 500);

/** The scan as the scanner stored it, when the page is nothing but one JPEG. */
async function embedded(page: PDFiumPage): Promise<PdfAnswer | undefined> {
  if (page.getObjectCount() !== 1) return undefined;
  const object = page.getObject(0);
  if (object.type !== 'image' || !('getImageDataRaw' in object)) return undefined;
  const { data, filters } = await object.getImageDataRaw();
  return filters.length === 1 && filters[0] === 'DCTDecode' ? { jpeg: new Uint8Array(data) } : undefined;
}

async function drawn(page: PDFiumPage): Promise<PdfAnswer> {
  const { originalWidth, originalHeight } = page.getOriginalSize();
  const scale = Math.min(drawnDpi / 72, Math.sqrt(mostPixels / (originalWidth * originalHeight)));
  const { data, width, height } = await page.render({ scale, render: 'bitmap' });
  const grey = new Uint8Array(width * height);
  for (let at = 0; at < grey.length; at += 1) grey[at] = data[4 * at + 1] ?? 0;
  return { width, height, grey };
}

try {
  const bytes = await buffer(process.stdin);
  new Worker(watch, { eval: true, workerData: mostBytes + copies * bytes.length }).unref();
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(bytes);
  const pages = document.pages();
  let page: PDFiumPage | undefined;
  const answerTo = async (question: unknown): Promise<PdfAnswer> => {
    if (question === 'next') page = pages.next().value ?? undefined;
    if (!page) return { end: true };
    const scan = question === 'next' ? await embedded(page).catch(() => undefined) : undefined;
    return scan ?? drawn(page);
  };
  process.on('message', (question) => {
    answerTo(question).then(tell, (error: unknown) => tell({ unreadable: reasonOf(error) }));
  });
  tell({ pages: document.getPageCount() });
} catch (error) {
  tell({ unreadable: reasonOf(error) });
}
