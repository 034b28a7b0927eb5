import { beforeAll, describe, expect, test } from 'vitest';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { classWithVideo, type VideoOptions } from '#testing/viewers.ts';
import { ahead, paused, revoked } from '#testing/violations.ts';
import { startPlayback } from './starts.ts';
import { stageOf } from './wiring.ts';

// What every store of live playbacks must do; run against PostgreSQL alone and against Redis.
const kit = useApp();
let school: Academy;
beforeAll(async () => {
  school = await academy(kit);
  kit.stopClock();
});
const sql = (text: string, ...values: unknown[]) => kit.owner.query(text, values);

/** Somebody whose heartbeats are being taken already. */
async function beating(options: VideoOptions = {}) {
  const room = await classWithVideo(kit, school, options);
  const her = await room.student();
  const playback = await her.playing(room.video_id);
  kit.travel(10);
  const beat = await her.beat(playback, { intervals: [[0, 10]], clock: 10, seq: 1 });
  expect(beat.json()).toMatchObject({ ok: true, cut_seconds: 0 });
  return { ...room, her, playback };
}

async function recordOf({ enrollment_id }: { enrollment_id: number }) {
  await kit.settled();
  const { rows } = await sql(
    `select p.watched::text, p.last_position, s.last_seq, s.cut_ms, s.repeats, s.status
     from video_progress p join playback_session s on s.enrollment_id = p.enrollment_id and s.video_id = p.video_id
     where p.enrollment_id = $1 order by s.started_at desc limit 1`,
    enrollment_id,
  );
  return rows[0];
}

describe('what a playback goes by', () => {
  test.each([
    ['a policy', 'update video set max_speed = max_speed + 0.25 where id = $1', 'policy_changed'],
    [
      'an enrollment',
      `update enrollment set status = 'INACTIVE' where id in (select enrollment_id from playback_session where video_id = $1)`,
      'policy_changed',
    ],
    [
      'a sign-in',
      'update login_session set revoked_at = now() where user_id in (select user_id from playback_session where video_id = $1)',
      'unauthenticated',
    ],
    [
      'an account',
      'update user_account set is_active = false where id in (select user_id from playback_session where video_id = $1)',
      'unauthenticated',
    ],
    [
      'a password',
      'update user_account set must_change_password = true where id in (select user_id from playback_session where video_id = $1)',
      'unauthenticated',
    ],
  ])('%s that changes meanwhile counts from the next heartbeat on', async (_what, change, expected) => {
    const { her, playback, video_id } = await beating();
    await sql(change, video_id);
    await kit.settled();
    expect((await her.beat(playback, { seq: 2 })).json().detail).toBe(expected);
  });

  test('concerns nobody else', async () => {
    const { her, playback, student, video_id } = await beating();
    const him = await student();
    const his = await him.playing(video_id);
    expect((await him.beat(his)).statusCode).toBe(200);
    await sql(
      `insert into video_permission (tenant_id, video_id, enrollment_id, rule) values ($1, $2, $3, 'blocked')`,
      ...[school.tenant_id, video_id, her.enrollment_id],
    );
    await kit.settled();
    expect((await her.beat(playback)).json().detail).toBe('policy_changed');
    expect((await him.beat(his)).statusCode).toBe(200);
  });
});

describe('who is stopped is stopped at once', () => {
  test('by another device, by a reload, and by leaving', async () => {
    const { her, playback, video_id } = await beating();
    const phone = await her.playing(video_id, 'phone', { takeover: true });
    expect((await her.beat(playback)).json()).toMatchObject({ reason: 'taken_over' });
    expect((await her.beat(phone)).statusCode).toBe(200);
    const again = await her.playing(video_id, 'phone');
    expect((await her.beat(phone)).json()).toMatchObject({ reason: 'reloaded' });
    expect((await her.beat(again)).statusCode).toBe(200);
    await her.end(again);
    expect((await her.beat(again)).json()).toMatchObject({ detail: 'session_inactive', reason: 'ended' });
  });

  test('by enforcement: paused plays on without counting, revoked not at all', async () => {
    const { her, playback } = await beating();
    expect((await her.report(playback, [ahead])).json().state).toBe('warned');
    expect((await her.beat(playback)).json().state).toBe('warned');
    await her.report(playback, [ahead]);
    kit.travel(60);
    const beat = await her.beat(playback, { intervals: [[10, 70]], clock: 70, seq: 2 });
    expect(beat.json().state).toBe('paused');
    expect(beat.json().cut_seconds).toBeGreaterThan(55);
    await her.acknowledge(playback, 'paused');
    expect((await her.beat(playback)).json().state).toBe('warned');
    await her.report(playback, [ahead]);
    expect((await her.beat(playback)).json()).toMatchObject({ reason: 'revoked' });
    await her.end(playback);
    expect((await recordOf(her)).status).toBe('REVOKED');
  });

  test('until staff give it back', async () => {
    const { her, playback, teacher, case_id } = await paused(kit, school);
    expect((await her.beat(playback)).json().state).toBe('paused');
    const reply = await kit.app.inject({
      method: 'POST',
      url: `/api/v1/playback-cases/${case_id}/restore`,
      headers: teacher.headers,
      payload: { reason: '확인함' },
    });
    expect(reply.statusCode).toBe(200);
    expect((await her.beat(playback)).json().state).toBe('ok');
    const gone = await revoked(kit, school);
    expect((await gone.her.start(gone.video_id)).json().detail).toBe('playback_revoked');
  });
});

