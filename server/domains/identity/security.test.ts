import { TOTP } from 'otpauth';
import { expect, test } from 'vitest';
import { doorOf, PASSWORD } from '#testing/door.ts';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';

const kit = useApp();
const { account, signIn, post, me } = doorOf(kit);

async function teacherOf(school: Academy, login_id = 'lee') {
  await account({ tenant_id: school.tenant_id, login_id, role: 'teacher' });
  const token = (await signIn(school.code, login_id)).json().access_token;
  return { headers: { authorization: `Bearer ${token}` } };
}

const codeAt = (secret: string, offset = 0) =>
  new TOTP({ secret }).generate({ timestamp: kit.clock().getTime() + offset * 1000 });

/** To the beginning of a code's half minute, so that no test depends on how fast it runs. */
const toNextCode = () => kit.travel(30.1 - ((kit.clock().getTime() / 1000) % 30));

const enter = (school: Academy, code?: string, login = 'lee', password = PASSWORD) =>
  post('/auth/sign-in', { academy: school.code, login, password, ...(code === undefined ? {} : { code }) });

async function withApp(school: Academy) {
  const from = await teacherOf(school);
  toNextCode();
  const { secret, uri } = (await post('/auth/totp', { password: PASSWORD }, from)).json();
  const confirmed = await post('/auth/totp/confirm', { code: codeAt(secret) }, from);
  return { from, secret, uri, recovery_codes: confirmed.json().recovery_codes as string[] };
}

test('an authenticator app counts once its first code was right, and then at every sign-in', async () => {
  const school = await academy(kit);
  const from = await teacherOf(school);
  expect((await post('/auth/totp', { password: 'wrong password' }, from)).json().detail).toBe(
    'wrong_password',
  );
  const { secret, uri } = (await post('/auth/totp', { password: PASSWORD }, from)).json();
  expect(uri).toContain(`otpauth://totp/Seodang:${encodeURIComponent(`${school.code}/lee`)}`);
  expect((await enter(school)).statusCode).toBe(200);
  toNextCode();
  expect((await post('/auth/totp/confirm', { code: '000000' }, from)).json().detail).toBe('wrong_code');
  expect(
    (await post('/auth/totp/confirm', { code: codeAt(secret) }, from)).json().recovery_codes,
  ).toHaveLength(10);

  expect((await enter(school)).json().detail).toBe('second_factor_required');
  toNextCode();
  expect((await enter(school, codeAt(secret))).json().user.totp_enabled).toBe(true);
});

test('a code opens once, clocks may differ by half a minute', async () => {
  const school = await academy(kit);
  const { secret } = await withApp(school);
  kit.travel(120);
  const code = codeAt(secret, -30);
  expect((await enter(school, code)).statusCode).toBe(200);
  expect((await enter(school, code)).json().detail).toBe('sign_in_failed');
  expect((await enter(school, codeAt(secret, 30))).statusCode).toBe(200);
  expect((await enter(school, codeAt(secret))).statusCode).toBe(401);
  kit.travel(120);
  expect((await enter(school, codeAt(secret, -90))).statusCode).toBe(401);
  expect((await enter(school, codeAt(secret, 90))).statusCode).toBe(401);
});

test('the same code at two doors at once opens one', async () => {
  const school = await academy(kit);
  const { secret } = await withApp(school);
  kit.travel(60);
  const code = codeAt(secret);
  const statuses = (await Promise.all([enter(school, code), enter(school, code)])).map(
    (reply) => reply.statusCode,
  );
  expect(statuses.sort()).toEqual([200, 401]);
});

test('a recovery code opens once when the phone is lost', async () => {
  const school = await academy(kit);
  const { recovery_codes } = await withApp(school);
  const [first = '', second = ''] = recovery_codes;
  expect((await enter(school, first.toUpperCase().replace('-', ' '))).statusCode).toBe(200);
  expect((await enter(school, first)).statusCode).toBe(401);
  expect((await enter(school, second)).statusCode).toBe(200);
});

