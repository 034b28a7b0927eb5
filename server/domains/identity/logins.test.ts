import { expect, test } from 'vitest';
import { bearerOf, cookieOf, doorOf } from '#testing/door.ts';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';

const kit = useApp();
const { account, post, signIn, me } = doorOf(kit);

test('the refresh token is in a cookie that scripts and other sites do not see', async () => {
  const school = await academy(kit);
  await account({ tenant_id: school.tenant_id, login_id: 'kim' });
  const reply = await signIn(school.code, 'KIM');
  expect(cookieOf(reply)).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/api/v1/auth' });
  expect(reply.body).not.toContain(cookieOf(reply).value);
});

test('a refresh rotates; the tabs of one browser may be late, a thief may not', async () => {
  const school = await academy(kit);
  await account({ tenant_id: school.tenant_id, login_id: 'kim' });
  const first = cookieOf(await signIn(school.code, 'kim')).value;
  kit.travel(60);
  const [tab, otherTab] = await Promise.all([
    post('/auth/refresh', {}, { cookie: first }),
    post('/auth/refresh', {}, { cookie: first }),
  ]);
  const second = cookieOf(tab).value;
  expect(second).not.toBe(first);
  expect(cookieOf(otherTab).value).toBe(second);
  expect((await me(tab.json().access_token)).statusCode).toBe(200);

  kit.travel(31);
  const stolen = await post('/auth/refresh', {}, { cookie: first });
  expect(stolen.json()).toMatchObject({ status: 401, detail: 'refresh_invalid' });
  expect((await post('/auth/refresh', {}, { cookie: second })).statusCode).toBe(401);
  expect((await me(tab.json().access_token)).statusCode).toBe(401);
});

test('nobody ends a login by inventing a token', async () => {
  const school = await academy(kit);
  await account({ tenant_id: school.tenant_id, login_id: 'kim' });
  const token = cookieOf(await signIn(school.code, 'kim')).value;
  const [tenant, login, , mac] = token.split('.');
  kit.travel(60);
  for (const invented of ['', 'x', `${tenant}.${login}.0.${mac}`, `${tenant}.${login}.1.${'A'.repeat(43)}`]) {
    expect((await post('/auth/refresh', {}, { cookie: invented })).statusCode).toBe(401);
    expect((await post('/auth/sign-out', {}, { cookie: invented })).statusCode).toBe(204);
  }
  expect((await post('/auth/refresh', {}, { cookie: token })).statusCode).toBe(200);
});

test('signing out ends this login, signing out everywhere all of them, at once', async () => {
  const school = await academy(kit);
  await account({ tenant_id: school.tenant_id, login_id: 'kim' });
  const [phone, laptop, tablet] = [
    await signIn(school.code, 'kim'),
    await signIn(school.code, 'kim'),
    await signIn(school.code, 'kim'),
  ];
  const out = await post('/auth/sign-out', {}, { cookie: cookieOf(phone).value });
  expect(cookieOf(out)).toMatchObject({ value: '', path: '/api/v1/auth' });
  expect((await me(phone.json().access_token)).statusCode).toBe(401);
  expect((await me(laptop.json().access_token)).statusCode).toBe(200);

  const headers = bearerOf(laptop);
  expect((await post('/auth/sign-out-everywhere', {}, { headers })).statusCode).toBe(204);
  for (const device of [laptop, tablet]) {
    expect((await me(device.json().access_token)).statusCode).toBe(401);
    expect((await post('/auth/refresh', {}, { cookie: cookieOf(device).value })).statusCode).toBe(401);
  }
});

test('one sees the own devices and signs a lost one out', async () => {
  const school = await academy(kit);
  await account({ tenant_id: school.tenant_id, login_id: 'kim' });
  const [lost, here] = [await signIn(school.code, 'kim'), await signIn(school.code, 'kim')];
  const headers = bearerOf(here);
  const list = await kit.app.inject({ url: '/api/v1/auth/logins', headers });
  expect(list.json()).toMatchObject({ count: 2, results: [{ is_current: true }, { is_current: false }] });
  const { id } = list.json().results[1];
  const end = () => kit.app.inject({ method: 'DELETE', url: `/api/v1/auth/logins/${id}`, headers });
  expect((await end()).statusCode).toBe(204);
  expect((await end()).statusCode).toBe(404);
  expect((await me(lost.json().access_token)).statusCode).toBe(401);
});
