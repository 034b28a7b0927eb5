import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { doorOf, PASSWORD } from '#testing/door.ts';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';

const kit = useApp();
const { account, post, signIn, me } = doorOf(kit);

test('a stranger opens an academy, is its owner at once and signs in by phone later', async () => {
  const academy_code = `new-${randomUUID().slice(0, 8)}`;
  const opened = await post('/tenants', {
    academy_code,
    academy_name: '새봄 학원',
    owner_name: '김원장',
    phone: '010-1234-5678',
    password: PASSWORD,
  });
  expect(opened.statusCode).toBe(201);
  expect(opened.json()).toMatchObject({
    expires_in: 900,
    user: { name: '김원장', role: 'owner', must_change_password: false, locale: 'ko', phone: '01012345678' },
    tenant: { code: academy_code, name: '새봄 학원', timezone: 'Asia/Seoul' },
  });
  expect((await me(opened.json().access_token)).json()).toEqual({
    user: opened.json().user,
    tenant: opened.json().tenant,
  });

  const later = await signIn(academy_code, '+82 10 1234 5678');
  expect(later.json().user).toEqual(opened.json().user);
  const again = await post('/tenants', {
    academy_code: academy_code.toUpperCase(),
    academy_name: '또',
    owner_name: '또',
    phone: '01012345678',
    password: PASSWORD,
  });
  expect(again.json()).toMatchObject({ detail: 'already_exists', errors: [{ pointer: '/academy_code' }] });
});

test('login id, e-mail and phone all lead in, and two academies may both have a kim', async () => {
  const [a, b] = [await academy(kit), await academy(kit)];
  const id = await account({
    tenant_id: a.tenant_id,
    login_id: 'kim',
    email: 'Kim@a.kr',
    phone: '01099998888',
  });
  await account({ tenant_id: b.tenant_id, login_id: 'kim', password: 'another password' });
  for (const login of ['kim', 'kim@A.kr', '010 9999 8888']) {
    expect((await signIn(a.code, login)).json().user.id).toBe(id);
  }
  expect((await signIn(b.code, 'kim')).statusCode).toBe(401);
  expect((await signIn(b.code, 'kim', 'another password')).json().tenant.code).toBe(b.code);
});

test('siblings share a phone, and the password says who it is', async () => {
  const { tenant_id, code } = await academy(kit);
  const phone = '01055556666';
  const first = await account({ tenant_id, login_id: 'first', phone, password: 'password of first' });
  const second = await account({ tenant_id, login_id: 'second', phone, password: 'password of second' });
  expect((await signIn(code, phone, 'password of first')).json().user.id).toBe(first);
  expect((await signIn(code, phone, 'password of second')).json().user.id).toBe(second);
  expect((await signIn(code, phone, 'password of third')).statusCode).toBe(401);
});

test('a wrong academy, a wrong login and a wrong password answer the same', async () => {
  const school = await academy(kit);
  await account({ tenant_id: school.tenant_id, login_id: 'kim' });
  const replies = [
    await signIn('no-such-academy', 'kim'),
    await signIn(school.code, 'nobody'),
    await signIn(school.code, 'kim', 'wrong password'),
  ];
  const bare = replies.map((reply) => ({ ...reply.json(), request_id: '' }));
  expect(bare[0]).toMatchObject({ status: 401, detail: 'sign_in_failed' });
  expect(bare[1]).toEqual(bare[0]);
  expect(bare[2]).toEqual(bare[0]);
});

test('the demo shows one account of each role, and nothing where there is no demo', async () => {
  const ask = async () => (await kit.app.inject('/api/v1/demo')).json();
  expect(await ask()).toEqual({ academy: null, accounts: [] });
  const school = await academy(kit);
  for (const role of ['owner', 'student', 'student'] as const) await school.person(role);
  await kit.owner.query('update tenant set is_demo = true where id = $1', [school.tenant_id]);
  expect(await ask()).toMatchObject({
    academy: { code: school.code },
    accounts: [{ role: 'owner' }, { role: 'student' }],
  });
});
