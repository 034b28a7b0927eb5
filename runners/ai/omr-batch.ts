import { setImmediate } from 'node:timers/promises';
import { OmrBatchPayload, type OmrBatchResult, type ScannedPage } from '@seodang/contract/omr-grading.ts';
import type { Grey, PageReading, Prepared } from '@seodang/omr';
import sharp from 'sharp';
import type { Handler, Work } from '../kit/attempt.ts';
import { passedThrough } from '../kit/memory.ts';
import { imagesOf, isBlank, preparePages, readPage, toAnswer, VERSION } from './read-sheets.ts';

// Every page is another picture: what libvips would keep of the last ones is never asked for again.
sharp.cache(false);
sharp.concurrency(1);

type Batch = { payload: OmrBatchPayload; prepared: Prepared[]; work: Work; files: OmrBatchResult['files'] };

/** Makes `ai.omr_batch` jobs: the scans of a class, page by page, with a picture of each page as evidence. */
export const omrBatchHandler: Handler = async (work): Promise<OmrBatchResult> => {
  const payload = OmrBatchPayload.parse(work.job.payload);
  const batch: Batch = { payload, prepared: preparePages(payload.pages), work, files: [] };
  const pages: ScannedPage[] = [];
  for (const [at, file] of payload.files.entries()) {
    for await (const image of imagesOf(work, file, `scan-${at + 1}`)) {
      // What was sent meanwhile has its turn: reading keeps the processor to itself.
      await setImmediate();
      work.signal.throwIfAborted();
      pages.push(await scanned(batch, image, pages.length + 1));
      passedThrough(image.data.byteLength * 8);
      work.report((at + pages.length / (pages.length + 20)) / payload.files.length, `${pages.length}`);
    }
  }
  await store(batch, 'pages.json', 'application/json', Buffer.from(JSON.stringify(pages)));
  const { batch_id } = payload;
  return {
    batch_id,
    version: VERSION,
    page_count: pages.length,
    pages_file: 'pages.json',
    files: batch.files,
  };
};

async function store(
  { work, files }: Batch,
  name: string,
  content_type: string,
  body: Buffer,
): Promise<void> {
  files.push({ name, bytes: body.byteLength });
  await work.uploads.add({ name, content_type, body });
}

async function scanned(batch: Batch, image: Grey, place: number): Promise<ScannedPage> {
  const none = {
    page_number: null,
    enrollment_id: null,
    number: '',
    doubts: [],
    candidates: [],
    answers: [],
  };
  if (isBlank(image)) return { place, image: null, status: 'blank', reason: 'blank', ...none };
  const { exam_id: exam, sheet_id: sheet, roster } = batch.payload;
  const page = readPage(image, batch.prepared, { exam, sheet }, roster);
  const name = `page-${place}.jpg`;
  await store(batch, name, 'image/jpeg', await pictureOf(image));
  if (page.status === 'refused')
    return { place, image: name, status: 'refused', reason: page.reason, ...none };
  return {
    place,
    image: name,
    status: 'read',
    reason: '',
    ...whose(batch, page),
    ...marksOf(batch, page, image),
  };
}

function pictureOf({ data, width, height }: Grey): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: 1 } })
    .jpeg({ quality: 60 })
    .toBuffer();
}

type Read = Extract<PageReading, { status: 'read' }>;

function whose({ payload: { roster } }: Batch, { identity, code }: Read) {
  const byNumber = (number: string | undefined) => roster.find((one) => one.number === number)?.enrollment;
  const owner = identity.enrollment ?? byNumber(identity.number);
  const candidates = identity.candidates.flatMap((number) => byNumber(number) ?? []);
  return {
    page_number: code?.page ?? 1,
    enrollment_id: identity.status === 'ok' ? (owner ?? null) : null,
    number: identity.number ?? '',
    doubts: identity.status === 'none' ? ['no_number'] : identity.doubts,
    candidates: [...new Set([...(identity.enrollment ? [identity.enrollment] : []), ...candidates])].slice(
      0,
      10,
    ),
  };
}

function marksOf(
  { payload }: Batch,
  { questions }: Read,
  { width, height }: Grey,
): Pick<ScannedPage, 'answers'> {
  const ids = new Map(payload.questions.map(({ number, exam_question_id }) => [number, exam_question_id]));
  const share = (value: number, size: number) => Math.round((value / size) * 10_000) / 10_000;
  return {
    answers: questions.flatMap((question) => {
      const id = ids.get(question.number);
      if (id === undefined) return [];
      const corners = question.corners.map(({ x, y }): [number, number] => [
        share(x, width),
        share(y, height),
      ]);
      return [{ ...toAnswer(id, question), corners }];
    }),
  };
}
