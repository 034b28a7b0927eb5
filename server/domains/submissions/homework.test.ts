import sharp from 'sharp';
import { beforeEach, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Examined, examined } from '#testing/examined.ts';
import { type Academy, academy, type Person } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { photo } from '#testing/pictures.ts';

const kit = useApp();
let school: Academy;
let exam: Examined;

beforeEach(async () => {
  school = await academy(kit);
  exam = await examined(kit, school);
});

const inSeconds = (seconds: number) => new Date(kit.clock().getTime() + seconds * 1000).toISOString();

async function homework(more: object = {}) {
  const given = { session_id: exam.session_id, title: '37쪽', ...more };
  return (await ask(kit, exam.teacher, 'POST /homework', given)).body;
}

/** A file in its place, uploaded by the student. */
async function uploaded(bytes: Buffer, filename = 'a.jpg', who: Person = exam.student): Promise<string> {
  const { body } = await ask(kit, who, 'POST /submissions/files', { filename, size: bytes.length });
  await kit.storage.put(body.file_key, bytes);
  return body.file_key;
}

type HandIn = { who?: Person; enrollment_id?: number; headers?: Record<string, string> };
async function handIn(
  homework_id: number,
  file_keys: string[],
  { who, enrollment_id, headers }: HandIn = {},
) {
  const by = who ?? exam.student;
  return ask(kit, { headers: { ...by.headers, ...headers } }, 'POST /submissions/', {
    ...{
      enrollment_id: enrollment_id ?? exam.enrollment_id,
      target_type: 'homework',
      target_id: homework_id,
    },
    ...{ source: 'homework_image', file_keys },
  });
}

const judge = (id: number, body: object) => ask(kit, exam.teacher, `POST /submissions/${id}/review`, body);
const standings = async (who: Person, query = '') =>
  (await ask(kit, who, `GET /homework/standings${query}`)).body.results;
const bytesAt = async (url: string) => (await kit.app.inject({ url })).rawPayload;

test('homework is handed in by several photos, sent back, handed in again and approved, and nothing is lost', async () => {
  const rubric = [{ label: '풀이 빠짐', points: -2 }];
  const { id } = await homework({ due_at: kit.clock().toISOString(), max_score: 10, rubric });
  kit.travel(1);
  const keys = [await uploaded(await photo(1), 'b.jpg'), await uploaded(await photo(2), 'a.jpg')];
  const first = (await handIn(id, keys)).body;
  expect(first).toMatchObject({ status: 'answers_ready', needs_review: true, is_late: true });
  expect(first.files).toMatchObject([
    { place: 1, filename: 'b.jpg', width: 480, height: 640 },
    { place: 2, filename: 'a.jpg' },
  ]);
  const annotations = [{ place: 1, kind: 'pen', points: [[0.1, 0.2]], colour: '#c44433' }];
  await judge(first.id, { verdict: 'returned', comment: '3번 다시', annotations, marks: rubric });
  const seen = (await ask(kit, exam.student, `GET /submissions/${first.id}`)).body;
  expect(seen).toMatchObject({
    status: 'done',
    review: { verdict: 'returned', score: 8, annotations, marks: rubric },
  });
  expect(await standings(exam.student, '?open=true')).toMatchObject([
    { homework_id: id, state: 'returned', versions: 1 },
  ]);

  const second = (await handIn(id, [await uploaded(await photo(3))])).body;
  expect(await standings(exam.student)).toMatchObject([
    { state: 'waiting', versions: 2, submission: { id: second.id } },
  ]);
  const late = await judge(first.id, { verdict: 'approved' });
  expect(late).toMatchObject({ status: 409, body: { detail: 'handed_in_again', id: second.id } });
  expect((await judge(second.id, { verdict: 'approved' })).body).toMatchObject({ status: 'done' });
  expect((await handIn(id, [await uploaded(await photo(4))])).body.detail).toBe('homework_approved');

  const history = (await ask(kit, exam.student, `GET /submissions?target_type=homework&target=${id}`)).body;
  expect(history.results.map((one: { id: number; superseded: boolean }) => [one.id, one.superseded])).toEqual(
    [
      [second.id, false],
      [first.id, true],
    ],
  );
  expect((await ask(kit, exam.student, `GET /submissions/${first.id}`)).body.review).toMatchObject({
    annotations,
  });
});

