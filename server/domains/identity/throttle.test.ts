import { beforeAll, expect, test } from 'vitest';
import { doorOf, PASSWORD } from '#testing/door.ts';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';

const kit = useApp();
const { account, signIn } = doorOf(kit);
beforeAll(() => kit.stopClock());

test('guesses made all at once are counted one by one, and the wait grows', async () => {
  const school = await academy(kit);
  await account({ tenant_id: school.tenant_id, login_id: 'kim' });
  const guess = () => signIn(school.code, 'kim', 'wrong password');

  const replies = await Promise.all(Array.from({ length: 12 }, guess));
  const statuses = replies.map(({ statusCode }) => statusCode).sort();
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429, 429, 429, 429, 429]);

  const refused = await signIn(school.code, 'kim');
  expect(refused.json()).toMatchObject({ detail: 'too_many_requests', retry_after: expect.any(Number) });
  expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(5);
  kit.travel(5);
  await guess();
  expect((await guess()).json().retry_after).toBeGreaterThan(5);
  kit.travel(10);
  expect((await signIn(school.code, 'kim')).statusCode).toBe(200);
  expect((await guess()).statusCode).toBe(401);
});

test('an unknown account is throttled like a known one', async () => {
  const school = await academy(kit);
  const statuses = [];
  for (let at = 0; at < 6; at++) statuses.push((await signIn(school.code, 'nobody')).statusCode);
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
});

test('one address that tries many accounts has to wait; people who sign in from there do not add to it', async () => {
  const school = await academy(kit);
  await account({ tenant_id: school.tenant_id, login_id: 'kim' });
  const address = '203.0.113.9';
  for (let at = 0; at < 10; at++) {
    expect((await signIn(school.code, 'kim', PASSWORD, { address })).statusCode).toBe(200);
  }
  const guesses = await Promise.all(
    Array.from({ length: 51 }, (_, at) => signIn(school.code, `nobody${at}`, PASSWORD, { address })),
  );
  expect(guesses.filter(({ statusCode }) => statusCode === 429)).toHaveLength(1);
  expect((await signIn(school.code, 'kim', PASSWORD, { address })).statusCode).toBe(429);
  expect((await signIn(school.code, 'kim')).statusCode).toBe(200);
});
