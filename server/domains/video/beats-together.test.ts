import { beforeAll, expect, test } from 'vitest';
import { type Academy, academy } from '#testing/factories.ts';
import { doneOrBlocked, heldOpen, useApp } from '#testing/harness.ts';
import { classWithVideo, type StudentViewer } from '#testing/viewers.ts';

const kit = useApp();
let schools: Academy[];
beforeAll(async () => {
  schools = [await academy(kit), await academy(kit)];
});

async function viewersOf(school: Academy, count: number) {
  const room = await classWithVideo(kit, school);
  const students = await Promise.all(Array.from({ length: count }, () => room.student()));
  return Promise.all(students.map(async (her) => ({ her, playback: await her.playing(room.video_id) })));
}

const minute = { position: 60, intervals: [[0, 60]], clock: 60, seq: 1 };

async function watchedBy({ enrollment_id }: StudentViewer): Promise<number> {
  const text = 'select watched_ms from video_progress where enrollment_id = $1';
  const { rows } = await kit.owner.query(text, [enrollment_id]);
  return rows[0].watched_ms / 1000;
}

test('each of those that come together gets its own answer and its own evidence, whatever its academy', async () => {
  const groups = await Promise.all(schools.map((school) => viewersOf(school, 6)));
  const viewers = groups.flat();
  kit.travel(60);
  const replies = await Promise.all(
    viewers.map(({ her, playback }, index) => {
      const to = index * 5;
      return her.beat(playback, { position: to, intervals: [[0, to]], clock: 60, seq: 1 });
    }),
  );
  for (const [index, reply] of replies.entries()) {
    expect(reply.json()).toMatchObject({ ok: true, max_watched: index * 5 });
    expect(await watchedBy(viewers[index]?.her as StudentViewer)).toBe(index * 5);
  }
});

test('one of them that is refused takes nothing from the others', async () => {
  const viewers = await viewersOf(schools[0] as Academy, 5);
  const [first, second] = viewers as [(typeof viewers)[0], (typeof viewers)[0]];
  await first.her.end(first.playback);
  const foreign = { her: second.her, playback: first.playback };
  kit.travel(60);
  const replies = await Promise.all(
    [...viewers, foreign].map(({ her, playback }) => her.beat(playback, minute)),
  );
  expect(replies.map((reply) => reply.json().detail ?? 'ok')).toEqual([
    'session_inactive',
    ...['ok', 'ok', 'ok', 'ok'],
    'invalid_token',
  ]);
});

test('two tabs of one student whose beats come together count once', async () => {
  const school = await academy(kit);
  const settings = { video: { max_sessions: 2 } };
  await kit.owner.query('update tenant set settings = $1 where id = $2', [settings, school.tenant_id]);
  const room = await classWithVideo(kit, school);
  const her = await room.student();
  const tabs = [await her.playing(room.video_id, 'tablet'), await her.playing(room.video_id, 'phone')];
  kit.travel(60);
  const replies = await Promise.all([...tabs, ...tabs].map((playback) => her.beat(playback, minute)));
  expect(replies.map((reply) => reply.statusCode)).toEqual([200, 200, 200, 200]);
  expect(await watchedBy(her)).toBe(60);
});

test('one whose playback somebody holds waits for what becomes of it, and the others do not', async () => {
  const viewers = await viewersOf(schools[0] as Academy, 3);
  const [changed, ...others] = viewers as [(typeof viewers)[0], ...typeof viewers];
  const held = heldOpen((schools[0] as Academy).system());
  const change = held.scope.tx((tx) =>
    tx
      .updateTable('playback_session')
      .set({ policy_version: 2 })
      .where('session_id', '=', changed.playback.session_id)
      .execute(),
  );
  await held.entered;
  kit.travel(60);
  const waiting = changed.her.beat(changed.playback, minute);
  const together = others.map(({ her, playback }) => her.beat(playback, minute));
  expect(await doneOrBlocked(kit.owner, waiting)).toBe('blocked');
  expect((await Promise.all(together)).map((reply) => reply.statusCode)).toEqual([200, 200]);
  held.release();
  await change;
  expect((await waiting).json().detail).toBe('policy_changed');
  expect(await watchedBy(changed.her)).toBe(0);
});
