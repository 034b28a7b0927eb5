import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { classWithVideo } from '#testing/viewers.ts';

const kit = useApp();
let school: Academy;
beforeAll(async () => {
  school = await academy(kit);
});

const room = () => classWithVideo(kit, school, { duration_ms: 100_000, required_rate: 80 });

describe('a video in numbers', () => {
  test('counts those who are enrolled now, and real seconds', async () => {
    const { teacher, video_id, student } = await room();
    const [her, gone] = [await student(), await student()];
    await student();
    for (const one of [her, gone]) {
      const playback = await one.playing(video_id);
      kit.travel(100);
      await one.beat(playback, { intervals: [[0, 100]], clock: 100 });
      await one.report(playback, [{ type: 'FOCUS_LOST' }]);
    }
    await kit.owner.query(`update enrollment set status = 'INACTIVE' where id = $1`, [gone.enrollment_id]);
    const { body } = await ask(kit, teacher, `GET /videos/${video_id}/summary`);
    expect(body).toMatchObject({ total_students: 2, completed_count: 1, completion_rate: 0.5 });
    expect(body.watched_seconds_est).toBe(100);
    expect(body.risk_top[0]).toMatchObject({ student_name: '김하늘', score: 2 });
  });

  test('measures those who attend by video by the rate of the lecture', async () => {
    const { teacher, video_id, student } = await room();
    const [done, half, none, inClass] = [await student(), await student(), await student(), await student()];
    const online = [done, half, none].map(({ enrollment_id }) => enrollment_id);
    await kit.owner.query(`update attendance set status = 'ONLINE' where enrollment_id = any($1)`, [online]);
    const set = (of: { enrollment_id: number }, progress: number) =>
      ask(kit, teacher, 'POST /video-progress', { video: video_id, enrollment: of.enrollment_id, progress });
    await set(done, 0.8);
    await set(half, 0.4);
    await set(inClass, 1);
    const { body } = await ask(kit, teacher, `GET /videos/${video_id}/achievement`);
    const statusOf = (of: { enrollment_id: number }) =>
      body.students.find(({ enrollment }: { enrollment: number }) => enrollment === of.enrollment_id)?.status;
    expect([done, half, none, inClass].map(statusOf)).toEqual(['completed', 'warning', 'danger', undefined]);
    expect(body.summary).toEqual({
      total_students: 3,
      avg_progress: 40,
      completed_rate: 33.3,
      incomplete_count: 2,
    });
  });
});

describe('a teacher who says how far a student watched', () => {
  test('is on record with what was there before, and `once` holds again when it is taken back', async () => {
    const { teacher, video_id, student } = await room();
    const her = await student();
    const { enrollment_id: enrollment } = her;
    await ask(kit, teacher, 'POST /video-permissions', { video: video_id, enrollment, rule: 'once' });
    const playback = await her.playing(video_id);
    kit.travel(30);
    await her.beat(playback, { intervals: [[0, 30]], clock: 30 });
    const set = (change: object) =>
      ask(kit, teacher, 'POST /video-progress', { video: video_id, enrollment, ...change });

    expect((await set({ completed: true })).body).toMatchObject({ progress: 1, completed: true });
    expect((await her.beat(playback)).json().detail).toBe('policy_changed');
    expect((await set({ completed: false })).body).toMatchObject({
      progress: 0,
      completed: false,
      max_watched: 0,
    });
    expect((await set({ completed: false, progress: 0.9 })).status).toBe(400);
    expect((await set({ progress: 0.9 })).body.completed).toBe(true);
    const { rows } = await kit.owner.query(
      `select before -> 'watched' as watched from audit_entry where tenant_id = $1 and action = 'video.set_progress'`,
      [school.tenant_id],
    );
    expect(rows.map(({ watched }) => watched)).toContain('{[0,30000)}');
    expect(await kit.runTasks()).toContain('events.deliver');
  });

  test('goes on from there: what is played after it counts as before', async () => {
    const { teacher, video_id, student } = await room();
    const her = await student();
    await ask(kit, teacher, 'POST /video-progress', {
      ...{ video: video_id, enrollment: her.enrollment_id, progress: 0.5 },
    });
    const playback = await her.playing(video_id);
    kit.travel(20);
    const beaten = (await her.beat(playback, { intervals: [[50, 70]], clock: 20 })).json();
    expect(beaten).toMatchObject({ progress: expect.closeTo(0.7, 3), max_watched: 70 });
  });
});

test('a rule that was taken away leaves the rules of the video, for who watches now too', async () => {
  const { teacher, video_id, student } = await room();
  const her = await student();
  const { body } = await ask(kit, teacher, 'POST /video-permissions', {
    ...{ video: video_id, enrollment: her.enrollment_id, allow_skip_override: true },
  });
  const playback = await her.playing(video_id);
  expect(playback.policy.allow_seek).toBe(true);
  expect((await ask(kit, teacher, `DELETE /video-permissions/${body.id}`)).status).toBe(204);
  expect((await her.beat(playback)).json().detail).toBe('policy_changed');
  expect((await her.refresh(playback)).json().policy.allow_seek).toBe(false);
});
