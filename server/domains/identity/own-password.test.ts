import { expect, test } from 'vitest';
import { bearerOf, doorOf, PASSWORD } from '#testing/door.ts';
import { academy } from '#testing/factories.ts';
import { doneOrBlocked, heldOpen, useApp } from '#testing/harness.ts';
import { changePassword } from './own-password.ts';

const kit = useApp();
const { account, post, signIn, me } = doorOf(kit);

test('a new password must be good, and ends the other logins', async () => {
  const school = await academy(kit);
  await account({ tenant_id: school.tenant_id, login_id: 'kimchulsoo', phone: '01044443333' });
  const [other, here] = [await signIn(school.code, 'kimchulsoo'), await signIn(school.code, 'kimchulsoo')];
  const headers = bearerOf(here);
  const change = (current: string, next: string) => post('/auth/password', { current, next }, { headers });

  expect((await change('not mine', 'something else')).json().detail).toBe('wrong_password');
  for (const [next, reason] of [
    ['short', 'too_short'],
    ['KimChulSoo', 'is_login'],
    ['010-4444-3333', 'is_login'],
    ['qwer1234', 'too_common'],
    [PASSWORD, 'unchanged'],
  ] as const) {
    expect((await change(PASSWORD, next)).json()).toMatchObject({ detail: 'weak_password', reason });
  }
  expect((await change(PASSWORD, 'something else')).statusCode).toBe(204);
  expect((await me(here.json().access_token)).statusCode).toBe(200);
  expect((await me(other.json().access_token)).statusCode).toBe(401);
  expect((await signIn(school.code, 'kimchulsoo')).statusCode).toBe(401);
  expect((await signIn(school.code, 'kimchulsoo', 'something else')).statusCode).toBe(200);
});

test('a sign-in with the old password that races a change of it opens nothing', async () => {
  const school = await academy(kit);
  const user_id = await account({ tenant_id: school.tenant_id, login_id: 'kim' });
  const here = await signIn(school.code, 'kim');
  const [{ id: login_session_id }] = (
    await kit.app.inject({ url: '/api/v1/auth/logins', headers: bearerOf(here) })
  ).json().results;
  const scope = school.as({ user_id, login_session_id, role: 'student' }).scope();
  const held = heldOpen(scope);
  const [checking, changing] = [scope.tx, held.scope.tx];
  let transactions = 0;
  const slow: typeof scope = {
    ...scope,
    tx: (work) => (++transactions === 1 ? checking(work) : changing(work)),
  };

  const changed = changePassword(kit, slow, { current: PASSWORD, next: 'something else' });
  await held.entered;
  const late = signIn(school.code, 'kim');
  expect(await doneOrBlocked(kit.owner, late)).toBe('blocked');
  held.release();
  await changed;
  expect((await late).statusCode).toBe(401);
});

test('a hash made with yesterday’s parameters is renewed at the next sign-in', async () => {
  const school = await academy(kit);
  const { hash } = await import('@node-rs/argon2');
  const id = await account({ tenant_id: school.tenant_id, login_id: 'kim' });
  const old = await hash(PASSWORD, { memoryCost: 8192, timeCost: 1, parallelism: 1 });
  await kit.owner.query('update user_account set password_hash = $1 where id = $2', [old, id]);
  expect((await signIn(school.code, 'kim')).statusCode).toBe(200);
  const { rows } = await kit.owner.query('select password_hash from user_account where id = $1', [id]);
  expect(rows[0].password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect((await signIn(school.code, 'kim')).statusCode).toBe(200);
});

test('a password typed on a Mac is the password typed on Windows', async () => {
  const school = await academy(kit);
  const password = '비밀번호를 길게';
  await account({ tenant_id: school.tenant_id, login_id: 'kim', password: password.normalize('NFD') });
  expect((await signIn(school.code, 'kim', password.normalize('NFC'))).statusCode).toBe(200);
});
