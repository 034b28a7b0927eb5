import { setImmediate } from 'node:timers/promises';
import {
  OmrBatchPayload,
  type OmrBatchResult,
  type PageGlimpse,
  type ScannedPage,
} from '@seodang/contract/omr-grading.ts';
import { type Grey, readingVersion, release } from '@seodang/omr';
import type { Handler, Work } from '../kit/attempt.ts';
import { passedThrough } from '../kit/memory.ts';
import { imagesOf, isBlank, openReader, type Reader } from './read-sheets.ts';
import { type Evidence, jpegOf, numberImageOf, scannedAnswersOf, studentOf } from './scanned-page.ts';

type Batch = {
  payload: OmrBatchPayload;
  reader: Reader;
  work: Work;
  pages: ScannedPage[];
  files: OmrBatchResult['files'];
};

/** Makes `ai.omr_batch` jobs: the scans of a class, page by page, with pictures of pages and answers as evidence. */
export const omrBatchHandler: Handler = async (work): Promise<OmrBatchResult> => {
  const payload = OmrBatchPayload.parse(work.job.payload);
  const own = { exam: payload.exam_id, sheet: payload.sheet_id };
  const reader = await openReader(work, payload, own);
  const batch: Batch = { payload, reader, work, pages: [], files: [] };
  const tell = teller(batch);
  let total = 0;
  for (const [at, file] of payload.files.entries()) {
    const counted = (pages: number) => {
      total = batch.pages.length + pages + payload.files.length - at - 1;
    };
    for await (const image of imagesOf(work, file, `scan-${at + 1}`, counted)) {
      // What was sent meanwhile has its turn: reading keeps the processor to itself.
      await setImmediate();
      work.signal.throwIfAborted();
      batch.pages.push(await scanned(batch, image, batch.pages.length + 1));
      passedThrough(image.data.byteLength * 8);
      release(image);
      work.report(batch.pages.length / total, `${batch.pages.length} / ${total}`);
      await tell(total);
    }
  }
  await store(batch, 'pages.json', 'application/json', Buffer.from(JSON.stringify(batch.pages)));
  return resultOf(batch, batch.pages.length, { files: batch.files });
};

function resultOf({ payload }: Batch, page_count: number, more: Partial<OmrBatchResult>): OmrBatchResult {
  const { batch_id } = payload;
  return { batch_id, version: readingVersion, page_count, pages_file: 'pages.json', files: [], ...more };
}

const TELL_MS = 400;

/** Shows people how far it is, and what became of each page, some times a second. */
function teller(batch: Batch) {
  let told = Number.NEGATIVE_INFINITY;
  return async (total: number): Promise<void> => {
    const now = performance.now();
    if (now - told < TELL_MS) return;
    told = now;
    await batch.work.publish(resultOf(batch, total, { seen: batch.pages.map(glimpseOf) }));
  };
}

function glimpseOf({ status, enrollment_id, answers }: ScannedPage): PageGlimpse {
  if (status === 'blank') return 'blank';
  if (status === 'refused' || enrollment_id === null) return 'unknown';
  return answers.some((answer) => answer.status === 'review') ? 'check' : 'read';
}

async function store(
  { work, files }: Batch,
  name: string,
  content_type: string,
  body: Buffer,
): Promise<void> {
  files.push({ name, bytes: body.byteLength });
  await work.uploads.add({ name, content_type, body });
}

const nothing = {
  ...{ page_number: null, enrollment_id: null, number: '', doubts: [], candidates: [] },
  ...{ number_image: null, name_image: null, answers: [] },
};

async function scanned(batch: Batch, image: Grey, place: number): Promise<ScannedPage> {
  if (isBlank(image)) return { place, image: null, status: 'blank', reason: 'blank', ...nothing };
  const { roster } = batch.payload;
  const page = batch.reader.read(image, roster);
  const name = `page-${place}`;
  const keep: Evidence = async (part, picture) => {
    const file = `${part === '' ? name : `${name}-${part}`}.jpg`;
    await store(batch, file, 'image/jpeg', await jpegOf(picture));
    return file;
  };
  const picture = await keep('', image);
  if (page.status === 'refused')
    return { place, image: picture, status: 'refused', reason: page.reason, ...nothing };
  const read = { place, image: picture, status: 'read' as const, reason: '', ...studentOf(roster, page) };
  const isUnknown = read.enrollment_id === null;
  const number_image = isUnknown ? await numberImageOf(page, image, keep) : null;
  const written = isUnknown ? batch.reader.nameOn(image, page) : undefined;
  const name_image = written ? await keep('name', written) : null;
  return {
    ...read,
    number_image,
    name_image,
    answers: await scannedAnswersOf(batch.payload.questions, page, image, keep),
  };
}
