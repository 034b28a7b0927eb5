import type { ScannedPage } from '@seodang/contract/omr-grading.ts';
import { beforeEach, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Examined, examined } from '#testing/examined.ts';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';

const kit = useApp();
const pdf = Buffer.from('%PDF-1.4 the whole class');
let school: Academy;
let exam: Examined;

beforeEach(async () => {
  school = await academy(kit);
  exam = await examined(kit, school);
});

const runner = (path: string, payload: object) =>
  kit.app.inject({
    method: 'POST',
    url: `/api/v1/internal/jobs/${path}`,
    headers: { 'x-worker-token': kit.secrets.worker, 'x-worker-id': 'r1' },
    payload,
  });

async function startScan() {
  const file = { filename: 'class.pdf', size: pdf.length };
  const { body: prepared } = await ask(kit, exam.teacher, 'POST /submissions/files', file);
  await kit.storage.put(prepared.file_key, pdf);
  const file_keys = [prepared.file_key];
  return (await ask(kit, exam.teacher, `POST /exams/${exam.exam_id}/scans`, { file_keys })).body;
}

const page = (place: number, more: Partial<ScannedPage> = {}, answer = '3'): ScannedPage => ({
  ...{ place, image: `page-${place}.jpg`, status: 'read', reason: '', page_number: 1, enrollment_id: null },
  ...{ number: '', doubts: [], candidates: [] },
  answers: exam.questions.map(({ id }) => ({
    ...{ exam_question_id: id, detected: [answer], marking: 'ok' as const, confidence: 0.999, status: 'ok' },
    corners: Array.from({ length: 4 }, (): [number, number] => [0.1, 0.2]),
  })),
  ...more,
});

/** Reads the next batch as a runner would, with these pages for its result. */
async function deliver(pages: ScannedPage[]) {
  const { job } = (await runner('claim', { kinds: ['ai.omr_batch'] })).json();
  const { lease_token } = job;
  const contents = new Map<string, Buffer>([['pages.json', Buffer.from(JSON.stringify(pages))]]);
  for (const { image } of pages) if (image) contents.set(image, Buffer.from('a picture'));
  const files = [...contents].map(([name, content]) => ({ name, bytes: content.length }));
  const typeOf = (name: string) => (name.endsWith('.json') ? 'application/json' : 'image/jpeg');
  const named = files.map(({ name }) => ({ name, content_type: typeOf(name) }));
  const { outputs } = (await runner(`${job.id}/outputs`, { lease_token, files: named })).json();
  for (const { name, url } of outputs) {
    const [, key = ''] = /(submissions\/[^?]+)/.exec(url) ?? [];
    await kit.storage.put(key, contents.get(name) ?? Buffer.alloc(0));
  }
  const result = { batch_id: job.payload.batch_id, version: 'omr-1', page_count: pages.length };
  await runner(`${job.id}/complete`, { lease_token, result: { ...result, pages_file: 'pages.json', files } });
  await kit.runTasks();
  return job;
}

const seatMore = async () => (await school.seatIn(exam.lecture_id, exam.session_id)).enrollment_id;
const show = async (id: number) => (await ask(kit, exam.teacher, `GET /scan-batches/${id}`)).body;
const results = async () =>
  (await ask(kit, exam.teacher, `GET /exams/${exam.exam_id}/results`)).body.results as {
    enrollment_id: number;
    total_score: number;
  }[];
const assign = (id: number, body: object) => ask(kit, exam.teacher, `POST /scan-pages/${id}/assign`, body);

