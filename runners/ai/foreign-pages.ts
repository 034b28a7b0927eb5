import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlankScan } from '@seodang/contract/omr-grading.ts';
import {
  cutOut,
  type Grey,
  type PageReading,
  type PreparedForeign,
  prepareForeign,
  type RosterEntry,
  readForeign,
} from '@seodang/omr';
import { linesOf, parseSheet } from '@seodang/omr/geometry';
import { decodeImage } from '@seodang/omr/node';
import type { Work } from '../kit/attempt.ts';
import { download } from '../kit/download.ts';
import { JobFailure } from '../kit/failure.ts';
import { type Mapping, mappingOf } from './mapping.ts';

export type ForeignReader = {
  read: (image: Grey, roster?: readonly RosterEntry[]) => PageReading;
  /** The written name alone, where the sheet says where it is. */
  nameOn: (image: Grey, page: Read) => Grey | undefined;
};
type Read = Extract<PageReading, { status: 'read' }>;

/** Reads pages of somebody else's design beside the scan of an empty one. */
export async function openForeign(
  { folder, signal }: Pick<Work, 'folder' | 'signal'>,
  [first]: readonly unknown[],
  { url, bytes, name_box }: BlankScan,
): Promise<ForeignReader> {
  const path = join(folder, 'blank');
  await download({ url, bytes, path }, signal);
  const prepared = prepareForeign(parseSheet(first), await blankIn(path));
  return {
    read: (image, roster) => readForeign(image, prepared, roster ? { roster } : {}),
    nameOn(image, page) {
      const place = name_box && placeOn(prepared, page);
      if (!place) return undefined;
      const { x_mm, y_mm, width_mm, height_mm } = name_box;
      const [right, bottom] = [x_mm + width_mm, y_mm + height_mm];
      const corners = [place(x_mm, y_mm), place(right, y_mm), place(right, bottom), place(x_mm, bottom)];
      return cutOut(image, corners);
    },
  };
}

async function blankIn(path: string): Promise<Grey> {
  try {
    return await decodeImage(await readFile(path));
  } catch (cause) {
    const technical = cause instanceof Error ? cause.message : '';
    throw new JobFailure('file_unreadable', { permanent: true, technical, cause });
  }
}

/** Where in the image a place of the sheet is, by where its questions were found. */
function placeOn({ sheet }: PreparedForeign, { questions }: Read): Mapping | undefined {
  const found = new Map(questions.map(({ number, corners }) => [number, corners]));
  return mappingOf(
    sheet.questions.flatMap((question) => {
      const corners = found.get(question.number);
      if (!corners) return [];
      const bubbles = linesOf(question).flat();
      const across = bubbles.flatMap(({ x_mm, width_mm }) => [x_mm - width_mm, x_mm + width_mm]);
      const down = bubbles.flatMap(({ y_mm, height_mm }) => [y_mm - height_mm, y_mm + height_mm]);
      const [left, right] = [Math.min(...across) - 1, Math.max(...across)];
      const [top, bottom] = [Math.min(...down), Math.max(...down)];
      const outer = [
        { x: left, y: top },
        { x: right, y: top },
        { x: right, y: bottom },
        { x: left, y: bottom },
      ];
      return corners.flatMap((to, at) => (outer[at] ? [{ from: outer[at], to }] : []));
    }),
  );
}
