import { beforeAll, describe, expect, test } from 'vitest';
import { type Academy, academy } from '#testing/factories.ts';
import { doneOrBlocked, useApp } from '#testing/harness.ts';
import { ahead, hidden, paused, revoked, stored, watching } from '#testing/violations.ts';

const kit = useApp({ LOG_LEVEL: 'silent' });
let school: Academy;
beforeAll(async () => {
  school = await academy(kit);
  kit.stopClock();
});
const sql = (text: string, ...values: unknown[]) => kit.owner.query(text, values);

const back = { type: 'SEEK_ATTEMPT', payload: { from: 30, to: 3 } };

describe('violations', () => {
  test('seeking back in what was watched is none, ten times over', async () => {
    const { her, playback } = await watching(kit, school);
    kit.travel(30);
    await her.beat(playback, { position: 30, intervals: [[0, 30]], clock: 30, seq: 1 });
    for (let n = 0; n < 10; n += 1) {
      const reply = await her.report(playback, [
        back,
        { type: 'SEEK_ATTEMPT', payload: { from: 3, to: 32 } },
      ]);
      expect(reply.json()).toMatchObject({ state: 'ok', violations: [] });
    }
    expect(await stored(kit).cases(her)).toEqual([]);
  });

  test('a warning, a pause that waits to be confirmed, the end: each is in the answers', async () => {
    const { her, playback } = await watching(kit, school);
    const beat = async () => (await her.beat(playback)).json();

    const first = await her.report(playback, [hidden, ahead]);
    expect(first.json()).toMatchObject({
      state: 'warned',
      violations: [{ index: 1, reason: 'seek_bounded_forward' }],
      case_id: expect.any(Number),
    });
    expect(await beat()).toMatchObject({ ok: true, state: 'warned' });
    expect((await her.acknowledge(playback, 'warned')).json()).toMatchObject({ ok: true, state: 'warned' });

    expect((await her.report(playback, [ahead])).json().state).toBe('paused');
    expect(await beat()).toMatchObject({ ok: true, state: 'paused' });
    expect((await her.report(playback, [ahead])).json().state).toBe('paused');
    expect((await her.acknowledge(playback, 'paused')).json()).toMatchObject({ state: 'warned' });
    expect(await beat()).toMatchObject({ ok: true, state: 'warned' });

    const last = await her.report(playback, [ahead]);
    expect(last.json()).toMatchObject({ stored: 1, state: 'revoked', case_id: first.json().case_id });
    expect(await beat()).toMatchObject({ detail: 'session_inactive', reason: 'revoked' });
    const key = await kit.app.inject(playback.play_url.replace('master.m3u8', 'enc.key'));
    expect(key.json()).toMatchObject({ status: 409, detail: 'session_inactive' });
    for (const call of [
      her.refresh(playback),
      her.report(playback, [hidden]),
      her.acknowledge(playback, 'paused'),
    ])
      expect((await call).json()).toMatchObject({
        status: 409,
        detail: 'session_inactive',
        reason: 'revoked',
      });
  });

  test('nobody is revoked without a pause that was confirmed, however many violations come', async () => {
    const { her, playback } = await watching(kit, school);
    for (let n = 0; n < 12; n += 1) await her.report(playback, [ahead, ahead, ahead]);
    expect(await stored(kit).cases(her)).toMatchObject([
      { state: 'paused', violations: 36, revoked_at: null },
    ]);
    expect(await stored(kit).status(playback)).toBe('ACTIVE');
  });

  test('many in one batch are one step, and what waited on the device before a step moves nothing', async () => {
    const { her, playback } = await watching(kit, school);
    kit.travel(60);
    const before = kit.clock().getTime() / 1000 - 30;
    const late = { ...ahead, occurred_at: before };
    expect((await her.report(playback, [late, late, late, late])).json().state).toBe('warned');
    expect((await her.report(playback, [late, late])).json().state).toBe('warned');
    expect((await her.report(playback, [ahead])).json().state).toBe('paused');
    await her.acknowledge(playback, 'paused');
    expect((await her.report(playback, [late])).json().state).toBe('warned');
    expect(await stored(kit).cases(her)).toMatchObject([{ violations: 8 }]);
  });

  test('a speed is judged by its value: 16 is too fast, three quarters never is', async () => {
    const { her, playback } = await watching(kit, school, { max_speed: 1.5 });
    const speed = (rate: number) =>
      her.report(playback, [{ type: 'SPEED_CHANGE_ATTEMPT', payload: { rate } }]);
    for (const rate of [0.75, 1, 1.5]) expect((await speed(rate)).json().state).toBe('ok');
    expect((await speed(16)).json()).toMatchObject({
      state: 'warned',
      violations: [{ reason: 'speed_exceeded' }],
    });
  });

  test('each academy chooses its numbers', async () => {
    const own = await academy(kit);
    await sql(
      `update tenant set settings = '{"enforcement": {"warn_at": 2, "pause_at": 3, "revoke_at": 4}}' where id = $1`,
      own.tenant_id,
    );
    const { her, playback } = await watching(kit, own);
    const states = [];
    for (let n = 0; n < 4; n += 1) {
      states.push((await her.report(playback, [ahead])).json().state);
      if (states.at(-1) === 'paused') await her.acknowledge(playback, 'paused');
    }
    expect(states).toEqual(['ok', 'warned', 'paused', 'revoked']);
  });

  test('racing batches are counted one after the other, and none is lost', async () => {
    const { her, playback } = await watching(kit, school);
    const holder = await kit.owner.connect();
    await holder.query('begin');
    await holder.query('select from playback_session where session_id = $1 for update', [
      playback.session_id,
    ]);
    await holder.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [
      `${school.tenant_id}:playback:${her.user_id}`,
    ]);
    const racing = [1, 2, 3, 4].map(() => her.report(playback, [ahead, hidden]));
    expect(await doneOrBlocked(kit.owner, Promise.all(racing))).toBe('blocked');
    await holder.query('commit');
    holder.release();
    await Promise.all(racing);
    expect(await stored(kit).cases(her)).toMatchObject([{ violations: 4, state: 'paused' }]);
    expect(await stored(kit).events(her)).toHaveLength(8);
  });
});