test('a class is split into one submission for each student, and graded', async () => {
  const second = await seatMore();
  const batch = await startScan();
  expect(batch).toMatchObject({ status: 'reading', page_count: null, progress: 0 });
  const pages = [page(1, { enrollment_id: second }, '1'), page(2, { enrollment_id: exam.enrollment_id })];
  const job = await deliver(pages);
  expect(job.payload).toMatchObject({ exam_id: exam.exam_id, files: [{ bytes: pdf.length }] });
  expect(job.payload.roster).toHaveLength(2);
  const done = await show(batch.id);
  expect(done).toMatchObject({ status: 'done', page_count: 2, waiting: 0, progress: 1, missing: [] });
  expect(done.pages[1]).toMatchObject({ status: 'assigned', enrollment_id: exam.enrollment_id });
  expect((await kit.app.inject(done.pages[1].image_url)).body).toBe('a picture');
  expect(await results()).toMatchObject([
    { enrollment_id: exam.enrollment_id, total_score: 100 },
    { enrollment_id: second, total_score: 0 },
  ]);
});

test('what nobody can be sure of waits in the tray, blank pages do not, and who is missing is named', async () => {
  const { id } = await startScan();
  await deliver([
    page(1, { status: 'blank', image: null, answers: [] }),
    page(2, { doubts: ['neighbour_on_roster'], candidates: [exam.enrollment_id], number: '0000000?' }),
    page(3, { status: 'refused', reason: 'registration_unproven', answers: [] }),
    page(4, { enrollment_id: 999_999 }),
  ]);
  const batch = await show(id);
  expect(batch.pages.map(({ status, reason }: Record<string, string>) => `${status} ${reason}`)).toEqual([
    'dismissed blank',
    'tray neighbour_on_roster',
    'tray registration_unproven',
    'tray not_on_roster',
  ]);
  expect(batch).toMatchObject({ waiting: 3, missing: [{ enrollment_id: exam.enrollment_id }] });

  const assigned = await assign(batch.pages[1].id, { enrollment_id: exam.enrollment_id });
  expect(assigned.body).toMatchObject({ status: 'assigned', submission_id: expect.any(Number) });
  await ask(kit, exam.teacher, `POST /scan-pages/${batch.pages[2].id}/dismiss`);
  await kit.runTasks();
  expect(await results()).toMatchObject([{ total_score: 100 }]);
  expect(await show(id)).toMatchObject({ waiting: 1, missing: [] });
});

test('a second sheet of one student is a duplicate until a person says which one counts', async () => {
  const { id } = await startScan();
  const own = { enrollment_id: exam.enrollment_id };
  await deliver([page(1, own), page(2, own, '1')]);
  const [, second] = (await show(id)).pages;
  expect(second).toMatchObject({ status: 'duplicate', enrollment_id: exam.enrollment_id });
  expect(await results()).toMatchObject([{ total_score: 100 }]);
  expect((await assign(second.id, own)).body.detail).toBe('already_exists');
  await assign(second.id, { ...own, replace: true });
  await kit.runTasks();
  expect(await results()).toMatchObject([{ total_score: 0 }]);

  const again = await startScan();
  await deliver([page(1, own)]);
  expect((await show(again.id)).pages[0].status).toBe('duplicate');
});

test('a page of a sheet that came later is added to what its student handed in', async () => {
  const { id } = await startScan();
  const own = { enrollment_id: exam.enrollment_id };
  const all = page(1, own).answers;
  await deliver([
    page(1, { ...own, answers: all.slice(0, 2) }),
    page(2, { page_number: 2, doubts: ['number_blank'], answers: all.slice(2) }),
  ]);
  expect(await results()).toMatchObject([{ total_score: 50 }]);
  await assign((await show(id)).pages[1].id, own);
  await kit.runTasks();
  expect(await results()).toMatchObject([{ total_score: 100 }]);
});

test('a scan that cannot be read says why, and its file is kept', async () => {
  const { id } = await startScan();
  const { job } = (await runner('claim', { kinds: ['ai.omr_batch'] })).json();
  const { lease_token } = job;
  await runner(`${job.id}/fail`, { lease_token, reason: 'pdf_unreadable', permanent: true });
  await kit.runTasks();
  expect(await show(id)).toMatchObject({ status: 'failed', error_message: 'pdf_unreadable' });
  expect((await kit.app.inject(job.payload.files[0].url)).rawPayload).toEqual(pdf);
});
