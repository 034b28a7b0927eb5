import { buffer } from 'node:stream/consumers';
import type { Storage } from '#core/storage/storage.ts';
import { turns } from '#core/turns.ts';
import { type Picture, picturedAs } from './pictures.ts';
import { type Corners, widened } from './sheet-pictures.rules.ts';

/** Where the answer to an exam question is on the scan of a sheet. */
export type SheetPlace = { exam_question_id: number; image_key: string; corners: Corners };

/** A page is ten megabytes while it is cut. */
const inTurn = turns();

/**
 * What a student marked, question by question, cut out of the scans of the sheet; by exam question. What is no picture, or
 * is gone, has none; throws when the storage does not answer.
 */
export async function cutSheets(
  storage: Storage,
  places: readonly SheetPlace[],
): Promise<Map<number, Picture>> {
  const pictures = new Map<number, Picture>();
  for (const [key, answers] of Map.groupBy(places, ({ image_key }) => image_key))
    await inTurn(() => cutPage(storage, key, answers, pictures));
  return pictures;
}

async function cutPage(
  storage: Storage,
  key: string,
  answers: readonly SheetPlace[],
  pictures: Map<number, Picture>,
): Promise<void> {
  const file = await storage.get(key);
  if (!file) return;
  // Loaded with the first sheet: most processes never see one.
  const [{ default: sharp }, { cutOut }] = await Promise.all([import('sharp'), import('@seodang/omr')]);
  const bytes = await buffer(file.stream);
  const read = await sharp(bytes, { limitInputPixels: MOST_PIXELS })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(() => undefined);
  if (!read) return;
  const { data, info } = read;
  const page = { data, width: info.width, height: info.height };
  for (const { exam_question_id, corners } of answers) {
    const cut = cutOut(page, widened(corners, page));
    if (!cut) continue;
    const raw = { width: cut.width, height: cut.height, channels: 1 as const };
    const bytes = await sharp(cut.data, { raw }).jpeg({ quality: 80 }).toBuffer();
    pictures.set(exam_question_id, picturedAs('jpg', bytes, cut));
  }
}
const MOST_PIXELS = 60_000_000;
