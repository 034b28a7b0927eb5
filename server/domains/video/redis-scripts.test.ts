import type { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { RedisScripts } from './redis-scripts.ts';

/** What a server answers to every script. */
function answering(message: string): RedisScripts {
  const fail = () => Promise.reject(Object.assign(new Error(message), { name: 'ReplyError' }));
  const server = { isCluster: false, on: () => {}, evalsha: fail, eval: fail };
  return new RedisScripts(server as unknown as Redis, async () => 'house');
}
const asked = (message: string) => answering(message).run('kept', { tenant_id: 1, user_id: 2 }, []);

describe('a server that cannot serve for a while is as if it were not there', () => {
  test.each([
    "READONLY You can't write against a read only replica. script: f, on @user_script:3.",
    "ERR Error running script (call to f_1): @user_script:3: @user_script: 3: -READONLY You can't write against a read only replica.",
    'LOADING Redis is loading the dataset in memory',
    "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
    'MOVED 3999 127.0.0.1:6381',
    'CLUSTERDOWN The cluster is down',
    'TRYAGAIN Multiple keys request during rehashing of slot',
    'NOREPLICAS Not enough good replicas to write.',
    "OOM command not allowed when used memory > 'maxmemory'.",
    'MISCONF Redis is configured to save RDB snapshots, but it is currently unable to persist on disk.',
    'BUSY Redis is busy running a script.',
  ])('%s', async (message) => {
    await expect(asked(message)).rejects.toMatchObject({ code: 'unavailable' });
  });
});

test('a script that is wrong is a bug', async () => {
  await expect(asked('ERR user_script:3: attempt to index a nil value')).rejects.toThrow('nil value');
});
