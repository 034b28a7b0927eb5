import { beforeAll, describe, expect, test } from 'vitest';
import { type Academy, academy } from '#testing/factories.ts';
import { doneOrBlocked, heldOpen, useApp } from '#testing/harness.ts';
import { classWithVideo } from '#testing/viewers.ts';
import { startPlayback } from './starts.ts';
import { stageOf } from './wiring.ts';

const kit = useApp();
let school: Academy;
beforeAll(async () => {
  school = await academy(kit);
});
const sql = (text: string, ...values: unknown[]) => kit.owner.query(text, values);
const stage = () => stageOf(kit);

describe('a start', () => {
  test('gives a token, an address, the policy, and where the student stopped', async () => {
    const { student, video_id } = await classWithVideo(kit, school, { max_speed: 1.5 });
    const reply = await (await student()).start(video_id);
    expect(reply.statusCode).toBe(201);
    expect(reply.json()).toMatchObject({
      policy: {
        allow_seek: false,
        seek: { mode: 'bounded_forward', forward_limit: 'max_watched', grace_seconds: 3 },
        playback_rate: { max: 1.5, ui_control: true },
        concurrency: { max_sessions: 1, max_devices: 3 },
      },
      watermark_text: '김하늘 · 5678',
      watch: { progress: 0, completed: false, last_position: 0, max_watched: 0, watched: [] },
    });
    expect(reply.json().expires_at).toBeGreaterThan(kit.clock().getTime() / 1000 + 590);
    expect(reply.json().play_url).toMatch(/^\/hls\/t\/[^/]+\/media\/hls\/.*\/master\.m3u8$/);
    expect(reply.body).not.toContain('file_key');
  });

  test('is refused with its reason', async () => {
    const { student, video_id, session_id } = await classWithVideo(kit, school);
    const her = await student();
    const refusal = async (more?: object) => {
      const reply = await her.start(video_id, 'tablet', more);
      return [reply.statusCode, reply.json().detail];
    };
    const restore = async (change: string, back: string, expected: string) => {
      await sql(change, video_id);
      expect(await refusal()).toEqual([403, expected]);
      await sql(back, video_id);
    };
    expect(await refusal({ enrollment_id: her.enrollment_id + 1 })).toEqual([403, 'enrollment_mismatch']);
    expect(await refusal({ video_id: undefined })).toEqual([400, 'video_id_required']);
    await restore(
      `update video set status = 'PROCESSING' where id = $1`,
      `update video set status = 'READY' where id = $1`,
      'video_not_ready',
    );
    const seat = `from video v where v.id = $1 and e.lecture_id = (select lecture_id from class_session where id = v.session_id)`;
    await restore(
      `update enrollment e set status = 'INACTIVE' ${seat}`,
      `update enrollment e set status = 'ACTIVE' ${seat}`,
      'not_enrolled',
    );
    await sql(
      `insert into video_permission (tenant_id, video_id, enrollment_id, rule) values ($1, $2, $3, 'blocked')`,
      school.tenant_id,
      video_id,
      her.enrollment_id,
    );
    expect(await refusal()).toEqual([403, 'blocked']);
    await sql('delete from attendance where session_id = $1', session_id);
    await sql('delete from session_enrollment where session_id = $1', session_id);
    expect(await refusal()).toEqual([403, 'no_session_access']);
  });

  test('is for students: staff preview otherwise, and a stranger finds nothing', async () => {
    const { teacher, video_id } = await classWithVideo(kit, school);
    const start = (headers: Record<string, string>) =>
      kit.app.inject({
        method: 'POST',
        url: '/api/v1/playback/start/',
        headers,
        payload: { video_id, device_id: 'd' },
      });
    expect((await start(teacher.headers)).json().detail).toBe('instructor_must_use_play_api');
    expect((await start((await school.person('parent')).headers)).json().detail).toBe(
      'student_profile_not_linked',
    );
    const elsewhere = await academy(kit);
    const stranger = await (await classWithVideo(kit, elsewhere)).student();
    expect((await start(stranger.headers)).json()).toMatchObject({ status: 404, detail: 'not_found' });
    expect((await stranger.start(video_id, 'd', { enrollment_id: 1 })).statusCode).toBe(404);
  });

  test('an online student has `once` where the academy wants it, until the video was completed', async () => {
    const own = await academy(kit);
    await sql(
      `update tenant set settings = '{"video": {"once_for_online": true}}' where id = $1`,
      own.tenant_id,
    );
    const { student, video_id } = await classWithVideo(kit, own, { allow_skip: true });
    const her = await student();
    expect((await her.playing(video_id)).policy.seek.mode).toBe('free');
    await sql(`update attendance set status = 'ONLINE' where enrollment_id = $1`, her.enrollment_id);
    expect((await her.playing(video_id)).policy.seek.mode).toBe('bounded_forward');
    await sql(
      `update video_progress set completed = true, completed_at = now() where enrollment_id = $1`,
      her.enrollment_id,
    );
    expect((await her.playing(video_id)).policy.seek.mode).toBe('free');
  });
});

