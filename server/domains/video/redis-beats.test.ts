import type { Cluster } from 'ioredis';
import { expect, test } from 'vitest';
import type { Db } from '#core/db.ts';
import { RedisBeats } from './redis-beats.ts';
import { RedisScripts } from './redis-scripts.ts';
import type { Beat } from './watching.queries.ts';
import type { WriteBehind } from './write-behind.ts';

const beatOf = (user_id: number): Beat => ({
  ...{ tenant_id: 1, login_session_id: null, user_id, video_id: 1, enrollment_id: user_id, pv: 1, seq: 1 },
  ...{ session_id: `${user_id}`, now: new Date(0), live_seconds: 90, position_ms: 20_000 },
  ...{ claimed: '{[0,20000)}', clock_ms: 20_000 },
});

test('in a cluster those whose node does not answer keep nobody else waiting', async () => {
  const reply = Promise.resolve('ok 100 0.5 0 20 0 ok 0 0 0 1');
  const hanging = new Promise(() => {});
  const names: string[] = [];
  const evalsha = (_sha: string, _keys: number, name: string) => (names.push(name) > 8 ? reply : hanging);
  const cluster = { isCluster: true, on: () => {}, evalsha } as unknown as Cluster;
  const behind = { isBehind: false, note: () => {} } as unknown as WriteBehind;
  const beats = new RedisBeats({} as Db, new RedisScripts(cluster, async () => 'house'), behind);
  for (let user = 1; user <= 8; user += 1) void beats.decide(beatOf(user));
  expect(await beats.decide(beatOf(9))).toMatchObject({ problem: null, expires_at: 100, progress: 0.5 });
});
