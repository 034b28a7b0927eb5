import { expect, test } from 'vitest';
import { doorOf } from '#testing/door.ts';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';

const kit = useApp();
const { account, signIn, me } = doorOf(kit);
const DAY = 24 * 3600;
const count = async (table: string) =>
  Number((await kit.owner.query(`select count(*) from ${table}`)).rows[0].count);

test('logins that ended a month ago are forgotten, those that live are not', async () => {
  const school = await academy(kit);
  const owner = await school.person('owner');
  const user_id = await account({ tenant_id: school.tenant_id, login_id: 'kim' });
  const first = (await signIn(school.code, 'kim')).json();
  await signIn(school.code, 'kim');
  await kit.owner.query(
    `update login_session set revoked_at = now() where id = (select min(id) from login_session where user_id = $1)`,
    [user_id],
  );
  const present = () => count(`login_session where tenant_id = ${school.tenant_id}`);

  kit.travel(29 * DAY);
  await kit.keepUp();
  expect(await present()).toBe(3);
  kit.travel(2 * DAY);
  await kit.keepUp();
  expect(await present()).toBe(2);
  kit.travel(90 * DAY);
  await kit.keepUp();
  expect(await present()).toBe(1);
  expect((await kit.app.inject({ url: '/api/v1/me', headers: owner.headers })).statusCode).toBe(200);
  expect((await me(first.access_token)).statusCode).toBe(401);
});

test('failed attempts are forgotten after a quiet day', async () => {
  const school = await academy(kit);
  await signIn(school.code, 'nobody', 'wrong password');
  await kit.keepUp();
  const kept = await count('login_throttle');
  expect(kept).toBeGreaterThan(0);

  kit.travel(DAY + 60);
  await signIn(school.code, 'somebody', 'wrong password');
  await kit.keepUp();
  expect(await count('login_throttle')).toBe(2);
});
