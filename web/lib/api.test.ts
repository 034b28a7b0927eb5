import { afterAll, beforeAll, expect, test, vi } from 'vitest';

const answer = (token: number) => ({
  ...{ access_token: `token ${token}`, expires_in: 900 },
  user: { id: 1, role: 'teacher', has_chosen_locale: false, locale: 'ko' },
  tenant: { code: 'demo', timezone: 'Asia/Seoul' },
});
const problem = (status: number, detail: string) =>
  Response.json({ type: 'about:blank', title: detail, status, detail }, { status });

/** A server that knows one token, and how it renews it. */
const server = { token: 1, asked: 0, renewed: 0, renew: (): Response => problem(401, 'refresh_invalid') };

async function fetchHere(url: string, init: RequestInit): Promise<Response> {
  if (url.endsWith('/auth/refresh')) {
    server.renewed += 1;
    return server.renew();
  }
  server.asked += 1;
  const isKnown = new Headers(init.headers).get('authorization') === `Bearer token ${server.token}`;
  return isKnown ? Response.json({}) : problem(401, 'unauthenticated');
}

vi.stubGlobal('document', { documentElement: {} });
const { send } = await import('./api.ts');
const { currentLogin, enter } = await import('./login.ts');

beforeAll(() => void vi.stubGlobal('fetch', fetchHere));
afterAll(() => void vi.unstubAllGlobals());

const ask = async (times: number) => {
  Object.assign(server, { asked: 0, renewed: 0 });
  const statuses: number[] = [];
  for (let at = 0; at < times; at += 1)
    statuses.push(
      await send('/exams', { method: 'GET' }).then(
        ({ status }) => status,
        ({ problem: { status } }) => status,
      ),
    );
  return statuses;
};

test('a token that is refused is renewed once, however the server answers, and who is signed out asks no more', async () => {
  await enter(answer(1) as never);
  server.token = 2;
  server.renew = () => Response.json(answer(2));
  expect(await ask(3)).toEqual([200, 200, 200]);
  expect(server).toMatchObject({ asked: 4, renewed: 1 });

  server.token = 3;
  expect(await ask(5)).toEqual([401, 401, 401, 401, 401]);
  expect(server).toMatchObject({ asked: 5, renewed: 0 });

  vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
  server.renew = () => problem(503, 'unavailable');
  expect(await ask(5)).toEqual([503, 503, 503, 503, 503]);
  expect(server).toMatchObject({ asked: 5, renewed: 1 });

  vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
  server.renew = () => problem(401, 'refresh_invalid');
  expect(await ask(1000)).toEqual(Array(1000).fill(401));
  expect(server).toMatchObject({ asked: 1, renewed: 1 });
  expect(currentLogin()).toEqual({ status: 'out', why: 'ended' });
  vi.restoreAllMocks();
});
