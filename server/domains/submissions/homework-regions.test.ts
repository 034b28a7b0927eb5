import { expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { examined } from '#testing/examined.ts';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { homeworkDesk } from '#testing/homework-desk.ts';
import { photo } from '#testing/pictures.ts';

const kit = useApp();
type Named = { id: number; label: string };

test('an answer is seen as all students gave it, cut from their photos; another box, page or version is cut anew', async () => {
  const school = await academy(kit);
  const exam = await examined(kit, school);
  const mate = await school.seatIn(exam.lecture_id, exam.session_id);
  const desk = homeworkDesk(kit, exam);
  const id = await desk.give();
  const staff = (request: `${'GET' | 'POST' | 'PUT'} /${string}`, body?: object) =>
    ask(kit, exam.teacher, request, body);
  const jpeg = await photo(40);
  const { body: sent } = await staff('POST /submissions/files', { filename: 'a.jpg', size: jpeg.length });
  await kit.storage.put(sent.file_key, jpeg);
  const [page] = (await staff(`POST /homework/${id}/pages`, { file_keys: [sent.file_key] })).body.results;
  expect(page.regions).toEqual([]);

  const mark = (body: object) => staff(`PUT /homework/${id}/pages/${page.id}/regions`, body);
  const [upper, lower] = [
    [0.1, 0.1, 0.5, 0.2],
    [0.1, 0.5, 0.5, 0.6],
  ];
  const marked = await mark({
    regions: [
      { label: '1', box: upper },
      { label: '2', box: lower },
    ],
    removed: [],
  });
  const [one, two]: Named[] = marked.body.results[0].regions;
  expect([one, two]).toMatchObject([
    { label: '1', box: upper },
    { label: '2', box: lower },
  ]);
  expect((await mark({ regions: [], removed: [one?.id] })).body.detail).toBe('conflict');
  const across = { label: '3', box: [0.5, 0.1, 0.4, 0.2] };
  expect((await mark({ regions: [across], removed: [one?.id, two?.id] })).status).toBe(400);

  const own = await desk.handIn(id, [await photo(1)]);
  const mates = await desk.handIn(id, [await photo(2)], {
    who: mate.student,
    enrollment_id: mate.enrollment_id,
  });
  const corners = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ];
  const jobs: number[] = [];
  async function cut(sight: 'sure' | 'none' = 'sure', extra: number[] = []) {
    const job = await desk.claim('ai.match');
    jobs.push(job.id);
    const payload = job.payload as { submission_id: number; references: { regions: { id: number }[] }[] };
    const regions = payload.references.flatMap((reference) => reference.regions.map((region) => region.id));
    const { submission_id } = payload;
    const names = sight === 'sure' ? [...regions, ...extra].map((region) => `crop-1-${region}.jpg`) : [];
    const files = names.map((name) => ({ name, bytes: 5 }));
    const crops = names.map((file) => ({
      ...{ place: 1, covered: 0.8, file },
      region_id: Number(/(\d+)\.jpg/.exec(file)?.[1]),
    }));
    const seen = sight === 'sure' ? { page_id: page.id, corners } : { page_id: null, corners: null };
    const shown = [{ place: 1, sight, covered: 1, ...seen }];
    const result = { submission_id, features: [], twins: [], references: [page.id], shown, regions, crops };
    const made = Object.fromEntries(names.map((name) => [name, Buffer.from('jpeg!')]));
    expect((await desk.finish(job, made, { ...result, files })).statusCode).toBe(200);
    return regions;
  }
  expect(await cut('sure', [999_999])).toEqual([one?.id, two?.id]);
  await cut('none');
  const cropsOf = async (region = one) =>
    (await staff(`GET /homework/${id}/regions/${region?.id}/crops`)).body;
  const first = await cropsOf();
  expect(first).toMatchObject({
    results: [{ submission_id: own.id, place: 1, sight: 'sure', url: expect.any(String) }],
    missing: [{ submission_id: mates.id, enrollment_id: mate.enrollment_id }],
  });
  expect(first.results[0].covered).toBeCloseTo(0.8, 5);
  const isThere = async (url: string) => (await kit.app.inject(url)).statusCode === 200;
  expect(await isThere(first.results[0].url)).toBe(true);
  expect((await ask(kit, exam.student, `GET /homework/${id}/regions/${one?.id}/crops`)).status).toBe(403);

  const wider = { id: one?.id, label: '1', box: [0.1, 0.1, 0.6, 0.2] };
  const renamed = { id: two?.id, label: '서술형 2', box: lower };
  const [again, kept]: Named[] = (await mark({ regions: [wider, renamed], removed: [] })).body.results[0]
    .regions;
  expect(kept).toMatchObject({ id: two?.id, label: '서술형 2' });
  expect(again?.id).not.toBe(one?.id);
  await kit.runTasks();
  expect(await isThere(first.results[0].url)).toBe(false);
  expect((await cropsOf(kept)).results).toMatchObject([{ submission_id: own.id }]);
  const before = (await cropsOf(kept)).results[0].url;
  expect(await cut()).toEqual([again?.id, kept?.id]);
  await cut();
  expect((await cropsOf(again)).missing).toEqual([]);
  expect(await isThere(before)).toBe(false);
  expect(await isThere((await cropsOf(kept)).results[0].url)).toBe(true);

  const kept_url = (await cropsOf(kept)).results[0].url;
  const again_after = JSON.stringify({ tenant_id: school.tenant_id, payload: { job_id: jobs[0] } });
  await kit.owner.query(`select graphile_worker.add_job('jobs.settle', $1)`, [again_after]);
  await kit.runTasks();
  expect((await cropsOf(kept)).missing).toEqual([]);
  expect(await isThere(kept_url)).toBe(true);

  const next = await desk.handIn(id, [await photo(3)]);
  await kit.runTasks();
  expect(await isThere(kept_url)).toBe(false);
  const { rows: past } = await kit.owner.query('select 1 from submission_crop where submission_id = $1', [
    own.id,
  ]);
  expect(past).toEqual([]);
  const last = await desk.claim('ai.match');
  const blank = { submission_id: next.id, features: [], twins: [], references: [page.id] };
  const crop = { place: 1, region_id: kept?.id, covered: 1, file: 'a.jpg' };
  const files = [{ name: 'a.jpg', bytes: 5 }];
  const finish = (result: object) =>
    desk.finish(last, { 'a.jpg': Buffer.from('jpeg!') }, { ...blank, ...result });
  expect((await finish({ crops: [crop, crop], files })).statusCode).toBe(400);
  expect((await finish({ crops: [{ ...crop, file: '../ ?' }], files })).statusCode).toBe(400);
  expect((await finish({})).statusCode).toBe(200);
  expect((await desk.runner('claim', { kinds: ['ai.match'] })).statusCode).toBe(204);
  expect((await cropsOf(kept)).missing).toMatchObject([{ submission_id: next.id }]);
  await staff(`PUT /homework/${id}/pages`, { pages: [], removed: [page.id] });
  expect((await staff(`GET /homework/${id}/regions/${kept?.id}/crops`)).status).toBe(404);
  await kit.runTasks();
  const { rows } = await kit.owner.query('select 1 from submission_crop where submission_id = $1', [own.id]);
  expect(rows).toEqual([]);
});
