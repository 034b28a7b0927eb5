import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OcrPayload, type OcrResult, type ReadLine, type ReadPage } from '@seodang/contract/homework-text.ts';
import type { Grey } from '@seodang/omr';
import sharp from 'sharp';
import type { Handler, Work } from '../kit/attempt.ts';
import { JobFailure } from '../kit/failure.ts';
import { passedThrough } from '../kit/memory.ts';
import { openReader, type RawLine } from './ocr-reader.ts';
import { imagesOf } from './read-sheets.ts';

const version = 'tesseract-7 kor+eng best_int';
/** Print of a page of paper is well read at this size, and the reader's memory stays below 250 MB. */
const longest_side = 2000;
const most_lines = 400;
/** Pages beside the first one of each file that are read: it holds the place of others, and homework is rarely longer. */
const most_further = 30;
const most_words = 200;

/** Makes `ai.ocr` jobs: the print on pages of homework and scenes of its videos, Korean and English, with how sure each word is. */
export const ocrHandler: Handler = async (work): Promise<OcrResult> => {
  const { submission_id, pages } = OcrPayload.parse(work.job.payload);
  const reader = openReader(work.folder, work.signal);
  try {
    const read: ReadPage[] = [];
    const budget = { further: most_further };
    for (const [at, page] of pages.entries()) {
      read.push(toPage(page, await linesOf(work, `page-${at}`, page, reader, budget)));
      work.report((at + 1) / pages.length, `${at + 1} / ${pages.length}`);
    }
    const body = Buffer.from(JSON.stringify(read));
    await work.uploads.add({ name: 'text.json', content_type: 'application/json', body });
    const files = [{ name: 'text.json', bytes: body.byteLength }];
    return { submission_id, version, text_file: 'text.json', files };
  } finally {
    await reader.close();
  }
};

type Reader = ReturnType<typeof openReader>;

/** What is printed on a photo, or on the pages of a PDF; nothing where the file cannot be opened. */
async function linesOf(
  work: Work,
  name: string,
  page: OcrPayload['pages'][number],
  reader: Reader,
  budget: { further: number },
): Promise<ReadLine[]> {
  const lines: ReadLine[] = [];
  let isFurther = false;
  try {
    for await (const image of imagesOf(work, page, name)) {
      if (isFurther) budget.further -= 1;
      if (lines.length >= most_lines || budget.further < 0) break;
      lines.push(...(await linesOn(work, image, reader)));
      isFurther = true;
    }
  } catch (error) {
    const isUnreadable = error instanceof JobFailure && error.permanent;
    if (!isUnreadable) throw error;
  }
  return lines.slice(0, most_lines);
}

async function linesOn({ folder, signal }: Work, image: Grey, reader: Reader): Promise<ReadLine[]> {
  signal.throwIfAborted();
  const { width, height } = image;
  const path = join(folder, 'page.png');
  const { data, info } = await sharp(image.data, { raw: { width, height, channels: 1 } })
    .resize({ width: longest_side, height: longest_side, fit: 'inside', withoutEnlargement: true })
    .png({ compressionLevel: 1 })
    .toBuffer({ resolveWithObject: true });
  await writeFile(path, data);
  passedThrough(width * height);
  const raw = await reader.read(path);
  return raw.map((line) => toLine(line, info)).filter(({ words }) => words.length > 0);
}

type Size = { width: number; height: number };

function toLine({ text, confidence, bbox, words }: RawLine, size: Size): ReadLine {
  return {
    text: text.slice(0, 1000),
    confidence: shareOf(confidence, 100),
    box: boxOf(bbox, size),
    words: words
      .filter((word) => /[\p{L}\p{N}]/u.test(word.text))
      .slice(0, most_words)
      .map((word) => ({
        text: word.text.slice(0, 200),
        confidence: shareOf(word.confidence, 100),
        box: boxOf(word.bbox, size),
      })),
  };
}

/** A part of a whole, four digits of it. */
const shareOf = (part: number, whole: number) =>
  Math.round(Math.min(1, Math.max(0, part / whole)) * 10_000) / 10_000;

function boxOf({ x0, y0, x1, y1 }: RawLine['bbox'], { width, height }: Size): ReadLine['box'] {
  return [shareOf(x0, width), shareOf(y0, height), shareOf(x1, width), shareOf(y1, height)];
}

function toPage({ place, at }: OcrPayload['pages'][number], lines: ReadLine[]): ReadPage {
  const words = lines.flatMap((line) => line.words);
  const sum = words.reduce((all, { confidence }) => all + confidence, 0);
  return { place, at, confidence: words.length > 0 ? shareOf(sum, words.length) : 0, lines };
}
