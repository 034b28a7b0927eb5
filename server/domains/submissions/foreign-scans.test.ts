import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ForeignSpecimen, foreignSpecimens } from '@seodang/omr/corpus';
import { drawSheets } from '@seodang/omr/draw';
import { layout } from '@seodang/omr/geometry';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Examined, examined } from '#testing/examined.ts';
import { type Academy, academy } from '#testing/factories.ts';
import { regionsOn } from '#testing/foreign-desk.ts';
import { useApp } from '#testing/harness.ts';
import { omrBatchHandler } from '../../../runners/ai/omr-batch.ts';
import { omrGradingHandler } from '../../../runners/ai/omr-grading.ts';
import { RunnerConfig } from '../../../runners/kit/config.ts';
import { type Runner, startRunner } from '../../../runners/kit/runner.ts';
import { hurry } from '../../../runners/testing/hurry.ts';

const kit = useApp();
let school: Academy;
let exam: Examined;
let folder: string;
let runner: Runner;
let own: ForeignSpecimen;
let template: { id: number; version: number };

type Body = Record<string, unknown>;
const as = (request: Parameters<typeof ask>[2], body?: object) => ask(kit, exam.teacher, request, body);

/** Tall ovals with a grid for five digits, printed, filled in and scanned; an exam with as many questions. */
beforeAll(async () => {
  await kit.app.listen({ port: 0, host: '127.0.0.1' });
  folder = await mkdtemp(join(tmpdir(), 'seodang-foreign-'));
  for await (const specimen of foreignSpecimens({ seed: 1, from: 17, to: 18 })) own = specimen;
  school = await academy(kit);
  const questions = [...own.truth.answers].map(([number, [marked = []]]) => ({
    ...{ number, kind: 'multiple', points: 1 },
    keys: [marked.join(',') || '1'],
  }));
  exam = await examined(kit, school, { questions });
  await kit.owner.query('update student set attendance_code = $1 where id = $2', [
    `987${own.truth.number}`,
    exam.student_id,
  ]);
  const { port } = kit.app.server.address() as AddressInfo;
  const env = {
    ...{ SEODANG_URL: `http://127.0.0.1:${port}`, INTERNAL_WORKER_TOKEN: kit.secrets.worker },
    WORK_DIR: folder,
  };
  const handlers = { 'ai.omr_batch': omrBatchHandler, 'ai.omr_grading': omrGradingHandler };
  runner = await startRunner(RunnerConfig.parse(env), handlers, () => undefined, hurry);
});
afterAll(async () => {
  await runner.stop();
  await rm(folder, { recursive: true });
});

async function uploaded(filename: string, bytes: Uint8Array): Promise<string> {
  const { body } = await as('POST /submissions/files', { filename, size: bytes.length });
  await kit.storage.put(body.file_key, bytes);
  return body.file_key;
}

/** Reads these files as one scan, and resolves when all of it is there. */
async function scanned(files: readonly (readonly [string, Uint8Array])[]) {
  const file_keys = await Promise.all(files.map(([name, bytes]) => uploaded(name, bytes)));
  const { body } = await as(`POST /exams/${exam.exam_id}/scans`, { file_keys });
  for (;;) {
    const told = Promise.withResolvers<void>();
    const stop = kit.live.hear(({ topic }) => topic === 'jobs' && told.resolve());
    const sql = `select status from job where subject_id = $1 and kind = 'ai.omr_batch'`;
    const [job] = (await kit.owner.query(sql, [body.id])).rows;
    const isOver = job.status === 'done' || job.status === 'dead';
    if (!isOver) await told.promise;
    stop();
    if (isOver) break;
  }
  await kit.runTasks();
  return (await as(`GET /scan-batches/${body.id}`)).body;
}

/** The page, the student number and the written name: what who sorts it looks at. */
const picturesOf = (page: Record<'image_url' | 'number_url' | 'name_url', string>) =>
  Promise.all(
    [page.image_url, page.number_url, page.name_url].map(
      async (url) => (await kit.app.inject(url)).headers['content-type'],
    ),
  );

test('a bought sheet is straightened, marked out and chosen, and its scans are read and graded', async () => {
  const upload = await kit.app.inject({
    method: 'POST',
    url: `/api/v1/sheet-templates?name=${encodeURIComponent('학력평가 카드')}`,
    headers: { ...exam.teacher.headers, 'content-type': 'image/jpeg' },
    payload: Buffer.from(own.blank),
  });
  expect(upload.json()).toMatchObject({ version: 1, question_count: 0, exam_count: 0 });
  template = upload.json();
  const name = { kind: 'name', x_mm: 20, y_mm: 20, width_mm: 60, height_mm: 12 };
  const regions = [...regionsOn(own.sheet, upload.json()), name];
  const saved = await as(`PUT /sheet-templates/${template.id}/regions`, { version: 1, regions });
  expect(saved.body).toMatchObject({
    ...{ version: 2, number_digits: 5, question_count: own.sheet.questions.length },
  });
  const { body: sheet } = await as(`PATCH /exams/${exam.exam_id}/sheet`, { template_id: template.id });
  expect(sheet).toMatchObject({ is_foreign: true, misfits: [], printed: false });
  expect(sheet.template).toMatchObject({ version: 2, newest_version: 2 });

  const [strange] = layout({ title: '다른 시험', questions: [{ number: 1 }, { number: 2 }] });
  const batch = await scanned([
    ['a.jpg', own.blank],
    ['b.jpg', own.bytes],
    ['c.pdf', await drawSheets(strange ? [{ sheet: strange }] : [])],
  ]);
  expect(batch).toMatchObject({ status: 'done', page_count: 3, template: { id: template.id, version: 2 } });
  expect(batch.pages).toMatchObject([
    { status: 'tray', reason: 'number_blank', enrollment_id: null },
    { status: 'assigned', enrollment_id: exam.enrollment_id, number: own.truth.number, name_url: null },
    { status: 'tray', reason: expect.stringMatching(/no_sheet_found|registration_unproven/) },
  ]);
  expect(await picturesOf(batch.pages[0])).toEqual(['image/jpeg', 'image/jpeg', 'image/jpeg']);
  const { body: page } = await as(`GET /scan-pages/${batch.pages[1].id}`);
  const read = (page.answers as { number: number; detected: string[]; status: string }[]).filter(
    ({ status }) => status === 'ok',
  );
  expect(read.length).toBeGreaterThan(own.truth.answers.size * 0.9);
  for (const { number, detected } of read) expect(detected).toEqual(own.truth.answers.get(number)?.[0]);
});

