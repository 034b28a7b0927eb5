import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlankScan } from '@seodang/contract/omr-grading.ts';
import type { AnswerStatus } from '@seodang/contract/submissions.ts';
import {
  type Grey,
  type PageReading,
  type Prepared,
  prepare,
  type RosterEntry,
  readSheet,
} from '@seodang/omr';
import { parseSheet } from '@seodang/omr/geometry';
import { ChildTrouble, decodePages, UnreadablePdf } from '@seodang/omr/node';
import type { z } from 'zod';
import type { Work } from '../kit/attempt.ts';
import { download } from '../kit/download.ts';
import { JobFailure } from '../kit/failure.ts';
import { type ForeignReader, openForeign } from './foreign-pages.ts';

/** The pages of a sheet, ready for reading many copies of it. */
function preparePages(pages: readonly unknown[]): Prepared[] {
  return pages.map((page) => prepare(parseSheet(page)));
}

/** The pages of a scan one after the other, told first how many; fails for good where the file cannot be read. */
export async function* imagesOf(
  { folder, signal }: Pick<Work, 'folder' | 'signal'>,
  { url, bytes }: { url: string; bytes: number },
  name: string,
  counted?: (pages: number) => void,
): AsyncGenerator<Grey> {
  const path = join(folder, name);
  await download({ url, bytes, path }, signal);
  try {
    yield* decodePages(await readFile(path), { counted, signal });
  } catch (error) {
    signal.throwIfAborted();
    // The fault of this machine: another attempt may find more room.
    if (error instanceof ChildTrouble) throw error;
    const code = error instanceof UnreadablePdf ? 'pdf_unreadable' : 'file_unreadable';
    const technical = error instanceof Error ? error.message : '';
    throw new JobFailure(code, { permanent: true, technical, cause: error });
  }
}

type OwnSheet = { exam: number; sheet: number };

export type Reader = {
  read: (image: Grey, roster?: readonly RosterEntry[]) => PageReading;
  nameOn: ForeignReader['nameOn'];
};

/** What reads the pages of a job: sheets of ours by their rings and code, others beside the scan of an empty one. */
export async function openReader(
  work: Pick<Work, 'folder' | 'signal'>,
  { pages, blank }: { pages: readonly unknown[]; blank: BlankScan | null },
  own: OwnSheet,
): Promise<Reader> {
  if (blank) return openForeign(work, pages, blank);
  const prepared = preparePages(pages);
  return { read: (image, roster) => readPage(image, prepared, own, roster), nameOn: () => undefined };
}

/** Reads a page; one whose code is of another exam, or of a sheet that was replaced, is refused as a whole. */
function readPage(
  image: Grey,
  prepared: readonly Prepared[],
  own: OwnSheet,
  roster?: readonly RosterEntry[],
): PageReading {
  const page = readSheet(image, prepared, roster ? { roster } : {});
  const { code } = page;
  const isOther = code !== undefined && (code.exam !== own.exam || code.sheet !== own.sheet);
  return isOther ? { status: 'refused', reason: 'other_sheet', code } : page;
}

/** A page with nothing on it: what a feeder takes along. */
export function isBlank({ data }: Grey): boolean {
  let dark = 0;
  for (let at = 0; at < data.length; at += 7) if ((data[at] ?? 255) < 140) dark += 1;
  return dark < data.length / 7 / 4000;
}

type Read = Extract<PageReading, { status: 'read' }>['questions'][number];
type Answered = {
  exam_question_id: number;
  detected: string[];
  marking: z.infer<typeof AnswerStatus>;
  confidence: number;
  status: 'ok' | 'review';
};

/** What was read of one question, in the words of the contract. */
export function toAnswer(exam_question_id: number, { marked, status, probability }: Read): Answered {
  return {
    exam_question_id,
    detected: marked,
    marking: status,
    confidence: Math.max(0, Math.min(1, probability)),
    status: status === 'ambiguous' ? 'review' : 'ok',
  };
}
