import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { RedisServer } from '#testing/redis.ts';
import { classWithVideo } from '#testing/viewers.ts';

const kit = useApp({ LOG_LEVEL: 'silent' });
let school: Academy;
let replica: RedisServer;
beforeAll(async () => {
  school = await academy(kit);
  replica = await RedisServer.start();
});
afterAll(() => replica.stop());

/** Tells a server whom it follows: the port of a master, or nobody. */
async function follow(server: { port: number }, master: { port: number } | undefined): Promise<void> {
  const client = new Redis(server.port);
  await (master ? client.replicaof('127.0.0.1', master.port) : client.replicaof('NO', 'ONE'));
  while (master && !(await client.info('replication')).includes('master_link_status:up')) await setTimeout(5);
  client.disconnect();
}

test('a replica that is promoted goes on with what was credited, and the demoted server lets nobody in', async () => {
  const { student, video_id } = await classWithVideo(kit, school);
  const [her, him] = [await student(), await student()];
  const playback = await her.playing(video_id);
  const [first, client] = [kit.redisServer as RedisServer, kit.redis as Redis];
  const beat = (from: number, to: number, seq: number) =>
    her.beat(playback, { position: to, intervals: [[from, to]], clock: to, seq });
  await follow(replica, first);
  kit.travel(10);
  expect((await beat(0, 10, 1)).json()).toMatchObject({ ok: true, max_watched: 10 });

  await follow(replica, undefined);
  await follow(first, replica);
  kit.travel(10);
  expect((await beat(10, 20, 2)).json()).toMatchObject({ status: 503, detail: 'unavailable' });
  expect((await him.start(video_id)).statusCode).toBe(503);

  // The name of the server leads to the other one now; the old connection was given up when it said READONLY.
  client.options.port = replica.port;
  while ((await beat(10, 20, 2)).statusCode === 503) await setTimeout(5);
  kit.travel(10);
  expect((await beat(20, 30, 3)).json()).toMatchObject({ ok: true, cut_seconds: 0, max_watched: 30 });
  expect((await him.start(video_id)).statusCode).toBe(201);
  await her.end(playback);
  const { rows } = await kit.owner.query(
    'select sum(watched_ms)::int as ms from video_progress where enrollment_id = $1',
    [her.enrollment_id],
  );
  expect(rows).toEqual([{ ms: 30_000 }]);
});