test('guessing codes is throttled like guessing passwords, forgetting one costs nothing', async () => {
  const school = await academy(kit);
  await withApp(school);
  for (let at = 0; at < 8; at++) expect((await enter(school)).json().detail).toBe('second_factor_required');
  const statuses = [];
  for (let at = 0; at < 6; at++) statuses.push((await enter(school, '000000')).statusCode);
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
});

test('the database alone does not tell the secret, and the app is turned off by password', async () => {
  const school = await academy(kit);
  const { secret, from } = await withApp(school);
  const { rows } = await kit.owner.query('select * from user_account where tenant_id = $1', [
    school.tenant_id,
  ]);
  expect(JSON.stringify(rows)).not.toContain(secret);
  expect((await post('/auth/totp', { password: PASSWORD }, from)).json().detail).toBe('conflict');
  expect((await post('/auth/totp/disable', { password: PASSWORD }, from)).statusCode).toBe(204);
  expect((await enter(school)).json().user.totp_enabled).toBe(false);
});

test('an API key is shown once, acts as its owner, and stops when revoked or run out', async () => {
  const school = await academy(kit);
  const from = await teacherOf(school);
  const expires_at = new Date(kit.clock().getTime() + 3_600_000).toISOString();
  const created = (await post('/auth/api-keys', { name: '출결 연동', expires_at }, from)).json();
  expect(created.key).toMatch(new RegExp(`^sd_${school.tenant_id}_`));
  expect(created.key.startsWith(created.hint)).toBe(true);
  expect((await me(created.key)).json().user).toMatchObject({ login_id: 'lee', role: 'teacher' });

  const list = await kit.app.inject({ url: '/api/v1/auth/api-keys', headers: from.headers });
  expect(list.json()).toMatchObject({
    count: 1,
    results: [{ name: '출결 연동', last_used_at: expect.any(String) }],
  });
  expect(list.body).not.toContain(created.key);
  const { rows } = await kit.owner.query('select * from api_key where tenant_id = $1', [school.tenant_id]);
  expect(JSON.stringify(rows)).not.toContain(created.key);

  const other = (await post('/auth/api-keys', { name: 'other' }, from)).json();
  const revoke = () =>
    kit.app.inject({ method: 'DELETE', url: `/api/v1/auth/api-keys/${other.id}`, headers: from.headers });
  expect((await revoke()).statusCode).toBe(204);
  expect((await revoke()).statusCode).toBe(404);
  expect((await me(other.key)).statusCode).toBe(401);
  kit.travel(3600);
  expect((await me(created.key)).statusCode).toBe(401);
});

test('an API key changes neither passwords nor keys nor people', async () => {
  const school = await academy(kit);
  const owner = await school.person('owner');
  const { key } = (await post('/auth/api-keys', { name: 'x' }, { headers: owner.headers })).json();
  const headers = { authorization: `Bearer ${key}` };
  const replies = [
    await post('/auth/password', { current: PASSWORD, next: 'something else' }, { headers }),
    await post('/auth/api-keys', { name: 'child' }, { headers }),
    await post('/staff', { login_id: 'spy', name: 'spy', role: 'admin' }, { headers }),
    await post('/auth/totp', { password: PASSWORD }, { headers }),
  ];
  for (const reply of replies) expect(reply.json()).toMatchObject({ status: 403, detail: 'not_by_api_key' });
  expect((await kit.app.inject({ url: '/api/v1/staff', headers })).statusCode).toBe(200);
});

test.each([
  'sd_1_',
  `sd_999999_${'A'.repeat(43)}`,
  `sd_0_${'A'.repeat(43)}`,
  'sd_x',
  'nonsense',
  'a.b.c',
  '',
])('an invented credential %s is nobody’s', async (token) => {
  expect((await me(token)).statusCode).toBe(401);
});