describe('a violation that cannot be written whole', () => {
  test('leaves nothing: no event, no count, no case, and the playback as it was', async () => {
    const { her, playback, teacher, video_id } = await paused(kit, school);
    await her.acknowledge(playback, 'paused');
    const before = await stored(kit).events(her);
    await sql(
      `create function refuse_entry() returns trigger language plpgsql as $$ begin raise 'disk full'; end $$;
       create trigger refuse_entry before insert on playback_case_entry for each row
         when (new.kind = 'revoked') execute function refuse_entry()`,
    );
    expect((await her.report(playback, [ahead])).statusCode).toBe(500);
    await sql('drop trigger refuse_entry on playback_case_entry');
    expect(await stored(kit).events(her)).toEqual(before);
    expect(await stored(kit).cases(her)).toMatchObject([
      { violations: 2, state: 'warned', revoked_at: null },
    ]);
    expect(await stored(kit).status(playback)).toBe('ACTIVE');
    const risk = `/api/v1/video-playback-events/risk?video=${video_id}`;
    const [row] = (await kit.app.inject({ url: risk, headers: teacher.headers })).json();
    expect(row).toMatchObject({ danger: 2 });
    expect((await her.report(playback, [ahead])).json().state).toBe('revoked');
  });
});

describe('while it is paused', () => {
  test('nothing that is played counts; what was played before does, and confirming goes on', async () => {
    const { her, playback } = await watching(kit, school);
    kit.travel(10);
    await her.report(playback, [ahead]);
    await her.report(playback, [ahead]);
    kit.travel(20);
    const beat = (from: number, to: number, clock: number) =>
      her.beat(playback, { position: to, intervals: [[from, to]], clock });
    expect((await beat(0, 10, 10)).json()).toMatchObject({ state: 'paused', cut_seconds: 0 });
    expect((await beat(10, 30, 30)).json().cut_seconds).toBeGreaterThan(16);
    kit.travel(60);
    await her.acknowledge(playback, 'paused');
    kit.travel(10);
    await beat(30, 120, 100);
    await kit.settled();
    const { rows } = await sql(
      'select watched_ms from video_progress where enrollment_id = $1',
      her.enrollment_id,
    );
    expect(rows[0].watched_ms / 1000).toBeGreaterThanOrEqual(20);
    expect(rows[0].watched_ms / 1000).toBeLessThanOrEqual(26);
  });

  test('a reload is no way out: the next playback is paused as well', async () => {
    const { her, playback, video_id } = await paused(kit, school);
    expect((await her.refresh(playback)).json()).toMatchObject({
      state: 'paused',
      case_id: expect.any(Number),
    });
    const again = await her.playing(video_id);
    expect(again).toMatchObject({ state: 'paused', case_id: expect.any(Number) });
    expect((await her.beat(again)).json().state).toBe('paused');
    await her.acknowledge(again, 'paused');
    expect((await her.report(again, [ahead])).json().state).toBe('revoked');
  });

  test('acknowledging another state than the present one changes nothing', async () => {
    const { her, playback } = await watching(kit, school);
    expect((await her.acknowledge(playback, 'paused')).json()).toEqual({
      ok: true,
      state: 'ok',
      case_id: null,
    });
    await her.report(playback, [ahead]);
    expect((await her.acknowledge(playback, 'paused')).json().state).toBe('warned');
    expect(await stored(kit).cases(her)).toMatchObject([{ confirmed_at: null, warning_seen_at: null }]);
  });
});

