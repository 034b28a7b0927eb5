import { readdir, readFile } from 'node:fs/promises';
import { MOST_PAGE_BYTES } from '@seodang/contract/homework-pages.ts';
import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { ask } from '#testing/ask.ts';
import { examined } from '#testing/examined.ts';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { homeworkDesk } from '#testing/homework-desk.ts';
import { photo } from '#testing/pictures.ts';
import { scannedPdf } from '#testing/scanned-pdf.ts';
import { sheetsOf } from './reference-files.ts';

const kit = useApp();
type Pages = { submission_id: number; place: number }[];

test('a near copy of what another student, or the same one earlier, handed in is shown to staff beside it, and judges nothing', async () => {
  const school = await academy(kit);
  const exam = await examined(kit, school);
  const mate = await school.seatIn(exam.lecture_id, exam.session_id);
  const desk = homeworkDesk(kit, exam);
  const before = await desk.give({ title: '36쪽' });
  const id = await desk.give();
  const corners = Buffer.from('corners of a page').toString('base64');
  async function compared(submission_id: number, twins: object[] = []) {
    const job = await desk.claim('ai.match');
    const payload = job.payload as { pages: object[]; others: Pages };
    const features = [{ place: 1, features: corners }];
    const compared = payload.others.map(({ submission_id, place }) => ({ submission_id, place }));
    await desk.finish(job, {}, { submission_id, features, twins, compared });
    return payload;
  }
  const own = await desk.handIn(before, [await photo(1)]);
  expect((await compared(own.id)).others).toEqual([]);
  const hand = { who: mate.student, enrollment_id: mate.enrollment_id };
  const mates = await desk.handIn(id, [await photo(2)], hand);
  expect((await compared(mates.id)).others).toEqual([]);
  const now = await desk.handIn(id, [await photo(3)]);
  const twin = (other: number) => ({ place: 1, other_submission_id: other, other_place: 1, likeness: 0.4 });
  const { others } = await compared(now.id, [twin(own.id), twin(mates.id), twin(999_999)]);
  expect(others).toMatchObject([
    { submission_id: mates.id, enrollment_id: mate.enrollment_id, place: 1, features: corners },
    { submission_id: own.id },
  ]);

  const seen = async (submission: number) =>
    (await ask(kit, exam.teacher, `GET /submissions/${submission}`)).body;
  const hints = (await seen(now.id)).same_pictures;
  expect(
    hints
      .map(({ kind, other }: { kind: string; other: { title: string } }) => [kind, other.title])
      .toSorted(),
  ).toEqual([
    ['near', '36쪽'],
    ['near', '37쪽'],
  ]);
  expect((await kit.app.inject(hints[0].other.url)).statusCode).toBe(200);
  expect((await seen(mates.id)).same_pictures).toMatchObject([
    { kind: 'near', place: 1, other: { submission_id: now.id } },
  ]);
  expect((await ask(kit, exam.student, `GET /submissions/${now.id}`)).body.same_pictures).toEqual([]);
  expect(await seen(now.id)).toMatchObject({ status: 'answers_ready', review: null });
});

const names = (pages: Pages) => pages.map(({ submission_id, place }) => `${submission_id}.${place}`);

async function together() {
  const school = await academy(kit);
  const exam = await examined(kit, school);
  const mate = await school.seatIn(exam.lecture_id, exam.session_id);
  const desk = homeworkDesk(kit, exam);
  const id = await desk.give();
  const hand = { who: mate.student, enrollment_id: mate.enrollment_id };
  const claim = () => desk.claim('ai.match');
  type Job = Awaited<ReturnType<typeof claim>>;
  const othersOf = ({ payload }: Job) => payload.others as Pages;
  async function finish(job: Job, twins: object[] = []) {
    const { submission_id } = job.payload;
    const features = [{ place: 1, features: Buffer.from('corners').toString('base64') }];
    const compared = othersOf(job).map(({ submission_id, place }) => ({ submission_id, place }));
    await desk.finish(job, {}, { submission_id, features, twins, compared });
  }
  const isIdle = async () => (await desk.runner('claim', { kinds: ['ai.match'] })).statusCode === 204;
  return { exam, desk, id, hand, claim, finish, othersOf, isIdle };
}