test('nobody learns where a photo was taken, and what was handed in can no longer be exchanged', async () => {
  const { id } = await homework();
  const taken = await photo(1, { gps: true });
  expect((await sharp(taken).metadata()).exif?.length).toBeGreaterThan(50);
  const file_key = await uploaded(taken);
  const [file] = (await handIn(id, [file_key])).body.files;
  const shown = await bytesAt(file.url);
  expect(await sharp(shown).metadata()).toMatchObject({ format: 'jpeg', width: 640, height: 480 });
  for (const bytes of [shown, await bytesAt(file.thumb_url)]) {
    const found = await sharp(bytes).metadata();
    expect([found.exif, found.xmp, found.iptc]).toEqual([undefined, undefined, undefined]);
    expect(bytes.includes('Seodang')).toBe(false);
  }
  await kit.storage.put(file_key, await photo(2));
  expect((await bytesAt(file.url)).equals(shown)).toBe(true);
  await kit.runTasks();
  expect(await kit.storage.head(file_key)).toBeUndefined();
});

test('a photo that came without metadata stays as it is; a PDF is kept, HEIC and damaged files are refused', async () => {
  const { id } = await homework();
  const plain = await photo(1);
  const files = [await uploaded(plain), await uploaded(Buffer.from('%PDF-1.7\n'), 'a.pdf')];
  const handed = (await handIn(id, files)).body.files;
  expect((await bytesAt(handed[0].url)).equals(plain)).toBe(true);
  expect(handed[1]).toMatchObject({ filename: 'a.pdf', file_type: 'application/pdf', thumb_url: null });
  const heic = await ask(kit, exam.student, 'POST /submissions/files', { filename: 'a.heic', size: 9 });
  expect(heic).toMatchObject({ status: 415, body: { detail: 'unsupported_media_type' } });
  const damaged = await handIn(id, [await uploaded(plain), await uploaded(plain.subarray(0, 900))]);
  expect(damaged).toMatchObject({ status: 422, body: { detail: 'file_unreadable' } });
  const { objects } = await kit.storage.list(`submissions/${school.code}/`);
  const kept = new Set([...files, ...objects.map(({ key }) => key)]);
  expect(kept.size).toBe(2 + 3 + 2);
});

test('tapped twice, or sent again when the answer got lost, it is one submission', async () => {
  const { id } = await homework();
  const file_keys = [await uploaded(await photo(1))];
  const headers = { 'idempotency-key': 'one' };
  const [one, other] = await Promise.all([
    handIn(id, file_keys, { headers }),
    handIn(id, file_keys, { headers }),
  ]);
  expect([one.status, other.status].filter((status) => status === 201).length).toBeGreaterThanOrEqual(1);
  const again = await handIn(id, file_keys, { headers });
  expect(again.status).toBe(201);
  kit.travel(2 * 24 * 3600);
  const muchLater = await handIn(id, file_keys, { headers: { 'idempotency-key': 'two' } });
  expect(muchLater).toMatchObject({
    status: 409,
    body: { detail: 'already_exists', submission_id: again.body.id },
  });
  expect(await standings(exam.student)).toMatchObject([{ versions: 1 }]);
});

test('homework that is due takes no late work where the academy says so, but from who was given longer', async () => {
  const { id } = await homework({ due_at: kit.clock().toISOString(), accepts_late: false });
  kit.travel(1);
  const photos = async () => [await uploaded(await photo(1))];
  expect((await handIn(id, await photos())).body.detail).toBe('too_late');
  const due_at = inSeconds(60);
  await ask(kit, exam.teacher, `PUT /homework/${id}/extensions/${exam.enrollment_id}`, { due_at });
  expect(await standings(exam.student)).toMatchObject([{ is_extended: true, due_at, state: 'to_do' }]);
  expect((await handIn(id, await photos())).body).toMatchObject({ is_late: false, is_extended: true });
});

