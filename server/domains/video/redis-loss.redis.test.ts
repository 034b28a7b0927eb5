import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { RedisServer } from '#testing/redis.ts';
import { classWithVideo, type StudentViewer, type VideoOptions } from '#testing/viewers.ts';
import { ahead, revoked } from '#testing/violations.ts';
import { reconcilePlaybacks } from './upkeep.ts';
import { playbackStore } from './wiring.ts';

const kit = useApp({ LOG_LEVEL: 'silent' });
let school: Academy;
beforeAll(async () => {
  school = await academy(kit);
});
const sql = (text: string, ...values: unknown[]) => kit.owner.query(text, values);
const server = () => kit.redisServer as RedisServer;
const redis = () => kit.redis as Redis;

async function watching(options: VideoOptions = {}) {
  const room = await classWithVideo(kit, school, options);
  const her = await room.student();
  return { ...room, her, playback: await her.playing(room.video_id) };
}

/** What is in the database, in seconds, without asking Redis for more. */
async function stored({ enrollment_id }: StudentViewer): Promise<number> {
  const { rows } = await sql(
    'select sum(watched_ms) as ms from video_progress where enrollment_id = $1',
    enrollment_id,
  );
  return Math.round(Number(rows[0].ms) / 1000);
}

async function connected(): Promise<void> {
  while (redis().status !== 'ready') await setTimeout(5);
}

/** A player that says again what is not stored for good, as ours does (web/features/video/beat-queue.ts). */
function playerOf(her: StudentViewer, token: () => string) {
  const told: { seq: number; interval: [number, number] }[] = [];
  let [seq, kept] = [0, 0];
  return async (from: number, to: number, clock: number) => {
    seq += 1;
    told.push({ seq, interval: [from, to] });
    const intervals = told.filter((one) => one.seq > kept).map(({ interval }) => interval);
    const reply = await her.beat({ token: token() }, { position: to, intervals, clock, seq });
    if (reply.statusCode === 200) kept = reply.json().kept_seq;
    return reply;
  };
}

describe('Redis that is gone', () => {
  beforeEach(async () => {
    await server().begin();
    await connected();
  });

  test('lets nobody in, and asks for a moment instead of failing', async () => {
    const { her, playback, video_id, student } = await watching();
    const him = await student();
    await her.beat(playback, { seq: 1 });
    await server().kill();
    const replies = [
      await her.beat(playback, { seq: 2 }),
      await him.start(video_id),
      await her.refresh(playback),
      await her.report(playback, [ahead]),
    ];
    for (const reply of replies) {
      expect(reply.json()).toMatchObject({ status: 503, detail: 'unavailable' });
      expect(reply.headers['retry-after']).toBe('1');
    }
    expect((await kit.app.inject('/readyz')).json()).toMatchObject({
      ready: false,
      parts: expect.arrayContaining([{ name: 'cache', state: 'failed' }]),
    });
    await server().begin();
    await connected();
    expect((await her.beat(playback, { seq: 2 })).statusCode).toBe(200);
    expect((await him.start(video_id)).statusCode).toBe(201);
  });

  test('and comes back empty in the middle of playback: all that was acknowledged is kept, and it goes on', async () => {
    const { her, playback } = await watching();
    const play = playerOf(her, () => playback.token);
    kit.travel(10);
    await play(0, 10, 10);
    await kit.settled();
    kit.travel(10);
    expect((await play(10, 20, 20)).json()).toMatchObject({ ok: true, kept_seq: 1 });
    await server().kill();
    expect(await stored(her)).toBe(10);
    kit.travel(10);
    expect((await play(20, 30, 30)).statusCode).toBe(503);
    await server().begin();
    await connected();
    kit.travel(10);
    expect((await play(30, 40, 40)).json()).toMatchObject({ ok: true, cut_seconds: 0, max_watched: 40 });
    await her.end(playback);
    expect(await stored(her)).toBe(40);
  });

  test('can still be left, which frees the place', async () => {
    const { her, playback, video_id } = await watching();
    await her.beat(playback);
    await server().kill();
    expect((await her.end(playback)).statusCode).toBe(200);
    await server().begin();
    await connected();
    await kit.settled();
    expect((await her.beat(playback)).json()).toMatchObject({ reason: 'ended' });
    expect((await her.start(video_id, 'phone')).statusCode).toBe(201);
  });
});

