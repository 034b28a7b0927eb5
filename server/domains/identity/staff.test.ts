import type { Role } from '@seodang/contract/identity.ts';
import { expect, test } from 'vitest';
import { doorOf } from '#testing/door.ts';
import { academy, type Person } from '#testing/factories.ts';
import { doneOrBlocked, heldOpen, useApp } from '#testing/harness.ts';
import {
  changeAccount,
  createAccount,
  createAccounts,
  deactivateAccount,
  setTemporaryPassword,
} from './index.ts';

const kit = useApp();
const { signIn, post, me } = doorOf(kit);

type Method = 'GET' | 'POST' | 'PATCH';
const call = (by: Person, method: Method, url: string, payload?: object) =>
  kit.app.inject({ method, url: `/api/v1${url}`, headers: by.headers, ...(payload ? { payload } : {}) });

const newcomer = (login_id: string, role: Role = 'teacher') => ({ login_id, role, name: '이강사' });

test('an owner makes a teacher, who must change the temporary password before anything else', async () => {
  const school = await academy(kit);
  const owner = await school.person('owner');
  const created = await call(owner, 'POST', '/staff', {
    ...newcomer('lee'),
    email: 'lee@a.kr',
    phone: '010-2222-3333',
  });
  expect(created.statusCode).toBe(201);
  const { account, temporary_password } = created.json();
  expect(account).toMatchObject({
    login_id: 'lee',
    role: 'teacher',
    phone: '01022223333',
    must_change_password: true,
  });

  const entered = await signIn(school.code, 'lee@a.kr', temporary_password);
  expect(entered.json().user.must_change_password).toBe(true);
  const headers = { authorization: `Bearer ${entered.json().access_token}` };
  const keys = () => kit.app.inject({ url: '/api/v1/auth/api-keys', headers });
  expect((await keys()).json().detail).toBe('password_change_required');
  await post('/auth/password', { current: temporary_password, next: 'one of my own' }, { headers });
  expect((await keys()).statusCode).toBe(200);
});

test('a temporary password runs out after a week, and only its owner is told', async () => {
  const school = await academy(kit);
  const owner = await school.person('owner');
  const { temporary_password } = (await call(owner, 'POST', '/staff', newcomer('late'))).json();
  kit.travel(8 * 24 * 60 * 60);
  expect((await signIn(school.code, 'late', temporary_password)).json().detail).toBe(
    'temporary_password_expired',
  );
  expect((await signIn(school.code, 'late', 'wrong password')).json().detail).toBe('sign_in_failed');
  const { id } = (await call(owner, 'GET', '/staff?search=late')).json().results[0];
  const reset = await call(owner, 'POST', `/staff/${id}/temporary-password`);
  expect((await signIn(school.code, 'late', reset.json().temporary_password)).statusCode).toBe(200);
});

test('staff is listed by role and name, found by a part of the name, and students are not among it', async () => {
  const school = await academy(kit);
  const owner = await school.person('owner', '김원장');
  for (const name of ['박강사', '최강사']) await school.person('teacher', name);
  await school.person('student', '강학생');
  const names = async (query: string) =>
    (await call(owner, 'GET', `/staff${query}`)).json().results.map(({ name }: { name: string }) => name);
  expect(await names('')).toEqual(['김원장', '박강사', '최강사']);
  expect(await names('?search=강사&ordering=-name')).toEqual(['최강사', '박강사']);
  expect(await names('?search=%25')).toEqual([]);
  expect(await names('?role=owner&is_active=true')).toEqual(['김원장']);
  expect((await call(owner, 'GET', '/staff?ordering=password_hash')).statusCode).toBe(400);
});

test('a new role or leaving ends logins and keys at once', async () => {
  const school = await academy(kit);
  const owner = await school.person('owner');
  const teacher = await school.person('teacher');
  const key = (await call(teacher, 'POST', '/auth/api-keys', { name: 'sheet' })).json().key;
  expect((await me(key)).statusCode).toBe(200);

  await call(owner, 'PATCH', `/staff/${teacher.user_id}`, { role: 'assistant' });
  expect((await kit.app.inject({ url: '/api/v1/me', headers: teacher.headers })).statusCode).toBe(401);
  expect((await me(key)).json().user.role).toBe('assistant');
  await call(owner, 'PATCH', `/staff/${teacher.user_id}`, { is_active: false });
  expect((await me(key)).statusCode).toBe(401);
  await call(owner, 'PATCH', `/staff/${teacher.user_id}`, { is_active: true });
  expect((await me(key)).statusCode).toBe(401);
});

