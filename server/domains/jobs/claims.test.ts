import { expect, test } from 'vitest';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { paintPrefix, usePaintJobs } from '#testing/paint-jobs.ts';

const kit = useApp();
const { post, claim, claimed, offer, empty } = usePaintJobs(kit);

test('ten runners racing for one job: one gets it', async () => {
  await empty();
  await offer(await academy(kit));
  const replies = await Promise.all(Array.from({ length: 10 }, (_, i) => claim(`w${i}`)));
  expect(replies.map((reply) => reply.statusCode).sort()).toEqual([200, ...Array(9).fill(204)]);
});

test('an academy with many jobs does not hold up one with few', async () => {
  await empty();
  const [large, small] = [await academy(kit), await academy(kit)];
  for (let i = 0; i < 5; i += 1) await offer(large);
  const lonely = await offer(small);
  const ids = [(await claimed('a')).id, (await claimed('b')).id];
  expect(ids).toContain(lonely.id);
});

test('a job whose work became pointless is skipped and the next one served', async () => {
  const school = await empty().then(() => academy(kit));
  await offer(school, { pointless: true });
  const useful = await offer(school);
  expect((await claimed()).id).toBe(useful.id);
});

test('a claim that is not committed yet is passed over, not waited for', async () => {
  await empty();
  const school = await academy(kit);
  await offer(school);
  const client = await kit.owner.connect();
  await client.query('begin; select * from job for update');
  expect((await claim()).statusCode).toBe(204);
  await client.query('rollback');
  client.release();
  expect((await claim()).statusCode).toBe(200);
});

test('runners that ask at the same moment are served together, each with a job of its own', async () => {
  await empty();
  const [large, small] = [await academy(kit), await academy(kit)];
  for (let i = 0; i < 6; i += 1) await offer(large);
  const lonely = [await offer(small), await offer(small)].map(({ id }) => id);
  const replies = await Promise.all([
    claim('other', ['test.unknown']),
    ...['a', 'b', 'c', 'd'].map((worker) => claim(worker)),
  ]);
  expect(replies.map(({ statusCode }) => statusCode)).toEqual([204, 200, 200, 200, 200]);
  const jobs = replies.slice(1).map((reply) => reply.json().job);
  const ids = jobs.map(({ id }) => id);
  expect(new Set(ids).size).toBe(4);
  expect(ids.filter((id) => lonely.includes(id)).sort((one, other) => one - other)).toEqual(lonely);
  const { rows } = await kit.owner.query(
    'select id, leased_by, lease_token from job where id = any($1) order by leased_by',
    [ids],
  );
  expect(rows).toEqual(
    jobs.map(({ id, lease_token }, n) => ({ id, lease_token, leased_by: ['a', 'b', 'c', 'd'][n] })),
  );
});

test('among academies that are equally busy the more urgent job comes first, then the older', async () => {
  await empty();
  const [first, second, third] = [await academy(kit), await academy(kit), await academy(kit)];
  const older = await offer(third);
  const newer = await offer(first);
  const urgent = await offer(second, { priority: 5 });
  expect([await claimed(), await claimed(), await claimed()].map(({ id }) => id)).toEqual([
    urgent.id,
    older.id,
    newer.id,
  ]);
});

test('a claim that a crash of the database forgot is fenced off from the one that follows it', async () => {
  await empty();
  const school = await academy(kit);
  const offered = await offer(school);
  const { id } = offered;
  const forgotten = await claimed('before');
  await kit.owner.query('delete from job_attempt where job_id = $1', [id]);
  await kit.owner.query(
    `update job set status = 'queued', attempt = 0, lease_token = null, leased_by = null, leased_until = null where id = $1`,
    [id],
  );
  const present = await claimed('after');
  expect(present).toMatchObject({ id, attempt: forgotten.attempt });

  const files = [{ name: 'a.bin', content_type: 'application/octet-stream' }];
  const target = async ({ lease_token }: { lease_token: string }) =>
    (await post(`${id}/outputs`, { lease_token, files })).json();
  const { outputs } = await target(present);
  expect(outputs[0].url).toContain(paintPrefix(school, offered, present));
  expect(paintPrefix(school, offered, forgotten)).not.toBe(paintPrefix(school, offered, present));
  expect(await target(forgotten)).toMatchObject({ status: 409, detail: 'lease_owner_mismatch' });
  for (const [verb, report] of [
    ['heartbeat', {}],
    ['complete', { result: { files: [] } }],
    ['fail', { reason: 'late' }],
    ['release', {}],
  ] as const)
    expect((await post(`${id}/${verb}`, { lease_token: forgotten.lease_token, ...report })).statusCode).toBe(
      409,
    );
  expect((await post(`${id}/heartbeat`, { lease_token: present.lease_token })).statusCode).toBe(200);
});
