import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, test, vi } from 'vitest';
import { askedSince, takeEarly } from './asked-early.ts';

const name = 'GET /study/state';
afterEach(() => {
  globalThis.seodangAsked = undefined;
  vi.restoreAllMocks();
});
const at = (ms: number) => vi.spyOn(performance, 'now').mockReturnValue(ms);

test('what was asked for early is the answer for the first who asks for just that', async () => {
  const answer = new Response('{}');
  globalThis.seodangAsked = { [name]: Promise.resolve(answer) };
  at(1000);
  expect(await takeEarly('GET', '/study/pack')).toBeUndefined();
  expect(await takeEarly('GET', '/study/state')).toBe(answer);
  expect(await takeEarly('GET', '/study/state')).toBeUndefined();
});

test('what never came, or came long before, is asked for again', async () => {
  at(1000);
  globalThis.seodangAsked = { [name]: Promise.reject(new TypeError('no network')) };
  expect(await takeEarly('GET', '/study/state')).toBeUndefined();
  globalThis.seodangAsked = { [name]: Promise.resolve(new Response('{}')) };
  at(60_000);
  expect(await takeEarly('GET', '/study/state')).toBeUndefined();
});

const script = readFileSync(new URL('../public/early.js', import.meta.url), 'utf8');

/** What the script of the first moment asks for on a student's device without a pack. */
function begun(login: Response, dataset: Record<string, string> = { begin: '/begin.js', student: '' }) {
  const asked: string[] = [];
  const added: object[] = [];
  const page = {
    fetch: async (path: string, { headers }: { headers?: { authorization: string } }) => {
      asked.push([path, headers?.authorization].filter(Boolean).join(' '));
      return path.endsWith('/refresh') ? login : Response.json({});
    },
    localStorage: { getItem: (key: string) => (key === 'seodang.here' ? '{"role":"student"}' : null) },
    matchMedia: () => ({ matches: false }),
    ...{ location: { pathname: '/student/study' }, navigator: {} },
    document: {
      documentElement: { setAttribute: () => undefined },
      currentScript: { dataset },
      createElement: () => ({}),
      head: { append: (one: object) => added.push(one) },
    },
  };
  const world: typeof page & { seodangAsked?: typeof globalThis.seodangAsked } = page;
  runInNewContext(script, world);
  return { asked, added, early: world.seodangAsked };
}

test('what is asked for early comes though the app has read the sign-in, and not at all for nobody', async () => {
  const login = Response.json({ access_token: 't' });
  const { asked, added, early } = begun(login);
  await (await early?.['POST /auth/refresh'])?.json();
  expect((await early?.['GET /study/pack?limit=500'])?.ok).toBe(true);
  expect(asked).toEqual([
    '/api/v1/auth/refresh',
    '/api/v1/study/state Bearer t',
    '/api/v1/study/pack?limit=500 Bearer t',
  ]);
  expect(added).toMatchObject([{ src: '/begin.js' }]);

  const refused = begun(Response.json({}, { status: 401 }));
  await expect(refused.early?.['GET /study/pack?limit=500']).rejects.toThrow('nobody is signed in');
  expect(refused.asked).toEqual(['/api/v1/auth/refresh']);
  const unbuilt = begun(login, {});
  expect([unbuilt.asked, unbuilt.added]).toEqual([[], []]);
});

test('news is missed since the page began when something was asked for then, else since now', () => {
  at(5000);
  expect(askedSince()).toBe(5000);
  globalThis.seodangAsked = {};
  expect(askedSince()).toBe(0);
});
