import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, type Caller, openHttp } from '#core/http.ts';
import { refuse } from '#core/problem.ts';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';

const kit = useApp();
let app: App;
let school: Academy;
const done: string[] = [];
let waiting = Promise.withResolvers<void>();
let gate = Promise.withResolvers<void>();

/** What each route does when it really runs. */
const works: Record<string, () => unknown> = {
  count: () => ({ run: done.length, secret: 'shown once' }),
  nothing: () => undefined,
  refuse: () => refuse('conflict', { run: done.length }),
  throttle: () => refuse('too_many_requests', { retry_after: 3 }),
  break: () => {
    throw new Error('a planted bug');
  },
  wait: async () => {
    waiting.resolve();
    await gate.promise;
    return { run: done.length };
  },
  big: () => ({ text: 'x'.repeat(2 * 1024 * 1024) }),
  stream: () => Readable.from(['a', 'b']),
};

beforeAll(async () => {
  school = await academy(kit);
  const authenticate = async ({ headers }: { headers: Record<string, unknown> }): Promise<Caller> => {
    const user_id = Number(headers['x-user'] ?? 1);
    const actor = { kind: 'user', user_id, role: 'owner', login_session_id: 1 } as const;
    return { tenant_id: school.tenant_id, actor, must_change_password: false };
  };
  const rules = Object.fromEntries(Object.keys(works).map((name) => [name, ['owner'] as const]));
  const permissions = { rules, beforePasswordChange: [], notByApiKey: [], checkedInside: [] };
  const quiet = { ...kit, config: { ...kit.config, LOG_LEVEL: 'silent' as const } };
  app = await openHttp(quiet, { permissions, authenticate }, async (api) => {
    for (const [name, work] of Object.entries(works)) {
      api.post(`/${name}`, { schema: { operationId: name } as object }, async (_request, reply) => {
        done.push(name);
        const answer = await work();
        return answer === undefined ? reply.code(204).send() : answer;
      });
    }
  });
  await app.ready();
});
afterAll(() => app.close());

function post(name: string, key: string | undefined, payload: object = { a: 1 }, user = '1') {
  const headers = { 'x-user': user, ...(key === undefined ? {} : { 'idempotency-key': key }) };
  return app.inject({ method: 'POST', url: `/api/v1/${name}`, payload, headers });
}

async function runsOf<T>(work: () => Promise<T>): Promise<[number, T]> {
  const before = done.length;
  const result = await work();
  return [done.length - before, result];
}

test.each(['count', 'nothing', 'refuse'])(
  'a repeated %s gets the first answer byte for byte',
  async (name) => {
    const key = randomUUID();
    const [runs, [first, second]] = await runsOf(async () => [await post(name, key), await post(name, key)]);
    expect(runs).toBe(1);
    expect(second.statusCode).toBe(first.statusCode);
    expect(second.headers['content-type']).toBe(first.headers['content-type']);
    expect(second.rawPayload.equals(first.rawPayload)).toBe(true);
    expect(second.headers['idempotency-replayed']).toBe('true');
  },
);

test.each(['break', 'throttle', 'big', 'stream'])('a repeated %s runs again', async (name) => {
  const key = randomUUID();
  const [runs] = await runsOf(async () => [await post(name, key), await post(name, key)]);
  expect(runs).toBe(2);
});

test('the same key for something else is refused', async () => {
  const key = randomUUID();
  await post('count', key);
  expect((await post('count', key, { a: 2 })).json()).toMatchObject({
    status: 422,
    detail: 'idempotency_key_reused',
  });
  expect((await post('nothing', key)).json().detail).toBe('idempotency_key_reused');
});

test('keys are each person’s own, and without one everything runs', async () => {
  const key = randomUUID();
  const [runs] = await runsOf(async () => {
    await post('count', key, {}, '1');
    await post('count', key, {}, '2');
    await post('count', undefined);
    await post('count', undefined);
  });
  expect(runs).toBe(4);
});

test('a repeat that overtakes the first is told to wait, and then gets its answer', async () => {
  [waiting, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const key = randomUUID();
  const first = post('wait', key);
  await waiting.promise;
  expect((await post('wait', key)).json()).toMatchObject({ status: 409, detail: 'idempotency_in_progress' });
  gate.resolve();
  const answer = (await first).json();
  expect((await post('wait', key)).json()).toEqual(answer);
});

test('a key whose process died is free again after five minutes, for the same request', async () => {
  const key = randomUUID();
  await post('count', key);
  await kit.owner.query('update idempotency_key set status = null, body = null where key = $1', [key]);
  expect((await post('count', key)).statusCode).toBe(409);
  await kit.owner.query(
    `update idempotency_key set created_at = created_at - interval '6 minutes' where key = $1`,
    [key],
  );
  expect((await post('count', key, { other: 'body' })).statusCode).toBe(422);
  expect((await post('count', key)).statusCode).toBe(200);
});

test('after 24 hours a key is new, and the old answers are swept away', async () => {
  const key = randomUUID();
  await post('count', key);
  await kit.owner.query(`update idempotency_key set created_at = created_at - interval '25 hours'`);
  const [runs] = await runsOf(() => post('count', key, { another: 'body' }));
  expect(runs).toBe(1);
  await kit.keepUp();
  const { rows } = await kit.owner.query('select key from idempotency_key');
  expect(rows).toEqual([{ key }]);
});

test('the database alone does not tell what was answered', async () => {
  await post('count', randomUUID());
  const { rows } = await kit.owner.query<{ body: Buffer }>(
    'select body from idempotency_key where body is not null',
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { body } of rows) expect(body.toString('latin1')).not.toContain('shown once');
});

test.each(['', ' ', 'é', 'x'.repeat(201)])('a key like %j is no key', async (key) => {
  const reply = await post('count', key);
  expect(reply.json()).toMatchObject({
    detail: 'invalid_request',
    errors: [{ pointer: '/Idempotency-Key' }],
  });
});
