import { beforeAll, describe, expect, test } from 'vitest';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { classWithVideo, type StudentViewer, type VideoOptions } from '#testing/viewers.ts';

const kit = useApp();
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

/** Three seconds are lent to uneven clocks; they are worked off at once, so nobody gathers them. */
const GRACE = 3;

/** Nothing beyond what one stream can have played since `began`, however slowly this test runs. */
async function expectNoMoreThanPlayed(her: StudentViewer, began: Date, rate = 1): Promise<void> {
  const seconds = (kit.clock().getTime() - began.getTime()) / 1000;
  expect(await watched(her)).toBeLessThanOrEqual(Math.ceil((seconds + GRACE) * rate));
}

describe('a forger', () => {
  test('gets nothing beyond the clock for a whole lecture, however often it is sent', async () => {
    const began = kit.clock();
    const { her, playback } = await watching();
    kit.travel(10);
    const all = { position: 600, intervals: [[0, 600]] };
    expect((await her.beat(playback, { ...all, clock: 10, seq: 1 })).json().cut_seconds).toBeCloseTo(587, 0);
    for (let seq = 2; seq <= 40; seq += 1) await her.beat(playback, { ...all, clock: 600 + seq, seq });
    for (let n = 0; n < 20; n += 1) await her.beat(playback, all);
    await expectNoMoreThanPlayed(her, began);
    kit.travel(10);
    await her.beat(playback, all);
    await expectNoMoreThanPlayed(her, began);
    expect(await watched(her)).toBeGreaterThanOrEqual(20 + GRACE);
  });

  test('gets nothing for a beat that is repeated, or sent again under an old number', async () => {
    const { her, playback } = await watching();
    kit.travel(10);
    const beat = { position: 10, intervals: [[0, 10]], clock: 10, seq: 5 };
    for (let n = 0; n < 3; n += 1) await her.beat(playback, beat);
    kit.travel(60);
    await her.beat(playback, { ...beat, intervals: [[100, 160]], clock: 70 });
    await her.beat(playback, { ...beat, intervals: [[100, 160]], clock: 70, seq: 4 });
    expect(await watched(her)).toBe(10);
  });

  test('idles for half an hour and claims it: nothing', async () => {
    const { her, video_id, student, ...room } = await watching({ duration_ms: 3_600_000 });
    let { playback } = room;
    for (let minute = 1; minute <= 30; minute += 1) {
      kit.travel(60);
      await her.beat(playback, { position: 0, clock: minute * 60 });
      playback = (await her.refresh(playback)).json();
    }
    const began = kit.clock();
    await her.beat(playback, { position: 0 });
    await her.beat(playback, { intervals: [[0, 1800]], clock: 100_000 });
    await expectNoMoreThanPlayed(her, began);

    const silent = await student();
    await silent.playing(video_id);
    kit.travel(1800);
    const again = kit.clock();
    await silent.beat(await silent.playing(video_id), { intervals: [[0, 1800]], clock: 1800 });
    await expectNoMoreThanPlayed(silent, again);
  });

  test('does not double by two tabs, two devices, or starting again and again', async () => {
    const own = await academy(kit);
    await sql(
      `update tenant set settings = '{"video": {"max_sessions": 5, "max_devices": 5}}' where id = $1`,
      own.tenant_id,
    );
    const room = await classWithVideo(kit, own);
    const her = await room.student();
    const began = kit.clock();
    const playbacks = [];
    for (const device of ['a', 'b', 'c']) playbacks.push(await her.playing(room.video_id, device));
    kit.travel(60);
    for (const [index, playback] of playbacks.entries())
      await her.beat(playback, { intervals: [[index * 100, index * 100 + 60]], clock: 60, seq: 1 });
    await expectNoMoreThanPlayed(her, began);
    for (let n = 0; n < 10; n += 1) {
      const again = await her.playing(room.video_id, 'a');
      await her.beat(again, { intervals: [[300, 600]], clock: 100, seq: 1 });
    }
    await expectNoMoreThanPlayed(her, began);
    expect(await watched(her)).toBeGreaterThanOrEqual(60);
  });

  test('plays at 16 times the speed: what is allowed counts, the rest is cut', async () => {
    const { her, playback } = await watching({ max_speed: 1.5 });
    kit.travel(20);
    const reply = await her.beat(playback, { position: 320, intervals: [[0, 320]], clock: 20, seq: 1 });
    expect(await watched(her)).toBe(Math.round((20 + GRACE) * 1.5));
    expect(reply.json().cut_seconds).toBeCloseTo(320 - 34.5, 0);
  });

  test("gets nothing by another one's token, and nothing beyond the video", async () => {
    const { her, playback, student } = await watching({ duration_ms: 20_000 });
    const him = await student();
    kit.travel(60);
    await him.beat(playback, { intervals: [[0, 20]], clock: 60 });
    await her.beat(playback, { intervals: [[20, 80]], clock: 60 });
    expect(await watched(her)).toBe(0);
    const wrong = [{ intervals: [[-5, 3]] }, { intervals: [[0, 1e9]] }, { watched: 1 }, { seq: 0 }];
    for (const beat of wrong) expect((await her.beat(playback, beat)).statusCode).toBe(400);
    expect(
      (
        await her.beat(playback, {
          intervals: [
            [9, 3],
            [4, 4],
          ],
        })
      ).statusCode,
    ).toBe(200);
    expect(await watched(her)).toBe(0);
  });
});