test('what was scanned stays with its version, others follow, and what was chosen is not deleted', async () => {
  const of = (id: number) => as(`GET /exams/${id}/sheet`).then(({ body }) => body);
  const { body: later } = await as('POST /exams', { session_id: exam.session_id, title: '다음 시험' });
  await as(`PATCH /exams/${later.id}/sheet`, { template_id: template.id });
  const { body: seen } = await as(`GET /sheet-templates/${template.id}`);
  const regions = seen.regions.slice(0, 2) as Body[];
  const saved = await as(`PUT /sheet-templates/${template.id}/regions`, { version: 2, regions });
  expect(saved.body).toMatchObject({ version: 3, exam_count: 2 });
  expect(await of(exam.exam_id)).toMatchObject({
    printed: true,
    template: { version: 2, newest_version: 3 },
  });
  expect(await of(later.id)).toMatchObject({ printed: false, template: { version: 3 } });
  const stale = await as(`PUT /sheet-templates/${template.id}/regions`, { version: 2, regions });
  expect(stale).toMatchObject({ status: 409, body: { detail: 'conflict', version: 3 } });

  const moved = await as(`PATCH /exams/${exam.exam_id}/sheet`, { template_id: template.id });
  expect(moved.body).toMatchObject({ printed: false, template: { version: 3 } });
  expect(moved.body.misfits).toContainEqual({ number: exam.questions.length, reason: 'missing' });
  const file_keys = [await uploaded('again.jpg', own.bytes)];
  const refused = await as(`POST /exams/${exam.exam_id}/scans`, { file_keys });
  expect(refused).toMatchObject({ status: 409, body: { detail: 'sheet_does_not_fit' } });
  const print = await as(`POST /exams/${exam.exam_id}/sheet/print`, {});
  expect(print.body).toMatchObject({ detail: 'foreign_sheet' });

  const gone = await as(`DELETE /sheet-templates/${template.id}`);
  expect(gone).toMatchObject({ status: 409, body: { detail: 'in_use', exam_count: 2 } });
  await as(`PATCH /sheet-templates/${template.id}`, { archived: true });
  expect((await as('GET /sheet-templates?archived=false')).body.results).toEqual([]);
  expect((await as(`PATCH /exams/${later.id}/sheet`, { template_id: template.id })).status).toBe(404);
  const { body: drawn } = await as(`PATCH /exams/${later.id}/sheet`, { template_id: null });
  expect(drawn).toMatchObject({ is_foreign: false, template: null, number_digits: 8 });
});

test('a copy has a blank of its own, and goes with it', async () => {
  const { body: copy } = await as(`POST /sheet-templates/${template.id}/duplicate`, { name: '사본' });
  expect(copy).toMatchObject({ name: '사본', version: 1, exam_count: 0, archived: false });
  const picture = () => kit.app.inject(copy.blank_url);
  expect((await picture()).statusCode).toBe(200);
  expect((await as(`DELETE /sheet-templates/${copy.id}`)).status).toBe(204);
  expect((await picture()).statusCode).toBe(404);
  expect((await as(`GET /sheet-templates/${copy.id}`)).status).toBe(404);
});

test('what is no picture of one page is refused with its reason, and regions that cannot be with theirs', async () => {
  const send = (bytes: Uint8Array) =>
    kit.app.inject({
      method: 'POST',
      url: '/api/v1/sheet-templates?name=x',
      headers: { ...exam.teacher.headers, 'content-type': 'application/octet-stream' },
      payload: Buffer.from(bytes),
    });
  expect((await send(Buffer.from('no picture'))).json()).toMatchObject({ reason: 'no_picture' });
  const [sheet] = layout({ title: '두 장', questions: [{ number: 1 }] });
  const two = await drawSheets(sheet ? [{ sheet }, { sheet }] : []);
  expect((await send(two)).json()).toMatchObject({ detail: 'file_unreadable', reason: 'several_pages' });

  const { body: copy } = await as(`POST /sheet-templates/${template.id}/duplicate`, { name: '틀린 칸' });
  const block = copy.regions.find(({ kind }: Body) => kind === 'choice');
  const wrong = [block, { ...block, x_mm: 300 }];
  const refused = await as(`PUT /sheet-templates/${copy.id}/regions`, { version: 1, regions: wrong });
  expect(refused.body.errors).toEqual([
    { pointer: '/regions/1', message: 'off_page' },
    { pointer: '/regions/1', message: 'number_twice' },
  ]);
});
