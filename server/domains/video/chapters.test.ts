import { beforeAll, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { classWithVideo } from '#testing/viewers.ts';

const kit = useApp();
let school: Academy;
beforeAll(async () => {
  school = await academy(kit);
});

const chapters = [
  { at: 0, title: '들어가기' },
  { at: 90, title: '극한의 뜻' },
  { at: 300, title: '연습' },
];

test('chapters come with the playback and the preview, in the order of their times', async () => {
  const { teacher, student, video_id } = await classWithVideo(kit, school);
  const set = await ask(kit, teacher, `PUT /videos/${video_id}/chapters`, {
    chapters: chapters.toReversed(),
  });
  expect(set.body).toEqual({ chapters });
  expect((await ask(kit, teacher, `GET /videos/${video_id}/chapters`)).body).toEqual({ chapters });
  expect((await (await student()).playing(video_id)).chapters).toEqual(chapters);
  expect((await ask(kit, teacher, `POST /videos/${video_id}/play`)).body.chapters).toEqual(chapters);
});

test('each begins at a time of its own before the end, or none of them is taken', async () => {
  const { teacher, video_id } = await classWithVideo(kit, school, { duration_ms: 200_000 });
  const set = (wanted: object[]) =>
    ask(kit, teacher, `PUT /videos/${video_id}/chapters`, { chapters: wanted });
  expect((await set(chapters)).body.errors).toEqual([
    { pointer: '/chapters/2/at', message: 'after the end' },
  ]);
  expect((await set([chapters[0]!, { at: 0, title: '또' }])).body.errors[0].pointer).toBe('/chapters/1/at');
  expect((await set([{ at: 5, title: ' ' }])).status).toBe(400);
  expect((await ask(kit, teacher, `GET /videos/${video_id}/chapters`)).body).toEqual({ chapters: [] });
});

test('those who watch go on without a break, and others of the academy find nothing to change', async () => {
  const { teacher, student, video_id } = await classWithVideo(kit, school);
  const her = await student();
  const playback = await her.playing(video_id);
  await ask(kit, teacher, `PUT /videos/${video_id}/chapters`, { chapters });
  expect((await her.beat(playback)).statusCode).toBe(200);
  const stranger = await school.person('teacher');
  expect((await ask(kit, stranger, `PUT /videos/${video_id}/chapters`, { chapters: [] })).status).toBe(404);
});

test('a jump to a chapter ahead of what was watched is a violation like any other', async () => {
  const { teacher, student, video_id } = await classWithVideo(kit, school);
  await ask(kit, teacher, `PUT /videos/${video_id}/chapters`, { chapters });
  const her = await student();
  const playback = await her.playing(video_id);
  const jump = { type: 'SEEK_ATTEMPT', payload: { from: 1, to: 90 } };
  expect((await her.report(playback, [jump])).json().violations).toEqual([
    { index: 0, reason: 'seek_bounded_forward' },
  ]);
});
