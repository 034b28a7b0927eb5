import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { decodePdf, UnreadablePdf } from './index.ts';

/** A PDF of one page; each object is its dictionary and what it draws. */
function pdfOf(side: number, objects: readonly (readonly [dictionary: string, content: string])[]): Buffer {
  const page = `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${side} ${side}] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>`;
  const streams = objects.map(
    ([dictionary, content]) => `<< ${dictionary} /Length ${content.length} >>\nstream\n${content}\nendstream`,
  );
  const all = ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>', page];
  const body = [...all, ...streams].map((one, at) => `${at + 1} 0 obj\n${one}\nendobj\n`).join('');
  return Buffer.from(`%PDF-1.4\n${body}trailer\n<< /Root 1 0 R >>\n%%EOF\n`);
}

const children = async () =>
  (await readFile(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8')).trim();

test('a small PDF whose page would be drawn for days ends with its process, and holds up nobody meanwhile', async () => {
  const form = '/Type /XObject /Subtype /Form /BBox [0 0 200 200]';
  const nested = Array.from({ length: 12 }, (_, at): [string, string] => [
    `${form} /Resources << /XObject << /X ${6 + at} 0 R >> >>`,
    '/X Do '.repeat(10),
  ]);
  const bomb = pdfOf(200, [['', '/X Do'], ...nested, [form, '0 0 9 9 re f']]);
  const before = await children();
  const pages = decodePdf(bomb, { page_ms: 100 });
  await expect(pages.next()).rejects.toThrow(UnreadablePdf);
  const stopped = decodePdf(bomb, { signal: AbortSignal.abort(new Error('cancelled')) });
  await expect(stopped.next()).rejects.toThrow('cancelled');
  expect(await children()).toBe(before);
});

test('a page of huge paper is drawn coarser', async () => {
  for await (const { width, height, data } of decodePdf(pdfOf(14_400, [['', '0 0 9 9 re f']]))) {
    expect(width * height).toBeLessThanOrEqual(10_000_000);
    expect(data.length).toBe(width * height);
  }
});
