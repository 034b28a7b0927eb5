import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScannedPages } from '@seodang/contract/omr-grading.ts';
import { readingVersion } from '@seodang/omr';
import { fillIn, printed, randomOf, stampCode } from '@seodang/omr/corpus';
import { layout } from '@seodang/omr/geometry';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Work } from '../kit/attempt.ts';
import type { Job } from '../kit/server.ts';
import { omrBatchHandler } from './omr-batch.ts';
import { omrGradingHandler } from './omr-grading.ts';

const questions = Array.from({ length: 20 }, (_, at) => ({ exam_question_id: 100 + at, number: at + 1 }));
const [sheet] = layout({ title: '주간 테스트', questions });
const roster = [{ number: '00001234', enrollment: 7 }];
const uploads = new Map<string, Buffer>();
const published: Record<string, unknown>[] = [];
let folder: string;
let server: Server;
let marked: Buffer;
let meant: readonly (readonly string[])[];

/** A sheet that somebody filled in, as a picture at 200 dpi; the number of the code is what it was printed with. */
beforeAll(async () => {
  if (!sheet) throw new Error('a layout has at least one page');
  const paper = await printed(sheet, 200 / 25.4);
  stampCode(paper, sheet, { exam: 5, sheet: 9, page: 1, enrollment: 7 });
  const truth = fillIn(paper, sheet, '00001234', randomOf(11));
  meant = [...truth.answers.values()].map(([column = []]) => column);
  const { width, height } = paper;
  marked = await sharp(paper.data, { raw: { width, height, channels: 1 } })
    .jpeg({ quality: 90 })
    .toBuffer();
  folder = await mkdtemp(join(tmpdir(), 'seodang-ai-'));
  server = createServer((request, reply) => reply.end(request.url === '/sheet' ? marked : 'no image')).listen(
    0,
  );
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const address = (path: string) => {
  const at = server.address();
  return `http://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}/${path}`;
};
const workOn = (payload: Record<string, unknown>): Work => ({
  job: { id: 1, attempt: 1, payload } as unknown as Job,
  folder,
  signal: new AbortController().signal,
  log: () => {},
  uploads: {
    async add({ name, body }) {
      uploads.set(name, Buffer.from(body as Uint8Array));
    },
    settled: async () => {},
  },
  report: () => {},
  publish: async (part) => {
    published.push(part);
  },
});
const grading = (more: object = {}) =>
  workOn({
    ...{ submission_id: 3, target_type: 'exam', target_id: 5, file_key: 'k', file_size: marked.length },
    ...{ download_url: address('sheet'), omr: { sheet_id: 9, pages: [sheet] } },
    questions: questions.map((one) => ({ ...one, region_meta: null })),
    ...more,
  });

test('one student’s sheet comes back as answers of the questions that were asked', async () => {
  const result = await omrGradingHandler(grading());
  expect(result).toMatchObject({ submission_id: 3, status: 'DONE', result: { version: readingVersion } });
  const { answers } = result.result as { answers: { detected: string[]; status: string }[] };
  const sure = answers.map(({ detected, status }, at) => (status === 'ok' ? detected : meant[at]));
  expect(sure).toEqual(meant);
  expect(answers.filter(({ status }) => status === 'ok').length).toBeGreaterThan(15);
});

test('a sheet of another exam, or one that was replaced, is refused as a whole', async () => {
  const other = await omrGradingHandler(grading({ target_id: 6 }));
  expect(other).toEqual({ submission_id: 3, status: 'FAILED', error: 'other_sheet' });
  const replaced = await omrGradingHandler(grading({ omr: { sheet_id: 8, pages: [sheet] } }));
  expect(replaced).toMatchObject({ status: 'FAILED', error: 'other_sheet' });
});

test('a scan of a class names its students, and keeps a picture of each page with the place of each answer', async () => {
  const files = [
    { url: address('sheet'), bytes: marked.length },
    { url: address('sheet'), bytes: marked.length },
  ];
  const payload = { batch_id: 4, exam_id: 5, sheet_id: 9, files, pages: [sheet], roster, questions };
  const result = await omrBatchHandler(workOn(payload));
  expect(result).toMatchObject({ batch_id: 4, page_count: 2, pages_file: 'pages.json' });
  const pages = ScannedPages.parse(JSON.parse(String(uploads.get('pages.json'))));
  expect(pages).toMatchObject([
    { place: 1, status: 'read', enrollment_id: 7, page_number: 1, number: '00001234' },
    { place: 2, status: 'read', enrollment_id: 7 },
  ]);
  for (const [x, y] of pages[0]?.answers.flatMap(({ corners }) => corners) ?? []) {
    expect(x).toBeGreaterThan(0);
    expect(x).toBeLessThan(1);
    expect(y).toBeGreaterThan(0.2);
    expect(y).toBeLessThan(1);
  }
  expect((await sharp(uploads.get('page-1.jpg')).metadata()).format).toBe('jpeg');
  expect(published.at(-1)).toMatchObject({ page_count: 2, files: [] });
  expect(published.flatMap(({ seen }) => seen).every((one) => ['read', 'check'].includes(`${one}`))).toBe(
    true,
  );
});

test('what a person must look at has a picture of its own, cut out upright', async () => {
  const files = [{ url: address('sheet'), bytes: marked.length }];
  const stranger = [{ number: '00009999', enrollment: 8 }];
  const payload = {
    batch_id: 4,
    exam_id: 5,
    sheet_id: 9,
    files,
    pages: [sheet],
    roster: stranger,
    questions,
  };
  await omrBatchHandler(workOn(payload));
  const [read] = ScannedPages.parse(JSON.parse(String(uploads.get('pages.json'))));
  expect(read).toMatchObject({ enrollment_id: null, doubts: ['not_on_roster'] });
  for (const { crop, status, marking } of read?.answers ?? [])
    expect(crop !== null).toBe(status === 'review' || marking === 'multiple');
  for (const name of [read?.number_image, ...(read?.answers ?? []).map(({ crop }) => crop)]) {
    if (!name) continue;
    const { width = 0, height = 0 } = await sharp(uploads.get(name)).metadata();
    expect(width).toBeGreaterThan(height);
  }
  expect(read?.number_image).toBe('page-1-number.jpg');
});

test('what is no image fails for good, with its reason', async () => {
  const broken = grading({ download_url: address('broken'), file_size: 8 });
  await expect(omrGradingHandler(broken)).rejects.toMatchObject({ code: 'file_unreadable', permanent: true });
});
