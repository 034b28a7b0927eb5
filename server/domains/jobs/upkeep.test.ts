import { expect, test } from 'vitest';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';

const kit = useApp();
const DAY = 24 * 3600;

test('jobs that ended three months ago are forgotten with their attempts; those that wait are not', async () => {
  const { tenant_id } = await academy(kit);
  await kit.owner.query(
    `with j as (insert into job (tenant_id, kind, subject_id, status, attempt, finished_at) values
       ($1, 'test.paint', 1, 'done', 1, now()), ($1, 'test.paint', 2, 'failed', 1, now() + interval '60 days'),
       ($1, 'test.paint', 3, 'queued', 1, null) returning *)
     insert into job_attempt (tenant_id, job_id, attempt, lease_token, leased_by, started_at)
     select tenant_id, id, 1, gen_random_uuid(), 'w', now() from j`,
    [tenant_id],
  );
  const left = async () => {
    const { rows } = await kit.owner.query<{ subject_id: number }>(
      `select subject_id from job join job_attempt a on a.job_id = job.id where job.tenant_id = $1 order by 1`,
      [tenant_id],
    );
    return rows.map(({ subject_id }) => subject_id);
  };

  await kit.keepUp();
  expect(await left()).toEqual([1, 2, 3]);
  kit.travel(91 * DAY);
  await kit.keepUp();
  await kit.keepUp();
  expect(await left()).toEqual([2, 3]);
});

test('runners that were not seen for three months are forgotten', async () => {
  await academy(kit);
  const seen = (id: string, days: number) =>
    kit.owner.query(`insert into runner (id, kinds, last_seen_at) values ($1, '{}', $2)`, [
      id,
      new Date(kit.clock().getTime() - days * DAY * 1000),
    ]);
  await seen('scrapped', 91);
  await seen('resting', 89);
  await kit.keepUp();
  expect((await kit.owner.query('select id from runner')).rows).toEqual([{ id: 'resting' }]);
});