describe('limits', () => {
  test('a reload takes its own playback over; the old tab is told so', async () => {
    const { student, video_id } = await classWithVideo(kit, school);
    const her = await student();
    const tab = await her.playing(video_id);
    const again = await her.playing(video_id);
    expect((await her.beat(again)).statusCode).toBe(200);
    expect((await her.beat(tab)).json()).toMatchObject({ detail: 'session_inactive', reason: 'reloaded' });
  });

  test('ten phones that say the same name are one device, of which one plays', async () => {
    const { student, video_id } = await classWithVideo(kit, school);
    const her = await student();
    const phones = [];
    for (let i = 0; i < 10; i += 1) phones.push(await her.playing(video_id, 'phone'));
    const answers = [];
    for (const phone of phones) answers.push((await her.beat(phone)).statusCode);
    expect(answers).toEqual([...Array(9).fill(409), 200]);
  });

  test('a second device may take over, and the first is told why it stopped', async () => {
    const { student, video_id } = await classWithVideo(kit, school);
    const her = await student();
    const tablet = await her.playing(video_id, 'tablet');
    const refused = await her.start(video_id, 'phone');
    expect(refused.json()).toMatchObject({
      status: 409,
      detail: 'concurrency_limit_exceeded',
      can_take_over: true,
    });

    const phone = await her.playing(video_id, 'phone', { takeover: true });
    expect((await her.beat(phone)).json()).toMatchObject({ ok: true, state: 'ok' });
    expect((await her.beat(tablet)).json()).toMatchObject({
      status: 409,
      detail: 'session_inactive',
      reason: 'taken_over',
    });
  });

  test('a device is in use while any of its playbacks is', async () => {
    const own = await academy(kit);
    await sql(
      `update tenant set settings = '{"video": {"max_sessions": 3, "max_devices": 1}}' where id = $1`,
      own.tenant_id,
    );
    const { student, video_id, addVideo } = await classWithVideo(kit, own);
    const her = await student();
    const [first, second] = [await her.playing(video_id), await her.playing(await addVideo())];
    await her.end(first);
    expect((await her.start(video_id, 'phone')).json().detail).toBe('device_limit_exceeded');
    await her.end(second);
    expect((await her.start(video_id, 'phone')).statusCode).toBe(201);
  });

  test('of starts that race on different devices one wins, however long the first takes', async () => {
    const { student, video_id } = await classWithVideo(kit, school);
    const her = await student();
    const start = (scope: ReturnType<typeof her.scope>, device_id: string) =>
      startPlayback(scope, stage(), { video_id, device_id, takeover: false });
    const held = heldOpen(her.scope());
    const first = start(held.scope, 'tablet');
    await held.entered;
    const second = start(her.scope(), 'phone');
    const outcome = second.then(
      () => 'started',
      (error: Error) => error.message,
    );
    expect(await doneOrBlocked(kit.owner, second)).toBe('blocked');
    held.release();
    expect((await first).session_id).toBeDefined();
    expect(await outcome).toBe('concurrency_limit_exceeded');
  });

  test('a rule changed while a start has not committed is not missed', async () => {
    const { student, video_id } = await classWithVideo(kit, school);
    const her = await student();
    const held = heldOpen(her.scope());
    const starting = startPlayback(held.scope, stage(), { video_id, device_id: 'tablet', takeover: false });
    await held.entered;
    const blocking = sql(
      `insert into video_permission (tenant_id, video_id, enrollment_id, rule) values ($1, $2, $3, 'blocked')`,
      school.tenant_id,
      video_id,
      her.enrollment_id,
    );
    expect(await doneOrBlocked(kit.owner, blocking)).toBe('blocked');
    held.release();
    const playback = await starting;
    await blocking;
    expect((await her.beat(playback)).json().detail).toBe('policy_changed');
  });
});

