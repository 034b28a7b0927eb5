import { expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';

const kit = useApp();

test('the board says kind by kind what waits, for how long, what is being done and what failed', async () => {
  const school = await academy(kit);
  const owner = await school.person('owner');
  const queues = async () => (await ask(kit, owner, 'GET /job-queues')).body.results;
  expect(await queues()).toEqual([]);
  const now = kit.clock();
  const at = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  const job = (subject: number, row: object) => {
    const values = { tenant_id: school.tenant_id, kind: 'video.transcode', subject_id: subject, ...row };
    const names = Object.keys(values);
    const marks = names.map((_, n) => `$${n + 1}`);
    return kit.owner.query(`insert into job (${names}) values (${marks})`, Object.values(values));
  };
  await job(1, { created_at: at(-90) });
  await job(2, { created_at: at(-300) });
  await job(3, { created_at: at(-900), not_before: at(60), failures: 1 });
  const lease_token = '5d1c4b9e-3a0a-4b8e-9d55-0c1f8a1d2e3f';
  await job(4, { status: 'leased', lease_token, leased_by: 'w1', leased_until: at(45) });
  await job(5, { status: 'failed', finished_at: at(-3600) });
  await job(6, { status: 'failed', finished_at: at(-90_000) });
  await job(7, { status: 'done', finished_at: at(-60) });

  expect(await queues()).toEqual([
    {
      ...{ kind: 'video.transcode', queued: 3, resting: 1, leased: 1, failed: 1 },
      oldest_queued_at: at(-300).toISOString(),
      soonest_lease_end: at(45).toISOString(),
    },
  ]);
  const other = await (await academy(kit)).person('owner');
  expect((await ask(kit, other, 'GET /job-queues')).body.results).toEqual([]);
  expect((await ask(kit, await school.person('teacher'), 'GET /job-queues')).status).toBe(403);
});
