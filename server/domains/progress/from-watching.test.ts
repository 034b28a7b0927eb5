import { unfolded } from '@seodang/contract/progress-matrix.ts';
import { beforeAll, expect, test } from 'vitest';
import { type Academy, academy, type Person } from '#testing/factories.ts';
import { doneOrBlocked, heldOpen, useApp } from '#testing/harness.ts';
import { classWithVideo } from '#testing/viewers.ts';
import { recomputeProgress } from './recompute.ts';

const kit = useApp();
let school: Academy;
beforeAll(async () => {
  school = await academy(kit);
});
const cellOf = async (who: Pick<Person, 'headers'>, path: string) => {
  const reply = await kit.app.inject({ url: `/api/v1/progress/${path}`, headers: who.headers });
  const body = reply.json();
  return (Array.isArray(body) ? body[0].rows : unfolded(body))[0].cells[0];
};

test('what a student really watches becomes the cell that teacher and student see', async () => {
  const { student, teacher, lecture_id, video_id } = await classWithVideo(kit, school, {
    duration_ms: 100_000,
  });
  const her = await student();
  const playback = await her.playing(video_id);
  const seen = () => cellOf(teacher, `matrix?lecture=${lecture_id}`);

  kit.travel(89);
  await her.beat(playback, { position: 89, intervals: [[0, 89]], clock: 89, seq: 1 });
  expect(await kit.runTasks()).toContain('progress.on_video_watched');
  expect(await seen()).toMatchObject({ video_progress_rate: 89 });

  kit.travel(1);
  await her.beat(playback, { position: 90, intervals: [[89, 90]], clock: 90, seq: 2 });
  await kit.runTasks();
  expect(await seen()).toMatchObject({ state: 'complete', video_progress_rate: 90, codes: [] });
  expect(await cellOf(her, 'mine')).toMatchObject({ state: 'complete' });
});

test('a beat that adds no whole percent queues nothing', async () => {
  const { student, video_id } = await classWithVideo(kit, school, { duration_ms: 3_600_000 });
  const her = await student();
  const playback = await her.playing(video_id);
  await kit.runTasks();
  kit.travel(10);
  await her.beat(playback, { intervals: [[0, 10]], clock: 10 });
  expect(await kit.runTasks()).not.toContain('progress.on_video_watched');
});

test('of two recomputations the one with the older facts is never the last to write', async () => {
  const { student } = await classWithVideo(kit, school);
  const { enrollment_id } = await student();
  const held = heldOpen(school.system());
  const first = recomputeProgress(held.scope, [enrollment_id]);
  await held.entered;
  const second = recomputeProgress(school.system(), [enrollment_id]);
  expect(await doneOrBlocked(kit.owner, second)).toBe('blocked');
  held.release();
  await Promise.all([first, second]);
});