test('flushed in the middle, it goes on from the database, and takes nobody in who may not', async () => {
  const [one, other] = [await watching(), await revoked(kit, school)];
  const play = playerOf(one.her, () => one.playback.token);
  kit.travel(30);
  await play(0, 30, 30);
  await redis().flushall();
  await redis().call('SCRIPT', 'FLUSH');
  kit.travel(30);
  expect((await play(30, 60, 60)).json()).toMatchObject({ cut_seconds: 0, max_watched: 60 });
  expect((await other.her.beat(other.playback)).json()).toMatchObject({ reason: 'revoked' });
});

test('an old state that comes back from a disk is not believed', async () => {
  const disk = await RedisServer.start('--appendonly', 'yes', '--appendfsync', 'always');
  const second = new Redis(disk.url, { retryStrategy: () => 20, enableOfflineQueue: true });
  second.on('error', () => {});
  try {
    const store = playbackStore({ ...kit, redis: second });
    const { her, playback, video_id } = await watching();
    const beat = (seq: number) => store.beat(beatOf(her, playback, video_id, seq));
    expect((await beat(1)).problem).toBeNull();
    await disk.kill();
    await sql(
      `update playback_session set status = 'REVOKED', ended_reason = 'revoked', ended_at = now() where session_id = $1`,
      playback.session_id,
    );
    await sql('delete from playback_change');
    await disk.begin();
    await expect
      .poll(() => beat(2).catch(() => null), { timeout: 90_000 })
      .toMatchObject({
        problem: 'session_inactive',
        reason: 'revoked',
      });
  } finally {
    second.disconnect();
    await disk.stop();
  }
});

/** A heartbeat as it reaches a store. */
function beatOf(her: StudentViewer, playback: { session_id: string }, video_id: number, seq: number) {
  return {
    ...{ tenant_id: school.tenant_id, user_id: her.user_id, login_session_id: her.login_session_id },
    ...{ session_id: playback.session_id, video_id, enrollment_id: her.enrollment_id, pv: 1 },
    ...{ now: kit.clock(), live_seconds: 600, position_ms: 5000, claimed: '{[0,5000)}', clock_ms: 5000, seq },
  };
}

test('what a process credited that died is brought to the database by others', async () => {
  const { her, playback, video_id } = await watching();
  kit.travel(10);
  const dying = playbackStore(kit);
  await dying.beat(beatOf(her, playback, video_id, 1));
  const mine = { tenant_id: school.tenant_id, user_id: her.user_id };
  await playbackStore(kit).settle([mine]);
  expect(await stored(her)).toBe(5);
  kit.travel(3600);
  await reconcilePlaybacks(playbackStore(kit)).step(her.person.scope(), 100);
  const { rows } = await sql(
    'select status from playback_session where session_id = $1',
    playback.session_id,
  );
  expect(rows[0].status).toBe('EXPIRED');
});

test('a change that is under way stops heartbeats until it is over', async () => {
  const { her, playback } = await watching();
  await her.beat(playback, { seq: 1 });
  const entered = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const changing = playbackStore(kit).change(her.person.scope(), her.user_id, async () => {
    entered.resolve();
    await gate.promise;
    await sql(
      `update playback_session set status = 'REVOKED', ended_reason = 'revoked', ended_at = now() where session_id = $1`,
      playback.session_id,
    );
  });
  await entered.promise;
  let answered = false;
  const beating = her.beat(playback, { seq: 2 }).finally(() => {
    answered = true;
  });
  await her.report(playback, []);
  expect(answered).toBe(false);
  gate.resolve();
  await changing;
  expect((await beating).json()).toMatchObject({ reason: 'revoked' });
});

