import { beforeAll, expect, test } from 'vitest';
import { type Academy, academy } from '#testing/factories.ts';
import { doneOrBlocked, heldOpen, useApp } from '#testing/harness.ts';
import { classWithVideo, type VideoOptions } from '#testing/viewers.ts';
import { ahead, paused, stored } from '#testing/violations.ts';
import { restoreCase } from './cases.ts';
import { stageOf } from './wiring.ts';

const kit = useApp({ LOG_LEVEL: 'silent' });
let school: Academy;
beforeAll(async () => {
  school = await academy(kit);
});
const sql = (text: string, ...values: unknown[]) => kit.owner.query(text, values);

async function watching(options: VideoOptions = {}) {
  const room = await classWithVideo(kit, school, options);
  const her = await room.student();
  return { ...room, her, playback: await her.playing(room.video_id) };
}

test('a beat that the database refuses to write is nobody else’s fate', async () => {
  const [one, other] = [await watching(), await watching()];
  await sql('delete from video_progress where enrollment_id = $1', one.her.enrollment_id);
  const planted = `check (enrollment_id <> ${other.her.enrollment_id}) not valid`;
  await sql(`alter table video_progress add constraint planted ${planted}`);
  kit.travel(10);
  const third = await watching();
  const beats = [one, other, third].map(({ her, playback }) =>
    her.beat(playback, { position: 1, clock: 10 }),
  );
  const replies = await Promise.all(beats);
  expect(replies.map((reply) => reply.statusCode)).toEqual([403, 500, 200]);
  await sql('alter table video_progress drop constraint planted');
});

test('a forger gets no more when beats race than when they queue', async () => {
  const { her, playback } = await watching();
  kit.travel(30);
  const holder = await kit.owner.connect();
  await holder.query('begin');
  await holder.query('select from video_progress where enrollment_id = $1 for update', [her.enrollment_id]);
  const racing = [0, 100, 200, 300].map((from) =>
    her.beat(playback, { intervals: [[from, from + 30]], clock: 30 }),
  );
  expect(await doneOrBlocked(kit.owner, Promise.all(racing))).toBe('blocked');
  await holder.query('commit');
  holder.release();
  await Promise.all(racing);
  const { rows } = await sql(
    'select watched_ms from video_progress where enrollment_id = $1',
    her.enrollment_id,
  );
  // Three seconds are lent to uneven clocks.
  expect(Math.round(rows[0].watched_ms / 1000)).toBe(33);
});

test('a violation that races with the restoring begins anew', async () => {
  const { her, teacher, playback, case_id } = await paused(kit, school);
  await her.acknowledge(playback, 'paused');
  const held = heldOpen(teacher.scope());
  const restoring = restoreCase(held.scope, stageOf(kit).store, case_id, '확인함');
  await held.entered;
  const reporting = her.report(playback, [ahead]);
  expect(await doneOrBlocked(kit.owner, reporting)).toBe('blocked');
  held.release();
  await restoring;
  expect((await reporting).json()).toMatchObject({ state: 'warned' });
  expect((await stored(kit).cases(her)).map(({ status, violations }) => [status, violations])).toEqual([
    ['restored', 2],
    ['open', 1],
  ]);
});