describe('who is revoked', () => {
  test('does not simply start again; the refusal names the case', async () => {
    const { her, playback, video_id, case_id, session_id } = await revoked(kit, school);
    const again = await her.start(video_id, 'another device', { takeover: true });
    expect(again.json()).toMatchObject({ status: 403, detail: 'playback_revoked', case_id });
    expect((await her.end(playback)).statusCode).toBe(200);
    expect(await stored(kit).status(playback)).toBe('REVOKED');
    const list = await kit.app.inject({
      url: `/api/v1/videos/student?session=${session_id}`,
      headers: her.headers,
    });
    expect(list.json()[0]).toMatchObject({ can_play: false, reason: 'playback_revoked', case_id });
  });

  test('may watch everything else, and nobody else is concerned', async () => {
    const { her, student, video_id, addVideo } = await revoked(kit, school);
    expect((await her.start(await addVideo())).statusCode).toBe(201);
    expect(await (await student()).playing(video_id)).toMatchObject({ state: 'ok', case_id: null });
  });

  test('is so in every tab: another playback of the same video ends too', async () => {
    const own = await academy(kit);
    await sql(`update tenant set settings = '{"video": {"max_sessions": 5}}' where id = $1`, own.tenant_id);
    const { her, playback, video_id } = await watching(kit, own);
    const other = await her.playing(video_id, 'phone');
    await her.report(playback, [ahead]);
    await her.report(other, [ahead]);
    await her.acknowledge(playback, 'paused');
    expect((await her.beat(other)).json().state).toBe('warned');
    expect((await her.report(other, [ahead])).json().state).toBe('revoked');
    expect([await stored(kit).status(playback), await stored(kit).status(other)]).toEqual([
      'REVOKED',
      'REVOKED',
    ]);
  });

  test('a start that races with the revocation does not slip through', async () => {
    const { her, playback, video_id } = await paused(kit, school);
    await her.acknowledge(playback, 'paused');
    const holder = await kit.owner.connect();
    await holder.query('begin');
    await holder.query('select from playback_session where session_id = $1 for update', [
      playback.session_id,
    ]);
    const revoking = her.report(playback, [ahead]);
    expect(await doneOrBlocked(kit.owner, revoking)).toBe('blocked');
    const starting = her.start(video_id, 'phone', { takeover: true });
    const waiting = `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await expect.poll(async () => (await sql(waiting)).rows[0].n).toBe(2);
    await holder.query('commit');
    holder.release();
    expect((await revoking).json().state).toBe('revoked');
    expect((await starting).json().detail).toBe('playback_revoked');
  });
});