describe('a playback', () => {
  test('lives on by heartbeats, and beyond its first token by refreshing', async () => {
    const { student, video_id } = await classWithVideo(kit, school);
    const her = await student();
    let playback = await her.playing(video_id);
    for (const _ of [1, 2, 3]) {
      kit.travel(400);
      expect((await her.beat(playback)).statusCode).toBe(200);
      const refreshed = await her.refresh(playback);
      expect(refreshed.statusCode).toBe(200);
      expect(refreshed.json().token).not.toBe(playback.token);
      expect(refreshed.json().play_url).not.toBe(playback.play_url);
      playback = refreshed.json();
    }
    kit.travel(601);
    expect((await her.beat(playback)).json()).toMatchObject({ status: 403, detail: 'token_expired' });
    expect((await her.refresh(playback)).json().detail).toBe('token_expired');
  });

  test('that ran out is over for good, and its place is free', async () => {
    const { student, video_id } = await classWithVideo(kit, school);
    const her = await student();
    const silent = await her.playing(video_id, 'tablet');
    kit.travel(601);
    const { token } = await her.playing(video_id, 'phone');
    expect(token).not.toBe(silent.token);
    const { rows } = await sql(
      'select status, ended_reason from playback_session where session_id = $1',
      silent.session_id,
    );
    expect(rows).toEqual([{ status: 'EXPIRED', ended_reason: 'expired' }]);

    const him = await student();
    const early = await him.playing(video_id);
    await sql(
      'update playback_session set expires_at = $2 where session_id = $1',
      early.session_id,
      kit.clock(),
    );
    for (const call of [him.beat, him.refresh, him.beat])
      expect((await call(early)).json()).toMatchObject({ detail: 'session_inactive', reason: 'expired' });
  });

  test('ends also with an expired token, and what was revoked stays revoked', async () => {
    const { student, video_id } = await classWithVideo(kit, school);
    const her = await student();
    const status = async ({ session_id }: { session_id: string }) =>
      (await sql('select status from playback_session where session_id = $1', session_id)).rows[0].status;
    const playback = await her.playing(video_id);
    await sql(
      `update playback_session set expires_at = '2999-01-01' where session_id = $1`,
      playback.session_id,
    );
    kit.travel(601);
    expect((await her.end(playback)).json()).toEqual({ ok: true });
    expect(await status(playback)).toBe('ENDED');

    const revoked = await her.playing(video_id);
    await sql(
      `update playback_session set status = 'REVOKED', ended_at = now(), ended_reason = 'seek_blocked' where session_id = $1`,
      revoked.session_id,
    );
    expect((await her.end(revoked)).statusCode).toBe(200);
    expect(await status(revoked)).toBe('REVOKED');
    const inactive = { status: 409, detail: 'session_inactive', reason: 'seek_blocked' };
    expect((await her.beat(revoked)).json()).toMatchObject(inactive);
    expect((await her.refresh(revoked)).json()).toMatchObject(inactive);
  });

  test("is its viewer's alone", async () => {
    const { student, video_id } = await classWithVideo(kit, school);
    const [her, him] = [await student(), await student()];
    const playback = await her.playing(video_id);
    for (const call of [him.beat, him.refresh, him.end])
      expect((await call(playback)).json()).toMatchObject({ status: 403, detail: 'invalid_token' });
    const elsewhere = await (await classWithVideo(kit, await academy(kit))).student();
    expect((await elsewhere.beat(playback)).json().detail).toBe('invalid_token');
    expect((await her.post('heartbeat', {})).json().detail).toBe('token_required');
    expect((await her.beat({ token: `${playback.token}x` })).json().detail).toBe('invalid_token');
    const [, login = ''] = String(her.headers.authorization).split(' ');
    expect((await her.beat({ token: login })).json().detail).toBe('invalid_token');
    const headers = { authorization: `Bearer ${playback.token}` };
    expect((await kit.app.inject({ url: '/api/v1/me', headers })).statusCode).toBe(401);
  });

  test('stops at once when the login ends, although heartbeats ask no one else', async () => {
    const { student, video_id } = await classWithVideo(kit, school);
    const her = await student();
    const playback = await her.playing(video_id);
    await sql('update login_session set revoked_at = now() where id = $1', her.login_session_id);
    expect((await her.beat(playback)).json()).toMatchObject({ status: 401, detail: 'unauthenticated' });
  });
});