test('pages that came together are compared, though neither runner was told of the other; what was replaced is not', async () => {
  const { exam, desk, id, hand, claim, finish, othersOf, isIdle } = await together();
  const own = await desk.handIn(id, [await photo(1)]);
  const mates = await desk.handIn(id, [await photo(2)], hand);
  const [first, second] = [await claim(), await claim()];
  expect([othersOf(first), othersOf(second)]).toEqual([[], []]);
  await finish(second);
  await finish(first);
  const again = await claim();
  expect(again.payload.submission_id).toBe(own.id);
  expect(names(othersOf(again))).toEqual([`${mates.id}.1`]);
  await finish(again, [{ place: 1, other_submission_id: mates.id, other_place: 1, likeness: 0.5 }]);
  expect(await isIdle()).toBe(true);
  const { body } = await ask(kit, exam.teacher, `GET /submissions/${mates.id}`);
  expect(body.same_pictures).toMatchObject([{ kind: 'near', place: 1, other: { submission_id: own.id } }]);

  await desk.handIn(id, [await photo(3)]);
  await finish(await claim());
  await desk.handIn(id, [await photo(4)], hand);
  const replaced = await claim();
  expect(othersOf(replaced).some(({ submission_id }) => submission_id === own.id)).toBe(false);
  await finish(replaced);
});

test('more pages than one job takes are compared by several, none is left out', async () => {
  const { desk, id, hand, claim, finish, othersOf, isIdle } = await together();
  const mates = await desk.handIn(id, [await photo(1)], hand);
  await finish(await claim());
  const before = await desk.handIn(await desk.give({ title: '36쪽' }), [await photo(2)]);
  await finish(await claim());
  for (const { id } of [mates, before])
    await kit.owner.query(
      `insert into submission_file (tenant_id, file_key, filename, file_type, submission_id, place, uploaded_by, features)
       select tenant_id, file_key || n, filename, file_type, submission_id, n, uploaded_by, features
       from submission_file, generate_series(2, 90) n where submission_id = $1`,
      [id],
    );
  await desk.handIn(id, [await photo(3)]);
  const one = await claim();
  expect(othersOf(one)).toHaveLength(150);
  await finish(one);
  const two = await claim();
  expect(new Set([...names(othersOf(one)), ...names(othersOf(two))]).size).toBe(180);
  await finish(two);
  expect(await isIdle()).toBe(true);
});

/** The processes of this one that read PDFs. */
async function readers(): Promise<string[]> {
  const own = `/proc/${process.pid}/task`;
  const threads = await readdir(own);
  const lists = await Promise.all(
    threads.map((thread) => readFile(`${own}/${thread}/children`, 'utf8').catch(() => '')),
  );
  const children = lists.join(' ').split(' ').filter(Boolean);
  const lines = children.map((child) => readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => ''));
  return (await Promise.all(lines)).filter((line) => line.includes('pdf-child'));
}