test('a change that fails leaves everything as it was', async () => {
  const { her, playback } = await watching();
  kit.travel(10);
  await her.beat(playback, { intervals: [[0, 10]], clock: 10, seq: 1 });
  const failing = playbackStore(kit).change(her.person.scope(), her.user_id, () => {
    throw new Error('planted');
  });
  await expect(failing).rejects.toThrow('planted');
  kit.travel(10);
  const beat = await her.beat(playback, { intervals: [[10, 20]], clock: 20, seq: 2 });
  expect(beat.json()).toMatchObject({ cut_seconds: 0, max_watched: 20 });
});

test('what the database refuses to write of one is nobody else’s fate', async () => {
  const [one, other] = [await watching(), await watching()];
  const planted = `check (enrollment_id <> ${one.her.enrollment_id}) not valid`;
  await sql(`alter table video_progress add constraint planted ${planted}`);
  kit.travel(10);
  for (const { her, playback } of [one, other])
    await her.beat(playback, { intervals: [[0, 10]], clock: 10, seq: 1 });
  await expect.poll(() => stored(other.her)).toBe(10);
  expect(await stored(one.her)).toBe(0);
  const ending = playbackStore(kit);
  await ending.beat(beatOf(one.her, one.playback, one.video_id, 2));
  await ending.close();
  await sql('alter table video_progress drop constraint planted');
  await expect.poll(() => stored(one.her)).toBe(10);
});

test('what Redis cannot read of one is nobody else’s fate', async () => {
  const [one, other] = [await watching(), await watching()];
  for (const { her, playback } of [one, other]) await her.beat(playback, { seq: 1 });
  const [key = ''] = await redis().keys(`*:{${school.tenant_id}:${one.her.user_id}}`);
  await redis().hset(key, `p:${one.playback.session_id}`, 'x');
  const store = playbackStore(kit);
  const together = [one, other].map(({ her, playback, video_id }) =>
    store.beat(beatOf(her, playback, video_id, 2)),
  );
  const settled = await Promise.allSettled(together);
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  await redis().del(key);
});

test('a cluster serves it as well, and two databases may share one Redis', async () => {
  const node = await RedisServer.start('--cluster-enabled', 'yes');
  const client = new Redis(node.url);
  try {
    await client.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
    await expect
      .poll(() => client.call('CLUSTER', 'INFO'), { timeout: 90_000 })
      .toContain('cluster_state:ok');
    const store = playbackStore({ ...kit, redis: client });
    const { her, playback, video_id } = await watching();
    kit.travel(10);
    expect((await store.beat(beatOf(her, playback, video_id, 1))).problem).toBeNull();
    await store.settle([{ tenant_id: school.tenant_id, user_id: her.user_id }]);
    expect(await stored(her)).toBe(5);
    const [key] = await client.keys('*');
    const { rows } = await sql('select app.database_identity() as name');
    expect(key).toBe(`seodang:${rows[0].name}:{${school.tenant_id}:${her.user_id}}`);
  } finally {
    client.disconnect();
    await node.stop();
  }
});

test('what Redis credited before the source was replaced by a shorter one ends where that ends', async () => {
  const { her, playback, video_id } = await watching();
  kit.travel(60);
  await her.beat(playback, { position: 60, intervals: [[0, 60]], clock: 60, seq: 1 });
  await sql('update video set duration_ms = 40000, duration = 40 where id = $1', video_id);
  await kit.settled();
  const text = 'select watched::text, last_position from video_progress where enrollment_id = $1';
  expect((await sql(text, her.enrollment_id)).rows).toEqual([{ watched: '{[0,40000)}', last_position: 40 }]);
});
