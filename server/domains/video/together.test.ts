import { beforeAll, describe, expect, test, vi } from 'vitest';
import { refuse } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { type Academy, academy } from '#testing/factories.ts';
import { doneOrBlocked, heldOpen, useApp } from '#testing/harness.ts';
import { classWithVideo, type StudentViewer } from '#testing/viewers.ts';
import { paused } from '#testing/violations.ts';
import { objectTo } from './cases.ts';
import { refreshPlayback } from './playback.ts';
import type { PlaybackStore } from './playback-store.ts';
import { startPlayback, startsTogether } from './starts.ts';
import { stageOf } from './wiring.ts';

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

describe('starts of one moment', () => {
  async function pupils(school: Academy, count: number) {
    const room = await classWithVideo(kit, school);
    const people = await Promise.all(Array.from({ length: count }, () => room.student()));
    return people.map((her) => ({ ...room, her }));
  }
  type Pupil = Awaited<ReturnType<typeof pupils>>[number];

  /** All through one API process; what each is told. */
  function startAll(all: readonly Pupil[], device = (_: number) => 'tablet', one = stageOf(kit)) {
    return all.map(({ her, video_id }, n) =>
      startPlayback(her.scope(), one, { video_id, device_id: device(n), takeover: false }),
    );
  }
  const told = async (starts: Promise<unknown>[]) =>
    (await Promise.allSettled(starts)).map((one) =>
      one.status === 'fulfilled' ? 'started' : (one.reason as Error).message,
    );

  test('are each their own, whatever their academy; what one runs into is nobody else’s fate', async () => {
    const all = [...(await pupils(schools[0] as Academy, 5)), ...(await pupils(schools[1] as Academy, 2))];
    const [blocked, seatless, unnamed, signedOut] = all as [Pupil, Pupil, Pupil, Pupil];
    await kit.owner.query(
      `insert into video_permission (tenant_id, video_id, enrollment_id, rule) values ($1, $2, $3, 'blocked')`,
      [schools[0]?.tenant_id, blocked.video_id, blocked.her.enrollment_id],
    );
    await kit.owner.query('delete from attendance where enrollment_id = $1', [seatless.her.enrollment_id]);
    await kit.owner.query('delete from session_enrollment where enrollment_id = $1', [
      seatless.her.enrollment_id,
    ]);
    await kit.owner.query('update login_session set revoked_at = now() where user_id = $1', [
      signedOut.her.user_id,
    ]);
    const starts = startAll(all, (n) => (all[n] === unnamed ? '' : 'tablet'));
    expect(await told(starts)).toEqual([
      ...['blocked', 'no_session_access', expect.stringContaining('playback_session_check')],
      ...['unauthenticated', 'started', 'started', 'started'],
    ]);
    for (const n of [4, 5, 6]) {
      const playback = await starts[n];
      if (playback) expect((await all[n]?.her.beat(playback))?.statusCode).toBe(200);
    }
  });

  test('of one student take turns, and those of others do not wait for what somebody holds', async () => {
    const [first, second, third] = (await pupils(schools[0] as Academy, 3)) as [Pupil, Pupil, Pupil];
    expect(await told(startAll([first, second, first, first], (n) => `device ${n}`))).toEqual([
      ...['started', 'started', 'concurrency_limit_exceeded', 'concurrency_limit_exceeded'],
    ]);

    const held = heldOpen((schools[0] as Academy).system());
    const changing = held.scope.tx(async (tx) => {
      const seat = tx.updateTable('attendance').set({ status: 'ONLINE' });
      await seat.where('enrollment_id', '=', first.her.enrollment_id).execute();
      const playback = tx.updateTable('playback_session').set({ cut_ms: 7 });
      await playback.where('user_id', '=', second.her.user_id).execute();
    });
    await held.entered;
    const [seatHeld, playbackHeld, free] = startAll([first, second, third], (n) => `device ${n}`);
    expect(await told([free as Promise<unknown>])).toEqual(['started']);
    const waiting = [seatHeld, playbackHeld] as Promise<unknown>[];
    expect(await doneOrBlocked(kit.owner, Promise.race(waiting), 1)).toBe('blocked');
    held.release();
    await changing;
    expect(await told(waiting)).toEqual(['started', 'started']);
    const { rows } = await kit.owner.query(
      `select ended_reason, cut_ms from playback_session where user_id = $1 order by started_at`,
      [second.her.user_id],
    );
    expect(rows).toEqual([
      { ended_reason: 'reloaded', cut_ms: 7 },
      { ended_reason: null, cut_ms: 0 },
    ]);
  });

  /** One API process whose store holds a person as told. */
  const withHold = (hold: PlaybackStore['hold']) => {
    const one = stageOf(kit);
    return { ...one, store: { ...one.store, hold } };
  };

  test('share one transaction', async () => {
    const all = await pupils(schools[0] as Academy, 7);
    const one = withHold((_scope, _person, work) => work(() => {}));
    const transactions = vi.fn();
    const starts = all.map(({ her, video_id }) => {
      const scope = her.scope();
      const tx: Scope['tx'] = (work) => {
        transactions();
        return scope.tx(work);
      };
      return startPlayback({ ...scope, tx }, one, { video_id, device_id: 'tablet', takeover: false });
    });
    expect(await told(starts)).toEqual(all.map(() => 'started'));
    expect(transactions).toHaveBeenCalledTimes(1);
  });

  test('whose hold ran out before the commit write nothing, and cost the others nothing', async () => {
    const all = await pupils(schools[0] as Academy, 3);
    const late = all[1] as Pupil;
    const one = withHold((_scope, person, work) =>
      work(() => {
        if (person === late.her.user_id) refuse('unavailable');
      }),
    );
    expect(await told(startAll(all, undefined, one))).toEqual(['started', 'unavailable', 'started']);
    const text = 'select user_id from playback_session where enrollment_id = any($1) order by user_id';
    const { rows } = await kit.owner.query(text, [all.map(({ her }) => her.enrollment_id)]);
    const started = [all[0], all[2]].map((one) => one?.her.user_id ?? 0);
    expect(rows.map(({ user_id }) => user_id)).toEqual(started.toSorted((a, b) => a - b));
  });

  test('that wait for what all of them need leave the database to everybody else', async () => {
    const [school, other] = schools as [Academy, Academy];
    const all = await pupils(school, 12);
    const [seatless] = (await pupils(other, 1)) as [Pupil];
    const { enrollment_id } = seatless.her;
    for (const table of ['attendance', 'session_enrollment'])
      await kit.owner.query(`delete from ${table} where enrollment_id = $1`, [enrollment_id]);
    const { headers } = await other.person('teacher');
    const held = heldOpen(school.system());
    const changing = held.scope.tx((tx) => {
      const video = tx.updateTable('video').set({ title: '함수의 연속' });
      return video.where('id', '=', all[0]?.video_id ?? 0).execute();
    });
    await held.entered;
    const one = stageOf(kit);
    const starts = startAll(all, undefined, one);
    expect(await doneOrBlocked(kit.owner, Promise.race(starts), 1)).toBe('blocked');
    expect((await kit.app.inject({ url: '/api/v1/me', headers })).statusCode).toBe(200);
    // Who has no seat is judged alone, too: in a place that the first academy cannot take.
    expect(await told(startAll([seatless], undefined, one))).toEqual(['no_session_access']);
    held.release();
    await changing;
    expect(await told(starts)).toEqual(all.map(() => 'started'));
  });

  test('and refreshes that wait leave the database to everybody else, and no longer than is bearable', async () => {
    const [school, other] = schools as [Academy, Academy];
    const all = await pupils(school, 12);
    const playing = await Promise.all(
      all.map(async ({ her, video_id }) => ({ her, token: (await her.playing(video_id)).token })),
    );
    const { headers } = await other.person('teacher');
    const held = heldOpen(school.system());
    const changing = held.scope.tx((tx) => {
      const video = tx.updateTable('video').set({ title: '미분계수' });
      return video.where('id', '=', all[0]?.video_id ?? 0).execute();
    });
    await held.entered;
    const refreshAll = (one = stageOf(kit)) =>
      playing.map(({ her, token }) => refreshPlayback(her.scope(), one, token));
    const hurried = { ...stageOf(kit), starts: startsTogether(() => {}, 50) };
    const hurry = await Promise.allSettled(refreshAll(hurried));
    const codes = hurry.map((one) => one.status === 'rejected' && (one.reason as { code: string }).code);
    // In the row for a place, and in a place: lock_not_available, which the edge knows.
    expect(codes.filter((code) => code !== 'unavailable' && code !== '55P03')).toEqual([]);
    const waiting = refreshAll();
    expect(await doneOrBlocked(kit.owner, Promise.race(waiting), 1)).toBe('blocked');
    expect((await kit.app.inject({ url: '/api/v1/me', headers })).statusCode).toBe(200);
    held.release();
    await changing;
    expect(await told(waiting)).toEqual(all.map(() => 'started'));
  });

  test('wait neither for a case that somebody has in hand nor for those of another academy', async () => {
    const [school, other] = schools as [Academy, Academy];
    const { her, video_id, case_id } = await paused(kit, school);
    const held = heldOpen(her.scope());
    const objecting = objectTo(held.scope, case_id, '제가 아니에요');
    await held.entered;
    const again = startPlayback(her.scope(), stageOf(kit), { video_id, device_id: 'tablet', takeover: true });
    expect(await doneOrBlocked(kit.owner, again)).toBe('done');
    held.release();
    await objecting;
    expect(await told([again])).toEqual(['started']);

    const [stuck, free] = [...(await pupils(school, 1)), ...(await pupils(other, 1))] as [Pupil, Pupil];
    const holder = await kit.owner.connect();
    await holder.query('begin');
    await holder.query('select from user_account where id = $1 for update', [stuck.her.user_id]);
    const [waiting, others] = startAll([stuck, free]) as [Promise<unknown>, Promise<unknown>];
    expect(await told([others])).toEqual(['started']);
    await holder.query('commit');
    holder.release();
    expect(await told([waiting])).toEqual(['started']);
  });
});
