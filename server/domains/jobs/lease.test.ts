import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { paintKind, paintPrefix, usePaintJobs } from '#testing/paint-jobs.ts';
import { queueJob } from './index.ts';
import { cancel } from './queue.ts';

const kit = useApp();
const { told, post, claim, claimed, offer, settle, empty } = usePaintJobs(kit);

test('without the worker token nobody gets work; with it, an empty queue is 204', async () => {
  await empty();
  expect(
    (await post('claim', { kinds: ['test.paint'] }, 'w1', 'wrong-token-of-some-length')).statusCode,
  ).toBe(401);
  expect((await claim()).statusCode).toBe(204);
});

test('a silent runner loses the job, and its late report is refused', async () => {
  await empty();
  const { id } = await offer(await academy(kit));
  const first = await claimed('slow');
  expect(first).toMatchObject({ id, attempt: 1, payload: { color: 'red' } });
  await post(`${id}/heartbeat`, { lease_token: first.lease_token, progress: 0.3 }, 'slow');
  expect((await claim('quick')).statusCode).toBe(204);
  kit.travel(61);
  const late = await post(`${id}/heartbeat`, { lease_token: first.lease_token }, 'slow');
  expect(late.json()).toMatchObject({ status: 409, detail: 'lease_owner_mismatch_or_expired' });
  const second = await claimed('quick');
  expect(second).toMatchObject({ id, attempt: 2 });

  const stale = await post(
    `${id}/complete`,
    { lease_token: first.lease_token, result: { files: [] } },
    'slow',
  );
  expect(stale.json()).toMatchObject({ status: 409, detail: 'lease_owner_mismatch' });
  expect((await post(`${id}/fail`, { lease_token: first.lease_token, reason: 'late' })).statusCode).toBe(409);
  const done = await post(
    `${id}/complete`,
    { lease_token: second.lease_token, result: { files: [] } },
    'quick',
  );
  expect(done.json()).toEqual({ ok: true, reason: 'ok' });
});

test('heartbeats keep the lease, and progress never goes back within an attempt', async () => {
  await empty();
  const { id } = await offer(await academy(kit));
  const { lease_token } = await claimed();
  for (const progress of [0.5, 0.2]) {
    kit.travel(50);
    expect((await post(`${id}/heartbeat`, { lease_token, progress, stage: 'encode' })).statusCode).toBe(200);
  }
  const { rows } = await kit.owner.query('select progress, stage from job where id = $1', [id]);
  expect(rows).toEqual([{ progress: 0.5, stage: 'encode' }]);
});

test('a result counts only when its files are stored as it says, and what follows happens once', async () => {
  await empty();
  told.length = 0;
  const school = await academy(kit);
  const offered = await offer(school);
  const { id } = offered;
  const job = await claimed();
  const { lease_token } = job;
  const result = { files: [{ name: 'a/one.bin', bytes: 3 }] };

  const missing = await post(`${id}/complete`, { lease_token, result });
  expect(missing.json()).toMatchObject({ status: 422, detail: 'output_missing', missing: ['a/one.bin'] });
  const malformed = await post(`${id}/complete`, { lease_token, result: { files: [{ name: 7 }] } });
  expect(malformed.json().errors[0].pointer).toBe('/result/files/0/name');

  await kit.storage.put(`${paintPrefix(school, offered, job)}a/one.bin`, Buffer.from('abc'));
  expect((await post(`${id}/publish`, { lease_token, result })).json()).toEqual({ ok: true, reason: 'ok' });
  expect((await post(`${id}/complete`, { lease_token, result })).json()).toEqual({ ok: true, reason: 'ok' });
  expect((await post(`${id}/complete`, { lease_token, result })).json()).toEqual({
    ok: true,
    reason: 'idempotent',
  });
  const other = await post(`${id}/complete`, { lease_token, result: { files: [] } });
  expect(other.json().detail).toBe('lease_owner_mismatch');

  await settle();
  expect(told.map(({ what }) => what).sort()).toEqual(['done', 'published']);
});

