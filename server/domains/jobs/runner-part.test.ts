import { expect, test } from 'vitest';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';

const kit = useApp();
const runner = async () => {
  const { headers } = await (await academy(kit)).person('owner');
  const reply = await kit.app.inject({ url: '/api/v1/system/readiness', headers });
  return reply.json().parts.find(({ name }: { name: string }) => name === 'runner');
};

test('a runner that asked for work within a minute is there; without one people still get in', async () => {
  expect(await runner()).toMatchObject({ state: 'failed' });
  expect((await kit.app.inject('/readyz')).statusCode).toBe(200);
  const claim = () =>
    kit.app.inject({
      method: 'POST',
      url: '/api/v1/internal/jobs/claim',
      headers: { 'x-worker-token': kit.secrets.worker, 'x-worker-id': 'w1' },
      payload: { kinds: ['video.transcode'] },
    });
  expect((await claim()).statusCode).toBe(204);
  expect(await runner()).toMatchObject({ state: 'ok' });
  kit.travel(61);
  expect(await runner()).toMatchObject({ state: 'failed' });
});