test('an admin neither makes owners nor touches them', async () => {
  const school = await academy(kit);
  const [owner, admin] = [await school.person('owner'), await school.person('admin')];
  const tries = [
    await call(admin, 'POST', '/staff', newcomer('boss', 'owner')),
    await call(admin, 'PATCH', `/staff/${admin.user_id}`, { role: 'owner' }),
    await call(admin, 'PATCH', `/staff/${owner.user_id}`, { role: 'teacher' }),
    await call(admin, 'PATCH', `/staff/${owner.user_id}`, { email: 'mine@a.kr' }),
    await call(admin, 'POST', `/staff/${owner.user_id}/temporary-password`),
  ];
  expect(tries.map(({ statusCode }) => statusCode)).toEqual([403, 403, 403, 403, 403]);
  expect((await call(admin, 'POST', '/staff', newcomer('colleague', 'admin'))).statusCode).toBe(201);
});

test('the last owner cannot go', async () => {
  const school = await academy(kit);
  const owner = await school.person('owner');
  for (const change of [{ is_active: false }, { role: 'admin' }]) {
    const reply = await call(owner, 'PATCH', `/staff/${owner.user_id}`, change);
    expect(reply.json()).toMatchObject({ status: 409, detail: 'last_owner' });
  }
});

test('two owners who remove each other at the same time leave one', async () => {
  const school = await academy(kit);
  const [a, b] = [await school.person('owner'), await school.person('owner')];
  const held = heldOpen(a.scope());
  const first = changeAccount(held.scope, b.user_id, { role: 'admin' });
  await held.entered;
  const second = changeAccount(b.scope(), a.user_id, { role: 'admin' });
  expect(await doneOrBlocked(kit.owner, second)).toBe('blocked');
  held.release();
  await first;
  await expect(second).rejects.toMatchObject({ code: 'last_owner' });
});

test('a login id is taken once in an academy, whatever its case, and nothing of a batch is written', async () => {
  const school = await academy(kit);
  const scope = school.system();
  await createAccount(scope, newcomer('Kim', 'student'));
  const batch = [newcomer('new-1', 'student'), newcomer('kim', 'student'), newcomer('new-2', 'student')];
  await expect(createAccounts(scope, batch)).rejects.toMatchObject({
    code: 'already_exists',
    extra: { login_ids: ['kim'] },
  });
  await expect(
    createAccounts(scope, [newcomer('twin', 'student'), newcomer('TWIN', 'student')]),
  ).rejects.toMatchObject({
    code: 'already_exists',
  });
  const { rows } = await kit.owner.query('select login_id from user_account where tenant_id = $1', [
    school.tenant_id,
  ]);
  expect(rows).toEqual([{ login_id: 'Kim' }]);
});

test('five thousand accounts are made in one go, in order', async () => {
  const school = await academy(kit);
  const people = Array.from({ length: 5000 }, (_, at) => newcomer(`student-${at}`, 'student'));
  const created = await createAccounts(school.system(), people);
  expect(created.map(({ login_id }) => login_id)).toEqual(people.map(({ login_id }) => login_id));
  expect(new Set(created.map(({ user_id }) => user_id)).size).toBe(5000);
});

test('teachers give students passwords, but not each other', async () => {
  const school = await academy(kit);
  const [teacher, other, student] = [
    await school.person('teacher'),
    await school.person('teacher'),
    await school.person('student'),
  ];
  const { temporary_password } = await setTemporaryPassword(teacher.scope(), student.user_id);
  expect(temporary_password).toMatch(/^[a-z2-9]{5}-[a-z2-9]{5}$/);
  await expect(setTemporaryPassword(teacher.scope(), other.user_id)).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(deactivateAccount(student.scope(), teacher.user_id)).rejects.toMatchObject({
    code: 'forbidden',
  });
});

test('every change of people is in the trail, and no password is', async () => {
  const school = await academy(kit);
  const owner = await school.person('owner');
  const { account, temporary_password } = (await call(owner, 'POST', '/staff', newcomer('seen'))).json();
  await call(owner, 'PATCH', `/staff/${account.id}`, { name: '이름 바꿈' });
  await call(owner, 'POST', `/staff/${account.id}/temporary-password`);
  const { rows } = await kit.owner.query(
    'select action, actor_id, before, after from audit_entry where tenant_id = $1 and subject_id = $2 order by seq',
    [school.tenant_id, String(account.id)],
  );
  expect(rows.map(({ action }) => action)).toEqual([
    'account.create',
    'account.change',
    'account.set_temporary_password',
  ]);
  expect(rows[1]).toMatchObject({
    actor_id: owner.user_id,
    before: { name: '이강사' },
    after: { name: '이름 바꿈' },
  });
  expect(JSON.stringify(rows)).not.toMatch(new RegExp(`argon2|${temporary_password}`));
});
