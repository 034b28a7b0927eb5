import { beforeAll, beforeEach, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Examined, examined } from '#testing/examined.ts';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { homeworkDesk, textPage } from '#testing/homework-desk.ts';

const kit = useApp();
let exam: Examined;
let desk: ReturnType<typeof homeworkDesk>;

let address: string;

beforeAll(async () => {
  address = await kit.app.listen({ port: 0, host: '127.0.0.1' });
});
beforeEach(async () => {
  exam = await examined(kit, await academy(kit));
  desk = homeworkDesk(kit, exam);
});

const video = Buffer.concat([Buffer.from('\0\0\0\x18ftypmp42', 'latin1'), Buffer.alloc(500, 7)]);
const kind = 'ai.homework_video_analysis';
const giveVideo = () => desk.give({ accepts: ['homework_video'] });
const filmed = (id: number) => desk.handIn(id, [video], { source: 'homework_video', ending: 'mp4' });
const found = {
  ...{ duration: 12.5, width: 480, height: 640, has_sound: true, silent_seconds: 4 },
  ...{ black: [[3, 6]], still: [], frames: [{ at: 1, file: 'frame-1.jpg', page: 'page-1.jpg' }] },
};

test('a video of homework is shown as the film that a runner makes of it, and reviewed with remarks in time', async () => {
  const handed = await filmed(await giveVideo());
  expect(handed).toMatchObject({ status: 'answers_ready', needs_review: true });
  expect(handed.films).toMatchObject([{ state: 'waiting', url: null }]);
  expect(handed.files).toMatchObject([{ url: null, filename: '0.mp4' }]);
  const sent = (
    await kit.owner.query('select file_key from submission_file where submission_id = $1', [handed.id])
  ).rows[0];

  const job = await desk.claim(kind);
  expect(job.payload).toMatchObject({
    submission_id: handed.id,
    source_bytes: video.length,
    max_seconds: 630,
  });
  const made = {
    ...{ 'film.mp4': Buffer.from('a film'), 'frame-1.jpg': Buffer.from('a frame') },
    'page-1.jpg': Buffer.from('a large frame'),
  };
  const files = Object.entries(made).map(([name, { length: bytes }]) => ({ name, bytes }));
  const result = { submission_id: handed.id, place: 1, reason: '', film: 'film.mp4', found, files };
  await desk.finish(job, made, result);

  const remarks = [{ place: 1, at: 7.5, text: '여기에서 부호가 바뀝니다' }];
  const judged = await ask(kit, exam.teacher, `POST /submissions/${handed.id}/review`, {
    verdict: 'returned',
    remarks,
  });
  expect(judged.status).toBe(200);
  const seen = (await ask(kit, exam.student, `GET /submissions/${handed.id}`)).body;
  expect(seen.review).toMatchObject({ verdict: 'returned', remarks });
  const [film] = seen.films;
  expect(film).toMatchObject({ state: 'ready', duration: 12.5, black: [[3, 6]], silent_seconds: 4 });
  expect((await kit.app.inject(film.url)).body).toBe('a film');
  const part = await kit.app.inject({ url: film.url, headers: { range: 'bytes=2-3' } });
  expect([part.statusCode, part.body]).toEqual([206, 'fi']);
  expect((await kit.app.inject(film.frames[0].url)).body).toBe('a frame');
  expect((await kit.app.inject(film.url.replace('film.mp4', 'source.mp4'))).statusCode).toBe(403);
  expect(await kit.storage.head(sent.file_key)).toBeUndefined();

  const reading = await desk.claim('ai.ocr');
  const scenes = reading.payload.pages as { url: string }[];
  expect(scenes).toMatchObject([{ place: 1, at: 1, bytes: 13 }]);
  expect((await kit.app.inject(scenes[0]?.url ?? '')).body).toBe('a large frame');
  const read = [
    textPage({ place: 1, at: 1 }, [
      ['집합의', 0.9],
      ['크기', 0.9],
    ]),
  ];
  const page = 'a page that is held before the camera for a while'
    .split(' ')
    .map((one): [string, number] => [one, 0.9]);
  const held = textPage({ place: 1, at: 3 }, page);
  await desk.read(reading, [...read, held, { ...held, at: 5 }]);
  expect((await ask(kit, exam.teacher, `GET /submissions/${handed.id}/text`)).body.pages).toEqual([
    ...read,
    held,
  ]);
  const { body } = await ask(
    kit,
    exam.teacher,
    `GET /homework/texts?lecture=${exam.lecture_id}&search=${encodeURIComponent('집합의크기')}`,
  );
  expect(body.results).toMatchObject([{ submission_id: handed.id, place: 1, at: 1 }]);
  expect((await kit.app.inject(body.results[0].thumb_url)).body).toBe('a frame');
});

