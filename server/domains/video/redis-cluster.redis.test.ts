import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '#app.ts';
import { openRedis, pingRedis, type RedisClient } from '#core/redis.ts';
import { type Academy, academy } from '#testing/factories.ts';
import { type Kit, useApp } from '#testing/harness.ts';
import { RedisServer } from '#testing/redis.ts';
import { classWithVideo } from '#testing/viewers.ts';

const kit = useApp({ LOG_LEVEL: 'silent' });
let server: RedisServer;
let clustered: Kit;
let school: Academy;

/** A cluster of one node, which has all slots and refuses what lies in several as any other. */
async function startCluster(): Promise<RedisServer> {
  const node = await RedisServer.start('--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1');
  const redis = new Redis(node.url);
  await redis.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
  while (!/cluster_state:ok/.test(String(await redis.cluster('INFO')))) await setTimeout(5);
  redis.disconnect();
  return node;
}

beforeAll(async () => {
  server = await startCluster();
  const redis = await openRedis({ REDIS_URL: urlOf(server) });
  clustered = { ...kit, redis, redisServer: server } as Kit;
  clustered.app = await buildApp(clustered);
  school = await academy(clustered);
});
afterAll(async () => {
  await clustered.app.close();
  clustered.redis?.disconnect();
  await server.stop();
});
const urlOf = ({ port }: RedisServer) => `redis-cluster://127.0.0.1:${port}`;
const client = () => clustered.redis as RedisClient;

test('beats are decided in a cluster, each viewer under one key of it', async () => {
  await pingRedis(urlOf(server));
  const { student, video_id } = await classWithVideo(clustered, school);
  const viewers = await Promise.all(Array.from({ length: 8 }, () => student()));
  const playbacks = await Promise.all(viewers.map((her) => her.playing(video_id)));
  kit.travel(20);
  const replies = await Promise.all(
    viewers.map((her, n) =>
      her.beat(playbacks[n] ?? { token: '' }, { position: 20, intervals: [[0, 20]], clock: 20, seq: 1 }),
    ),
  );
  expect(replies.map((reply) => reply.json())).toEqual(
    viewers.map(() => expect.objectContaining({ ok: true, state: 'ok', cut_seconds: 0 })),
  );
  const redis = new Redis(server.url);
  const keys = await redis.keys('seodang:*');
  redis.disconnect();
  expect(keys).toHaveLength(viewers.length);
});

test('a node that comes back, with nothing or with what it had, is not believed, and goes on', async () => {
  const { student, video_id } = await classWithVideo(clustered, school);
  const her = await student();
  const playback = await her.playing(video_id);
  kit.travel(20);
  const beat = (seq: number) =>
    her.beat(playback, { position: seq * 20, intervals: [[0, seq * 20]], clock: seq * 20, seq });
  expect((await beat(1)).json()).toMatchObject({ ok: true });

  await server.kill();
  kit.travel(20);
  expect((await beat(2)).json()).toMatchObject({ status: 503, detail: 'unavailable' });
  await server.begin();
  while (
    (await client()
      .ping()
      .catch(() => '')) !== 'PONG'
  )
    await setTimeout(10);
  const reply = await beat(3);
  expect(reply.json()).toMatchObject({ ok: true });
  expect(reply.json().progress).toBeGreaterThan(0);
});