describe('what was credited', () => {
  test('is in the database when a playback ends, with all that belongs to it', async () => {
    const { her, playback } = await beating();
    kit.travel(20);
    await her.beat(playback, { position: 28, intervals: [[10, 28]], clock: 30, seq: 2 });
    await her.beat(playback, { position: 28, intervals: [[10, 28]], clock: 30, seq: 2 });
    await her.beat(playback, { position: 200, intervals: [[100, 200]], clock: 30, seq: 3 });
    await her.end(playback);
    const { rows } = await sql(
      `select p.watched_ms, p.last_position, s.last_seq, s.repeats, s.status, s.cut_ms > 80000 as was_cut
       from video_progress p join playback_session s using (enrollment_id, video_id) where enrollment_id = $1`,
      her.enrollment_id,
    );
    expect(rows).toMatchObject([
      { last_position: 200, last_seq: 3, repeats: 1, status: 'ENDED', was_cut: true },
    ]);
    expect(rows[0].watched_ms).toBeGreaterThanOrEqual(30_000);
    expect(rows[0].watched_ms).toBeLessThanOrEqual(36_000);
  });

  test('judges where one may seek, a moment after', async () => {
    const { her, playback } = await beating();
    kit.travel(30);
    await her.beat(playback, { intervals: [[10, 40]], clock: 40, seq: 2 });
    const seek = { type: 'SEEK_ATTEMPT', payload: { from: 0, to: 40 } };
    expect((await her.report(playback, [seek])).json()).toMatchObject({ state: 'ok', violations: [] });
  });

  test('goes on in the next playback of the device, from where the last was heard', async () => {
    const { her, playback, video_id } = await beating();
    kit.travel(20);
    await her.beat(playback, { intervals: [[10, 30]], clock: 30, seq: 2 });
    kit.travel(25);
    const again = await her.playing(video_id);
    expect(again.watch.watched).toEqual([[0, 30]]);
    const beat = await her.beat(again, { intervals: [[30, 55]], clock: 0.2, seq: 1 });
    expect(beat.json()).toMatchObject({ cut_seconds: 0, max_watched: 55 });
  });

  test('of two playbacks of one video is one record', async () => {
    const own = await academy(kit);
    await sql(`update tenant set settings = '{"video": {"max_sessions": 2}}' where id = $1`, own.tenant_id);
    const { student, video_id } = await classWithVideo(kit, own);
    const her = await student();
    const [one, two] = [await her.playing(video_id, 'tablet'), await her.playing(video_id, 'phone')];
    kit.travel(30);
    await her.beat(one, { intervals: [[0, 30]], clock: 30, seq: 1 });
    expect(
      (await her.beat(two, { intervals: [[100, 130]], clock: 30, seq: 1 })).json().cut_seconds,
    ).toBeGreaterThan(26);
    const { watched } = await recordOf(her);
    expect(watched).toMatch(/^\{\[0,30000\),\[100000,10[0-3]\d{3}\)\}$/);
  });

  test('goes by what a teacher sets, who knows better', async () => {
    const { her, playback, teacher, video_id } = await beating();
    const set = (change: object) =>
      kit.app.inject({
        method: 'POST',
        url: '/api/v1/video-progress',
        headers: teacher.headers,
        payload: { video: video_id, enrollment: her.enrollment_id, ...change },
      });
    expect((await set({ progress: 0.01 })).statusCode).toBeLessThan(300);
    kit.travel(10);
    const beat = await her.beat(playback, { intervals: [[100, 110]], clock: 20, seq: 2 });
    expect(beat.json()).toMatchObject({ cut_seconds: 0, max_watched: 6 });
    expect((await recordOf(her)).watched).toBe('{[0,6000),[100000,110000)}');
  });

  test('says up to which beat it is stored for good', async () => {
    const { her, playback } = await beating();
    await kit.settled();
    expect((await her.beat(playback, { seq: 2 })).json().kept_seq).toBeGreaterThanOrEqual(1);
    await kit.settled();
    const refreshed = await her.refresh(playback);
    expect((await her.beat(refreshed.json(), { seq: 3 })).json().kept_seq).toBeGreaterThanOrEqual(2);
  });
});

describe('limits', () => {
  /** As many starts as that, each from a device of its own, through several stores with connections of their own. */
  async function race(starts: number, students: number) {
    const own = await academy(kit);
    const { student, video_id } = await classWithVideo(kit, own);
    const people = await Promise.all(Array.from({ length: students }, () => student()));
    const stages = [stageOf(kit), stageOf(kit), stageOf(kit)];
    const tries = Array.from({ length: starts }, (_, n) => async () => {
      const stage = stages[n % stages.length];
      const her = people[n % students];
      if (!stage || !her) throw new Error('nobody starts');
      const wish = { video_id, device_id: `device ${n}`, takeover: false };
      return await startPlayback(her.person.scope(), stage, wish).then(
        () => 'granted',
        (error: Error) => error.message,
      );
    });
    const outcomes = await inParallel(tries, 60);
    const { rows } = await sql(
      `select count(*)::int as live, count(distinct user_id)::int as people from playback_session where video_id = $1 and status = 'ACTIVE'`,
      video_id,
    );
    return { outcomes: Object.groupBy(outcomes, (outcome) => outcome), ...rows[0] };
  }

  test('hold when hundreds of starts race: not one too many', async () => {
    const { outcomes, live, people } = await race(400, 10);
    expect(outcomes.granted).toHaveLength(10);
    expect(outcomes.concurrency_limit_exceeded).toHaveLength(390);
    expect([live, people]).toEqual([10, 10]);
  });
});

/** So many at a time, in any order. */
async function inParallel<T>(work: readonly (() => Promise<T>)[], atOnce: number): Promise<T[]> {
  const results: T[] = [];
  const queue = [...work];
  const hands = Array.from({ length: atOnce }, async () => {
    for (let next = queue.pop(); next; next = queue.pop()) results.push(await next());
  });
  await Promise.all(hands);
  return results;
}
