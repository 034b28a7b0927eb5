import Fastify from 'fastify';
import { expect, test } from 'vitest';
import type { App } from '#core/http.ts';
import { serveErrors } from '#core/http-errors.ts';
import { publish } from '#core/live.ts';
import { academy, type Person } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';

const kit = useApp();

test('a process that lives says so, and one whose database answers is ready', async () => {
  expect((await kit.app.inject('/healthz')).statusCode).toBe(200);
  const ready = await kit.app.inject('/readyz');
  expect(ready.json()).toMatchObject({
    ready: true,
    parts: [
      { name: 'process', state: 'ok' },
      { name: 'database', state: 'ok' },
      { name: 'cache', state: 'off' },
      { name: 'storage', state: 'ok' },
      { name: 'signing', state: 'ok' },
    ],
  });
});

test('nobody in particular is 401, a role that may not is 403, each as problem+json with its code', async () => {
  const school = await academy(kit);
  const student = await school.person('student');

  const nobody = await kit.app.inject('/api/v1/system/readiness/');
  expect(nobody.statusCode).toBe(401);
  expect(nobody.headers['content-type']).toContain('application/problem+json');
  expect(nobody.json()).toMatchObject({
    status: 401,
    detail: 'unauthenticated',
    instance: '/api/v1/system/readiness/',
  });
  const reply = await kit.app.inject({ url: '/api/v1/system/readiness', headers: student.headers });
  expect(reply.json()).toMatchObject({ status: 403, detail: 'forbidden' });
});

test.each(['40P01', '40001', '55P03'])(
  'who was in somebody’s way (%s) is told to try again',
  async (code) => {
    const app = Fastify();
    serveErrors(app as unknown as App);
    app.get('/', () => Promise.reject(Object.assign(new Error('taken back'), { code })));
    const reply = await app.inject('/');
    expect(reply.json()).toMatchObject({ status: 503, detail: 'unavailable' });
    expect(reply.headers['retry-after']).toBe('1');
  },
);

test('a route without a rule does not boot, and is named', async () => {
  const { buildWith } = await import('#testing/boot.ts');
  await expect(buildWith(kit, { live: ['owner'] })).rejects.toThrow(
    /GET \/api\/v1\/system\/readiness \(readiness\)/,
  );
});

test('OpenAPI 3.1 is served with a reference to browse', async () => {
  const reply = await kit.app.inject('/api/v1/openapi.json');
  expect(reply.json()).toMatchObject({ openapi: '3.1.0', paths: { '/api/v1/system/readiness': {} } });
  expect((await kit.app.inject('/api/docs/')).statusCode).toBe(200);
});

type Parameter = { name: string; schema: { maximum?: number } };
type OpenApi = { paths: Record<string, Record<string, { parameters?: Parameter[] }>> };

test('no list has pages of more than 500 rows, and who asks for more is told', async () => {
  const { paths } = (await kit.app.inject('/api/v1/openapi.json')).json() as OpenApi;
  const pages = Object.values(paths)
    .flatMap((methods) => Object.values(methods))
    .flatMap(({ parameters = [] }) => parameters.filter(({ name }) => name === 'page_size'));
  expect(pages.length).toBeGreaterThan(10);
  expect(pages.filter(({ schema }) => !(Number(schema.maximum) <= 500))).toEqual([]);
  const teacher = await academy(kit).then((school) => school.person('teacher'));
  const reply = await kit.app.inject({ url: '/api/v1/lectures?page_size=501', headers: teacher.headers });
  expect([reply.statusCode, reply.json()]).toMatchObject([
    400,
    { detail: 'invalid_request', errors: [{ pointer: '/page_size' }] },
  ]);
});

test('an access token ends with its 15 minutes, and at once with its login', async () => {
  const school = await academy(kit);
  const owner = await school.person('owner');
  const { headers } = { headers: { ...owner.headers } };
  const ask = () => kit.app.inject({ url: '/api/v1/system/readiness', headers });
  expect((await ask()).statusCode).toBe(200);

  await kit.owner.query('update login_session set revoked_at = now() where id = $1', [
    owner.login_session_id,
  ]);
  expect((await ask()).json().detail).toBe('unauthenticated');
  kit.travel(15 * 60);
  expect((await ask()).json().detail).toBe('token_expired_access');
});

test('news reaches the staff of its own academy and nobody else, also who comes a moment later', async () => {
  const [ours, theirs] = [await academy(kit), await academy(kit)];
  const [teacher, stranger] = [await ours.person('teacher'), await theirs.person('teacher')];
  const base = await kit.app.listen({ port: 0, host: '127.0.0.1' });
  const stop = new AbortController();
  const heard = async (headers: Record<string, string>) => {
    const reply = await fetch(`${base}/api/v1/live?missed_ms=30000`, { headers, signal: stop.signal });
    let text = '';
    for await (const chunk of reply.body!) {
      text += Buffer.from(chunk).toString();
      if (text.includes('data:')) return text;
    }
    return text;
  };
  // Both are still on their way when it happens.
  await ours.system().tx((tx) => publish(tx, 'attendance', { lecture_id: 7 }));
  await theirs.system().tx((tx) => publish(tx, 'theirs'));
  const [first, second] = [await heard(teacher.headers), await heard(stranger.headers)];
  expect(first).toContain('data: {"topic":"attendance","lecture_id":7}');
  expect(first).not.toContain('theirs');
  expect(second).toContain('theirs');
  expect(second).not.toContain('attendance');

  // The connection that brings the news breaks: who listens is sent away, to come again and ask for everything.
  const listen = async (missed_ms: number) => {
    const address = `${base}/api/v1/live?missed_ms=${missed_ms}`;
    return { ended: (await fetch(address, { headers: teacher.headers, signal: stop.signal })).text() };
  };
  const reader = await listen(0);
  const { rowCount } = await kit.owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and query = 'listen seodang_live'`,
  );
  expect(rowCount).toBe(1);
  expect(await reader.ended).toContain('retry:');
  // Nor is what was kept from before told as if it were all.
  expect(await (await listen(30_000)).ended).not.toContain('data:');
  stop.abort();
});

test('a token is judged by the clock of the server that reads it, whichever server made it', async () => {
  const teacher = await (await academy(kit)).person('teacher');
  const status = async (headers: Person['headers']) =>
    (await kit.app.inject({ url: '/api/v1/me', headers })).statusCode;
  kit.travel(300);
  const fromAhead = teacher.headers;
  kit.travel(-300);
  expect(await status(fromAhead)).toBe(200);
  kit.travel(900 + 300);
  expect(await status(fromAhead)).toBe(401);
});
