import type { LiveViewer } from '@seodang/contract/video-watching.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { classWithVideo, type StudentViewer, type VideoOptions } from '#testing/viewers.ts';
import { paused } from '#testing/violations.ts';

const kit = useApp({ LOG_LEVEL: 'silent' });
let school: Academy;
beforeAll(async () => {
  school = await academy(kit);
  kit.stopClock();
});
const sql = (text: string, ...values: unknown[]) => kit.owner.query(text, values);

async function watching(options: VideoOptions = {}) {
  const room = await classWithVideo(kit, school, options);
  const her = await room.student();
  return { ...room, her, playback: await her.playing(room.video_id) };
}

/** What is on record, in seconds. */
async function watched({ enrollment_id }: StudentViewer): Promise<number> {
  await kit.settled();
  const { rows } = await sql(
    'select sum(watched_ms) as ms from video_progress where enrollment_id = $1',
    enrollment_id,
  );
  return Math.round(Number(rows[0].ms) / 1000);
}

describe('an honest student', () => {
  test('gets what was played: the part, the place, and how far without a gap', async () => {
    const { her, playback } = await watching();
    kit.travel(30);
    const beat = await her.beat(playback, { position: 30, intervals: [[0, 30]], clock: 30, seq: 1 });
    expect(beat.json()).toMatchObject({
      ok: true,
      state: 'ok',
      progress: 0.05,
      completed: false,
      max_watched: 30,
      cut_seconds: 0,
    });
    kit.travel(30);
    await her.beat(playback, { position: 130, intervals: [[100, 130]], clock: 60, seq: 2 });
    const refreshed = await her.refresh(playback);
    expect(refreshed.json().watch).toEqual({
      ...{ progress: expect.closeTo(0.1), completed: false, last_position: 130, max_watched: 30 },
      watched: [
        [0, 30],
        [100, 130],
      ],
    });
  });

  test('watching the same minute twice counts once', async () => {
    const { her, playback } = await watching();
    for (const seq of [1, 2, 3]) {
      kit.travel(60);
      await her.beat(playback, { position: 60, intervals: [[0, 60]], clock: seq * 60, seq });
    }
    expect(await watched(her)).toBe(60);
  });

  test('loses nothing of ten minutes without network, in one beat or in sixty that waited', async () => {
    const [one, many] = [await watching(), await watching()];
    kit.travel(595);
    await one.her.beat(one.playback, { position: 595, intervals: [[0, 595]], clock: 595, seq: 1 });
    expect(await watched(one.her)).toBe(595);
    for (let seq = 1; seq <= 59; seq += 1) {
      const interval = [(seq - 1) * 10, seq * 10];
      const reply = await many.her.beat(many.playback, { intervals: [interval], clock: seq * 10, seq });
      expect(reply.json().cut_seconds).toBe(0);
    }
    expect(await watched(many.her)).toBe(590);
  });

  test('whose playback ran out meanwhile starts again on the device and loses nothing either', async () => {
    const { her, playback, video_id } = await watching({ duration_ms: 1_200_000 });
    kit.travel(60);
    await her.beat(playback, { intervals: [[0, 60]], clock: 60, seq: 1 });
    kit.travel(700);
    expect((await her.beat(playback, { intervals: [[60, 760]], clock: 760, seq: 2 })).json().detail).toBe(
      'token_expired',
    );
    const again = await her.playing(video_id);
    await her.beat(again, { position: 760, intervals: [[60, 760]], clock: 0.2, seq: 1 });
    expect(await watched(her)).toBe(760);
  });

  test('whose network delivers late and unevenly loses nothing', async () => {
    const { her, playback } = await watching();
    const delays = [0, 9, 1, 6, 0, 12, 3, 0];
    let arrived = 0;
    for (const [index, delay] of delays.entries()) {
      const made = (index + 1) * 15;
      kit.travel(Math.max(0, made + delay - arrived));
      arrived = Math.max(arrived, made + delay);
      const interval = [made - 15, made];
      const reply = await her.beat(playback, { intervals: [interval], clock: made, seq: index + 1 });
      expect(reply.json().cut_seconds).toBe(0);
    }
    expect(await watched(her)).toBe(120);
  });

  test('at 1.5 times the speed gets all of it, also when the speed is lowered in the middle', async () => {
    const { her, playback, teacher, video_id } = await watching({ max_speed: 1.5 });
    kit.travel(20);
    const beat = { position: 30, intervals: [[0, 30]], clock: 20, seq: 1 };
    await sql('update video set max_speed = 1 where id = $1', video_id);
    expect((await her.beat(playback, beat)).json().detail).toBe('policy_changed');
    const refreshed = (await her.refresh(playback)).json();
    expect(refreshed.policy.playback_rate.max).toBe(1);
    await her.beat(refreshed, beat);
    expect(await watched(her)).toBe(30);
    kit.travel(20);
    await her.beat(refreshed, { intervals: [[30, 60]], clock: 40, seq: 2 });
    expect(await watched(her)).toBe(53);
    expect(teacher.role).toBe('teacher');
  });

  test('who watched enough has completed, which promotes once to free and tells whoever listens', async () => {
    const { her, playback, video_id } = await watching({
      allow_skip: true,
      required_rate: 50,
      duration_ms: 60_000,
    });
    await sql(
      `insert into video_permission (tenant_id, video_id, enrollment_id, rule) values ($1, $2, $3, 'once')`,
      school.tenant_id,
      video_id,
      her.enrollment_id,
    );
    const once = (await her.refresh(playback)).json();
    expect(once.policy.seek.mode).toBe('bounded_forward');
    kit.travel(30);
    expect((await her.beat(once, { intervals: [[0, 29]], clock: 30 })).json().completed).toBe(false);
    kit.travel(2);
    expect((await her.beat(once, { intervals: [[29, 30]], clock: 32 })).json().completed).toBe(true);
    await kit.settled();
    expect((await her.beat(once)).json().detail).toBe('policy_changed');
    expect((await her.refresh(once)).json().policy.allow_seek).toBe(true);
    const { rows } = await sql(
      `select payload from graphile_worker._private_jobs where key = $1`,
      `${school.tenant_id}:events.deliver:video.watched:${video_id}:${her.enrollment_id}`,
    );
    expect(rows[0].payload).toMatchObject({
      tenant_id: school.tenant_id,
      payload: { event: 'video.watched', payload: { video_id, enrollment_id: her.enrollment_id } },
    });
    expect(await kit.runTasks()).toContain('events.deliver');
  });

  test('the last frames, which no player plays, are not missing from the whole', async () => {
    const { her, playback } = await watching({ required_rate: 100, duration_ms: 100_000 });
    kit.travel(100);
    const reply = await her.beat(playback, { intervals: [[0, 99.2]], clock: 100 });
    expect(reply.json()).toMatchObject({ progress: 1, completed: true });
  });
});

