import { beforeEach, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Examined, examined } from '#testing/examined.ts';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';

const kit = useApp();
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
let school: Academy;
let exam: Examined;

beforeEach(async () => {
  school = await academy(kit);
  exam = await examined(kit, school);
});

/** A photo in its place, uploaded by the student. */
async function uploaded(filename: string): Promise<string> {
  const file = { filename, size: jpeg.length };
  const { body } = await ask(kit, exam.student, 'POST /submissions/files', file);
  await kit.storage.put(body.file_key, jpeg);
  return body.file_key;
}

test('homework is handed in by several photos, sent back, handed in again and approved', async () => {
  const given = { session_id: exam.session_id, title: '37쪽', due_at: kit.clock().toISOString() };
  const { body: homework } = await ask(kit, exam.teacher, 'POST /homework', given);
  const photos = async () => [await uploaded('b.jpg'), await uploaded('a.jpg')];
  const handIn = async (file_keys: string[]) =>
    ask(kit, exam.student, 'POST /submissions/', {
      ...{ enrollment_id: exam.enrollment_id, target_type: 'homework', target_id: homework.id },
      ...{ source: 'homework_image', file_keys },
    });
  kit.travel(1);
  const first = (await handIn(await photos())).body;
  expect(first).toMatchObject({ status: 'answers_ready', needs_review: true, is_late: true });
  expect(first.files).toMatchObject([
    { place: 1, filename: 'b.jpg' },
    { place: 2, filename: 'a.jpg' },
  ]);
  const drawn = [{ place: 1, kind: 'pen', points: [[0.1, 0.2]] }];
  const judge = (id: number, body: object) => ask(kit, exam.teacher, `POST /submissions/${id}/review`, body);
  await judge(first.id, { verdict: 'returned', score: 8, comment: '3번 다시', annotations: drawn });
  const seen = (await ask(kit, exam.student, `GET /submissions/${first.id}`)).body;
  expect(seen).toMatchObject({ status: 'done', review: { verdict: 'returned', annotations: drawn } });
  const second = (await handIn(await photos())).body;
  expect((await judge(second.id, { verdict: 'approved' })).body).toMatchObject({ status: 'done' });
  const history = (await ask(kit, exam.student, 'GET /submissions?target_type=homework')).body;
  expect(history.count).toBe(2);
});

test('homework that is due takes no late work where the academy says so, but from who was given longer', async () => {
  const given = { session_id: exam.session_id, title: '37쪽', due_at: kit.clock().toISOString() };
  const { body: homework } = await ask(kit, exam.teacher, 'POST /homework', {
    ...given,
    accepts_late: false,
  });
  kit.travel(1);
  const handIn = async () =>
    ask(kit, exam.student, 'POST /submissions/', {
      ...{ enrollment_id: exam.enrollment_id, target_type: 'homework', target_id: homework.id },
      ...{ source: 'homework_image', file_key: await uploaded('a.jpg') },
    });
  expect((await handIn()).body.detail).toBe('too_late');
  const due_at = new Date(kit.clock().getTime() + 60_000).toISOString();
  await ask(kit, exam.teacher, `PUT /homework/${homework.id}/extensions/${exam.enrollment_id}`, { due_at });
  expect((await handIn()).body).toMatchObject({ is_late: false });
});

test('files that nobody handed in are forgotten after a week', async () => {
  const file_key = await uploaded('a.jpg');
  await kit.keepUp();
  expect(await kit.storage.head(file_key)).toBeDefined();
  kit.travel(8 * 24 * 3600);
  await kit.keepUp();
  expect(await kit.storage.head(file_key)).toBeUndefined();
});