test('pages that a teacher gives are found on the photos that were there and that come, and doubt stays doubt', async () => {
  const { exam, desk, id, hand, claim, isIdle } = await together();
  const handed = (by = {}) => photo(5).then((page) => desk.handIn(id, [page], by));
  const own = await handed();
  await desk.finish(await claim(), {}, { submission_id: own.id, features: [], twins: [] });
  const staff = (path: string, body?: object) =>
    ask(kit, exam.teacher, `${body ? 'POST' : 'GET'} ${path}` as 'GET /', body);
  const upload = async (bytes: Buffer, ending: string) => {
    const { body } = await staff('/submissions/files', { filename: `book.${ending}`, size: bytes.length });
    await kit.storage.put(body.file_key, bytes);
    return body.file_key as string;
  };
  const jpeg = await photo(40, { width: 300, height: 400 });
  const pdf = scannedPdf(
    [41, 42].map(() => ({ jpeg, width: 300, height: 400 })),
    72,
  );
  const file_keys = [await upload(pdf, 'pdf'), await upload(await photo(43, { gps: true }), 'jpg')];
  const added = await staff(`/homework/${id}/pages`, { file_keys, first_label: 37 });
  expect(added.status).toBe(201);
  const pages = added.body.results as { id: number; label: string; url: string; thumb_url: string }[];
  expect(pages.map(({ label }) => label)).toEqual(['37', '38', '39']);
  expect((await kit.app.inject(pages[2]?.thumb_url ?? '')).statusCode).toBe(200);

  const other = await desk.give({ title: '36쪽' });
  const offered = (file_key: string) => staff(`/homework/${other}/pages`, { file_keys: [file_key] });
  async function refused(bytes: Buffer) {
    const file_key = await upload(bytes, 'pdf');
    const { status, body } = await offered(file_key);
    return [status, body.detail, body.file_key === file_key];
  }
  const many = Array(41).fill({ jpeg, width: 300, height: 400 });
  expect(await refused(scannedPdf(many, 72))).toEqual([413, 'payload_too_large', false]);
  await expect.poll(readers).toEqual([]);
  expect(await refused(scannedPdf([]))).toEqual([422, 'file_unreadable', true]);
  const large = Buffer.alloc(MOST_PAGE_BYTES + 1, '%PDF-1.4 ');
  expect(await refused(large)).toEqual([413, 'payload_too_large', true]);
  const slow = sheetsOf(
    exam.teacher.scope(),
    kit.storage,
    [{ key: await upload(jpeg, 'jpg'), size: 1 }],
    40,
    0,
  );
  await expect(slow).rejects.toMatchObject({ code: 'file_unreadable', extra: { reason: 'too_slow' } });
  const kept: string[] = [];
  const narrow = {
    ...{ get: kit.storage.get.bind(kit.storage), head: kit.storage.head.bind(kit.storage) },
    async put(key: string, bytes: Uint8Array) {
      if (kept.length > 0) throw new Error('the disk is full');
      kept.push(key);
      await kit.storage.put(key, bytes);
    },
    delete: kit.storage.delete.bind(kit.storage),
  } as unknown as typeof kit.storage;
  const one = [{ key: await upload(jpeg, 'jpg'), size: 1 }];
  await expect(sheetsOf(exam.teacher.scope(), narrow, one, 40)).rejects.toThrow('the disk is full');
  expect(await kit.storage.head(kept[0] ?? '')).toBeUndefined();
  await offered(await upload(jpeg, 'jpg'));
  await kit.owner.query(`update homework_page set label = '999999999999' where homework_id = $1`, [other]);
  const { results } = (await offered(await upload(jpeg, 'jpg'))).body;
  expect(results.map(({ label }: { label: string }) => label)).toEqual(['999999999999', '2']);

  expect((await staff(`/submissions/${own.id}`)).body.pages_seen).toMatchObject({ of: 3, is_waiting: true });

  const job = await claim();
  expect(job.payload).toMatchObject({ submission_id: own.id, others: [] });
  const references = pages.map((page) => page.id);
  expect((job.payload.references as { id: number }[]).map((one) => one.id)).toEqual(references);
  const corners = [
    [0.1, 0.1],
    [0.9, 0.1],
    [0.9, 0.9],
    [0.1, 0.9],
  ];
  const sight = { place: 1, sight: 'sure', page_id: references[1], covered: 0.9, corners };
  const result = { submission_id: own.id, features: [], twins: [], references, shown: [sight] };
  await desk.finish(job, {}, result);
  const photos = [{ place: 1, sight: 'sure', label: '38', covered: 0.9, corners }];
  const seen = { found: ['38'], missing: ['37', '39'], twice: [], unsure: 0, is_waiting: false };
  expect((await staff(`/submissions/${own.id}`)).body.pages_seen).toMatchObject({ ...seen, photos });
  const standings = `/homework/standings?homework=${id}` as const;
  const mine = async (who: typeof exam.teacher) =>
    (await ask(kit, who, `GET ${standings}`)).body.results.find(
      (one: { enrollment_id: number }) => one.enrollment_id === exam.enrollment_id,
    ).submission;
  expect((await mine(exam.teacher)).pages_seen).toMatchObject(seen);
  expect((await mine(exam.student)).pages_seen).toBeNull();
  expect((await ask(kit, exam.student, `GET /submissions/${own.id}`)).body.pages_seen).toBeNull();
  expect((await ask(kit, exam.student, `GET /homework/${id}/pages`)).status).toBe(403);

  const late = await handed(hand);
  const before = await claim();
  const put = {
    pages: [
      { id: references[2], label: '해설' },
      { id: references[1], label: '38' },
    ],
    removed: [references[0]],
  };
  const setPages = (body: object) => ask(kit, exam.teacher, `PUT /homework/${id}/pages`, body);
  expect((await setPages({ ...put, removed: [] })).body.detail).toBe('conflict');
  expect((await staff(`/homework/${id}/pages`)).body.results).toHaveLength(3);
  const set = await setPages(put);
  expect(set.body.results.map(({ label }: { label: string }) => label)).toEqual(['해설', '38']);
  const gone = { place: 1, sight: 'sure', page_id: references[0], covered: 1, corners };
  await desk.finish(before, {}, { ...result, submission_id: late.id, shown: [gone] });
  expect((await staff(`/submissions/${late.id}`)).body.pages_seen).toMatchObject({
    ...{ found: [], missing: ['해설', '38'], unsure: 1, photos: [{ sight: 'none', label: null }] },
  });
  const last = await claim();
  expect(last.payload).toMatchObject({ submission_id: own.id });
  const anew = await claim();
  expect(anew.payload).toMatchObject({
    submission_id: late.id,
    references: put.pages.map(({ id }) => ({ id })),
  });
  expect(await isIdle()).toBe(true);

  result.references = put.pages.map((page) => page.id as number);
  await desk.finish(last, {}, result);
  await desk.finish(anew, {}, { ...result, submission_id: late.id });
  const again = await handed(hand);
  const alike = async () =>
    (await staff(`/submissions/${own.id}`)).body.same_pictures.map(
      ({ other }: { other: { submission_id: number } }) => other.submission_id,
    );
  expect(await alike()).toEqual([late.id, again.id]);
  const elsewhere = { ...sight, page_id: references[2] };
  const shown = [elsewhere];
  const compared = await claim();
  for (const wrong of [
    [elsewhere, elsewhere],
    [{ ...elsewhere, corners: null }],
    [{ ...elsewhere, sight: 'none' }],
    [{ ...elsewhere, page_id: null }],
  ])
    expect(
      (await desk.finish(compared, {}, { ...result, submission_id: again.id, shown: wrong })).statusCode,
    ).toBe(400);
  await desk.finish(compared, {}, { ...result, submission_id: again.id, shown });
  expect(await alike()).toEqual([late.id]);

  const sent = vi.spyOn(pg.Client.prototype, 'query');
  await setPages({ pages: put.pages.slice(1), removed: [references[2]] });
  const texts = sent.mock.calls.map(([query]) => (query as unknown as { text?: string })?.text ?? `${query}`);
  sent.mockRestore();
  expect(texts.filter((text) => text.startsWith('insert into "job"'))).toHaveLength(1);
  expect([await claim(), await claim()].map(({ payload }) => payload.submission_id)).toEqual([
    own.id,
    again.id,
  ]);
  const stranger = await (await academy(kit)).person('owner');
  expect((await ask(kit, stranger, `GET /homework/${id}/pages`)).status).toBe(404);
});