describe('a device whose clock is not the server’s', () => {
  test('that slept, so that its clock lags from then on, loses nothing of what it plays', async () => {
    const { her, playback } = await watching();
    kit.travel(30);
    await her.beat(playback, { intervals: [[0, 30]], clock: 30, seq: 1 });
    kit.travel(300);
    for (const seq of [2, 3]) {
      kit.travel(30);
      const beat = { intervals: [[30 * (seq - 1), 30 * seq]], clock: 30 * seq, seq };
      expect((await her.beat(playback, beat)).json().cut_seconds).toBe(0);
    }
    expect(await watched(her)).toBe(90);
  });

  test('that is an hour ahead, or jumps there, gains nothing and loses nothing', async () => {
    const { her, playback } = await watching();
    for (const [seq, clock] of [30, 3660, 3690].entries()) {
      kit.travel(30);
      const beat = { intervals: [[30 * seq, 30 * seq + 60]], clock, seq: seq + 1 };
      await her.beat(playback, beat);
    }
    expect(await watched(her)).toBeGreaterThanOrEqual(90);
    expect(await watched(her)).toBeLessThanOrEqual(94);
  });
});

describe('who watches now', () => {
  test('is listed with place and state, until they leave or are gone', async () => {
    const { her, teacher, video_id, lecture_id, playback, case_id, student } = await paused(kit, school);
    const him = await student();
    const his = await him.playing(video_id, 'phone');
    kit.travel(20);
    await him.beat(his, { position: 18, intervals: [[0, 18]], clock: 20 });
    await kit.settled();
    const list = async (query = '', who = teacher): Promise<LiveViewer[]> =>
      (await ask(kit, who, `GET /playback-sessions/live?video=${video_id}${query}`)).body;
    const of = (rows: LiveViewer[], one: StudentViewer) =>
      rows.find(({ enrollment }) => enrollment === one.enrollment_id);

    const now = await list();
    expect(now).toHaveLength(2);
    expect(of(now, her)).toMatchObject({ session_id: playback.session_id, state: 'paused', case_id });
    expect(of(now, him)).toMatchObject({
      ...{ student_name: '김하늘', video: video_id, lecture: lecture_id, device_id: 'phone', state: 'ok' },
      ...{ position: 18, duration: 600, completed: false, case_id: null },
    });
    expect(of(now, him)?.progress).toBeCloseTo(0.03);
    expect(await list(`&lecture=${lecture_id}`)).toHaveLength(2);
    expect(await list('', await school.person('teacher'))).toEqual([]);
    expect((await ask(kit, her.person, 'GET /playback-sessions/live')).status).toBe(403);

    await him.end(his);
    expect(of(await list(), him)).toBeUndefined();
    kit.travel(3600);
    expect(await list()).toEqual([]);
  });
});