test('what was sent back may be done again after the due time, and is no later than it was', async () => {
  const { id } = await homework({ due_at: inSeconds(60), accepts_late: false });
  const { id: first } = (await handIn(id, [await uploaded(await photo(1))])).body;
  await judge(first, { verdict: 'returned' });
  kit.travel(3600);
  expect((await handIn(id, [await uploaded(await photo(2))])).body).toMatchObject({ is_late: false });
});

test('who is given longer afterwards was not late, and nobody becomes late by another date', async () => {
  const { id } = await homework({ due_at: kit.clock().toISOString() });
  kit.travel(1);
  const { id: handed } = (await handIn(id, [await uploaded(await photo(1))])).body;
  const seen = async () => (await ask(kit, exam.teacher, `GET /submissions/${handed}`)).body;
  expect(await seen()).toMatchObject({ is_late: true, is_extended: false });
  const extension = `/homework/${id}/extensions/${exam.enrollment_id}` as const;
  await ask(kit, exam.teacher, `PUT ${extension}`, { due_at: inSeconds(60) });
  expect(await seen()).toMatchObject({ is_late: false, is_extended: true });
  await ask(kit, exam.teacher, `DELETE ${extension}`);
  await ask(kit, exam.teacher, `PATCH /homework/${id}`, { due_at: inSeconds(60) });
  const fresh = (await handIn(id, [await uploaded(await photo(2))])).body;
  await ask(kit, exam.teacher, `PATCH /homework/${id}`, { due_at: inSeconds(-60) });
  expect((await ask(kit, exam.teacher, `GET /submissions/${fresh.id}`)).body.is_late).toBe(false);
});

test('the same picture from two students is pointed out to staff alone; nobody else sees either', async () => {
  const { id } = await homework();
  const mate = await school.seatIn(exam.lecture_id, exam.session_id);
  const page = await photo(1, { width: 900, height: 1200 });
  const first = (await handIn(id, [await uploaded(page)])).body;
  const copied = await uploaded(
    await sharp(page).resize(600).jpeg({ quality: 60 }).toBuffer(),
    'b.jpg',
    mate.student,
  );
  const second = (await handIn(id, [copied], { who: mate.student, enrollment_id: mate.enrollment_id })).body;
  const seen = (await ask(kit, exam.teacher, `GET /submissions/${second.id}`)).body;
  expect(seen.same_pictures).toMatchObject([{ place: 1, other: { submission_id: first.id, place: 1 } }]);
  const forget = 'update submission_file set close_look = null where submission_id = $1';
  await kit.owner.query(forget, [first.id]);
  const before = (await ask(kit, exam.teacher, `GET /submissions/${second.id}`)).body;
  expect(before.same_pictures).toMatchObject([{ place: 1, other: { submission_id: first.id } }]);
  const own = await ask(kit, mate.student, `GET /submissions/${second.id}`);
  expect(own.body.same_pictures).toEqual([]);
  for (const stranger of [mate.student, await school.person('parent')])
    expect((await ask(kit, stranger, `GET /submissions/${first.id}`)).status).toBe(404);
  expect((await standings(exam.teacher, `?homework=${id}&state=waiting`)).length).toBe(2);
  expect((await standings(mate.student)).length).toBe(1);
  const counts = await ask(kit, exam.teacher, `GET /homework/counts?lecture=${exam.lecture_id}`);
  expect(counts.body.results).toEqual([
    { homework_id: id, students: 2, waiting: 2, returned: 0, approved: 0 },
  ]);
});

test('files that nobody handed in are forgotten after a week', async () => {
  const file_key = await uploaded(await photo(1));
  await kit.keepUp();
  expect(await kit.storage.head(file_key)).toBeDefined();
  kit.travel(8 * 24 * 3600);
  await kit.keepUp();
  expect(await kit.storage.head(file_key)).toBeUndefined();
});