test('output addresses stay below the prefix of the job and its attempt', async () => {
  await empty();
  const school = await academy(kit);
  const offered = await offer(school);
  const { id } = offered;
  const job = await claimed();
  const { lease_token } = job;
  const ask = (name: string) =>
    post(`${id}/outputs`, { lease_token, files: [{ name, content_type: 'video/mp4' }] });
  const [target] = (await ask('v0/seg-1.m4s')).json().outputs;
  expect(target).toMatchObject({ name: 'v0/seg-1.m4s', method: 'PUT' });
  expect(target.url).toContain(`${paintPrefix(school, offered, job)}v0/seg-1.m4s`);
  for (const name of ['../escape', '/abs', 'a/../../b', 'a\\b'])
    expect((await ask(name)).statusCode).toBe(400);
  expect(
    (await post(`${id}/outputs`, { lease_token: randomUUID(), files: [{ name: 'a', content_type: 'x' }] }))
      .statusCode,
  ).toBe(409);
});

test('failures rest longer and longer, and the third ends the job with its reason and history', async () => {
  await empty();
  told.length = 0;
  const school = await academy(kit);
  const poison = await offer(school);
  const behind = await offer(school);
  for (const rest of [15, 60]) {
    const { id, lease_token } = await claimed('w1');
    expect(id).toBe(poison.id);
    expect((await post(`${id}/fail`, { lease_token, reason: 'broken_media' })).json()).toEqual({
      ok: true,
      reason: 'ok',
    });
    expect((await post(`${id}/fail`, { lease_token, reason: 'broken_media' })).json().reason).toBe(
      'idempotent',
    );
    const next = await claimed('w2');
    expect(next.id).toBe(behind.id);
    await post(`${next.id}/release`, { lease_token: next.lease_token });
    kit.travel(rest);
  }
  const third = await claimed();
  await post(`${poison.id}/fail`, { lease_token: third.lease_token, reason: 'broken_media' });
  await settle();
  expect(told).toEqual([{ what: 'failed', subject_id: poison.subject_id, detail: 'broken_media' }]);
  const { rows } = await kit.owner.query(
    'select outcome, error from job_attempt where job_id = $1 order by attempt',
    [poison.id],
  );
  expect(rows).toEqual(Array(3).fill({ outcome: 'failed', error: 'broken_media' }));
  expect((await claimed()).id).toBe(behind.id);
});

test('a lease lost three times ends the job too, and a permanent failure at once', async () => {
  await empty();
  told.length = 0;
  const school = await academy(kit);
  const lost = await offer(school);
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    expect(await claimed()).toMatchObject({ id: lost.id, attempt });
    kit.travel(61);
  }
  expect((await claim()).statusCode).toBe(204);
  const hopeless = await offer(school);
  const { lease_token } = await claimed();
  await post(`${hopeless.id}/fail`, { lease_token, reason: 'not_a_video', permanent: true });
  await settle();
  expect(told).toEqual([
    { what: 'failed', subject_id: lost.subject_id, detail: 'lease_expired' },
    { what: 'failed', subject_id: hopeless.subject_id, detail: 'not_a_video' },
  ]);
});

test('a cancelled job stops at the next heartbeat, a waiting one at once', async () => {
  await empty();
  told.length = 0;
  const school = await academy(kit);
  const running = await offer(school);
  const { lease_token } = await claimed();
  const waiting = await offer(school);
  await school.system().tx(async (tx, scope) => {
    expect(await cancel(scope, tx, running.id)).toBe(true);
    expect(await cancel(scope, tx, waiting.id)).toBe(true);
    expect(await cancel(scope, tx, waiting.id)).toBe(false);
  });
  expect((await post(`${running.id}/heartbeat`, { lease_token })).json().cancel).toBe(true);
  await post(`${running.id}/fail`, { lease_token, reason: 'cancelled' });
  await settle();
  expect(told.map(({ detail }) => detail)).toEqual(['cancelled', 'cancelled']);
  expect((await claim()).statusCode).toBe(204);
});

test('a subject has one job at a time: queueing again gives the one that waits', async () => {
  await empty();
  const school = await academy(kit);
  const { id, subject_id } = await offer(school);
  const again = await school
    .system()
    .tx((tx) => queueJob(tx, paintKind, { subject_id, private_payload: { color: 'blue' } }));
  expect(again).toBe(id);
});

test('a server whose clock is an hour behind the database gives out work, and its own clock ends the lease', async () => {
  await empty();
  kit.travel(-3600);
  const { id } = await offer(await academy(kit));
  const first = await claimed('slow');
  expect(first).toMatchObject({ id, attempt: 1 });
  kit.travel(50);
  expect((await post(`${id}/heartbeat`, { lease_token: first.lease_token }, 'slow')).statusCode).toBe(200);
  kit.travel(61);
  expect(await claimed('quick')).toMatchObject({ id, attempt: 2 });
  kit.travel(3600 - 111);
});