test('a video that cannot become a film says why, wherever it stands, and what was sent stays for who reviews it', async () => {
  const homework = await giveVideo();
  const handed = await filmed(homework);
  const job = await desk.claim(kind);
  const reason = 'source_too_long';
  await desk.finish(
    job,
    {},
    { submission_id: handed.id, place: 1, reason, film: null, found: null, files: [] },
  );
  const seen = (await ask(kit, exam.student, `GET /submissions/${handed.id}`)).body;
  expect(seen.films).toMatchObject([{ state: 'refused', reason, url: null }]);
  const [film] = (await ask(kit, exam.teacher, `GET /submissions/${handed.id}`)).body.films;
  expect((await kit.app.inject(film.url)).rawPayload.equals(video)).toBe(true);
  for (const who of [exam.student, exam.teacher]) {
    const { results } = (await ask(kit, who, `GET /homework/standings?homework=${homework}`)).body;
    expect(results).toMatchObject([{ state: 'waiting', submission: { film_reason: reason } }]);
  }
  const judged = await ask(kit, exam.teacher, `POST /submissions/${handed.id}/review`, {
    verdict: 'returned',
  });
  expect(judged.body.status).toBe('done');
});

test('a video that nobody made a film of is taken up again, and one that a runner failed with the day after', async () => {
  const handed = await filmed(await giveVideo());
  const forget = () => kit.owner.query('delete from job where subject_id = $1', [handed.id]);
  await forget();
  await kit.keepUp();
  expect((await desk.claim(kind)).payload).toMatchObject({ submission_id: handed.id });
  await forget();
  for (const [reason, isTried] of [
    ['source_too_long', false],
    ['engine_failed', true],
  ] as const) {
    await kit.owner.query(
      `insert into submission_film (tenant_id, submission_id, place, reason, created_at)
       select tenant_id, id, 1, $2, $3 from submission where id = $1
       on conflict (submission_id, place) do update set reason = $2`,
      [handed.id, reason, new Date()],
    );
    await kit.keepUp();
    const { rows } = await kit.owner.query('select from job where subject_id = $1', [handed.id]);
    expect(rows.length > 0).toBe(isTried);
  }
  await forget();
});

test('a large video goes up in parts, on where it broke off, and is nobody else’s', async () => {
  const id = await giveVideo();
  const size = 17 * 1024 * 1024;
  const begin = { filename: 'phone.MOV', size };
  const { status, body: begun } = await ask(kit, exam.student, 'POST /submissions/files/parts', begin);
  expect([status, begun.upload.part_count]).toEqual([201, 2]);
  const at = `/submissions/files/${begun.id}` as const;
  const whole = Buffer.concat([video, Buffer.alloc(size - video.length)]);
  const { part_size } = begun.upload;
  async function send(part_number: number) {
    const { body } = await ask(kit, exam.student, `POST ${at}/urls`, { part_numbers: [part_number] });
    const [{ method, url, headers }] = body.parts;
    const part = whole.subarray((part_number - 1) * part_size, part_number * part_size);
    expect((await fetch(new URL(url, address), { method, headers, body: part })).status).toBe(200);
  }
  await send(2);
  const early = await ask(kit, exam.student, `POST ${at}/complete`);
  expect(early.body).toMatchObject({ detail: 'source_not_found_or_empty', missing_parts: [1] });
  expect((await ask(kit, exam.student, `GET ${at}/parts`)).body.parts).toMatchObject([{ part_number: 2 }]);
  expect((await ask(kit, exam.teacher, `GET ${at}/parts`)).status).toBe(404);
  await send(1);
  for (const _ of [1, 2])
    expect((await ask(kit, exam.student, `POST ${at}/complete`)).body).toEqual({ file_key: begun.file_key });
  const target = { enrollment_id: exam.enrollment_id, target_type: 'homework', target_id: id };
  const handed = { ...target, source: 'homework_video', file_key: begun.file_key };
  expect((await ask(kit, exam.student, 'POST /submissions/', handed)).body.files).toMatchObject([
    { file_size: size },
  ]);

  const photo = await ask(kit, exam.student, 'POST /submissions/files/parts', { filename: 'a.jpg', size });
  expect(photo.body.detail).toBe('unsupported_media_type');
  const forgotten = (await ask(kit, exam.student, 'POST /submissions/files/parts', begin)).body;
  kit.travel(8 * 24 * 3600);
  await kit.keepUp();
  expect((await ask(kit, exam.student, `GET /submissions/files/${forgotten.id}/parts`)).status).toBe(404);
});

test('who sends and sends and never hands in is stopped, also when asking all at once; others are not', async () => {
  const begin = { filename: 'phone.MOV', size: 1024 ** 3 };
  const one = () => ask(kit, exam.student, 'POST /submissions/files/parts', begin);
  const begun = await Promise.all(Array.from({ length: 7 }, one));
  expect(begun.map(({ status }) => status).toSorted()).toEqual([201, 201, 201, 201, 201, 409, 409]);
  expect((await one()).body.detail).toBe('too_many_files');
  const photo = { filename: 'a.jpg', size: 1000 };
  expect((await ask(kit, exam.student, 'POST /submissions/files', photo)).status).toBe(409);
  expect((await ask(kit, exam.teacher, 'POST /submissions/files', photo)).status).toBe(201);
});
