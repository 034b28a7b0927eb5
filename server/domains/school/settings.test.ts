import { expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';

const kit = useApp();
const defaults = {
  name: '시험 학원',
  locale: 'ko',
  timezone: 'Asia/Seoul',
  late_after_minutes: 10,
  video: { max_sessions: 1, max_devices: 3, once_for_online: false, even_loudness: false },
  enforcement: { warn_at: 1, pause_at: 2, revoke_at: 3, revoke_ratio: 0.5, revoke_ratio_from: 10 },
};

test('an academy that chose nothing has the defaults, and keeps what it chooses', async () => {
  const school = await academy(kit);
  const owner = await school.person('owner');
  expect((await ask(kit, owner, 'GET /settings')).body).toEqual(defaults);

  const change = { late_after_minutes: 5, video: { max_devices: 2 } };
  const changed = await ask(kit, owner, 'PATCH /settings', change);

  const wanted = { ...defaults, late_after_minutes: 5, video: { ...defaults.video, max_devices: 2 } };
  expect(changed).toMatchObject({ status: 200, body: wanted });
  await ask(kit, await school.person('admin'), 'PATCH /settings', {
    name: '하늘 학원',
    video: { once_for_online: true },
  });
  expect((await ask(kit, owner, 'GET /settings')).body).toEqual({
    ...wanted,
    name: '하늘 학원',
    video: { max_sessions: 1, max_devices: 2, once_for_online: true, even_loudness: false },
  });
  const { body } = await ask(kit, owner, 'GET /audit-log');
  expect(body.results[1]).toMatchObject({
    action: 'tenant.change',
    before: { late_after_minutes: 10 },
    after: { late_after_minutes: 5 },
  });
});

test('settings that make no sense are refused by field; nobody but owner and admin has any', async () => {
  const school = await academy(kit);
  const [owner, teacher] = [await school.person('owner'), await school.person('teacher')];

  const refused = await ask(kit, owner, 'PATCH /settings', {
    late_after_minutes: -1,
    video: { max_devices: 0 },
  });

  expect(refused.status).toBe(400);
  expect(refused.body.errors.map((one: { pointer: string }) => one.pointer)).toEqual([
    '/late_after_minutes',
    '/video/max_devices',
  ]);
  expect((await ask(kit, teacher, 'GET /settings')).status).toBe(403);
  expect((await ask(kit, teacher, 'PATCH /settings', { late_after_minutes: 0 })).status).toBe(403);
});

test('what is stored and cannot be read counts as not chosen', async () => {
  const school = await academy(kit);
  const owner = await school.person('owner');
  await kit.owner.query('update tenant set settings = $2 where id = $1', [
    school.tenant_id,
    { late_after_minutes: 'ten', video: 'none', later: true },
  ]);

  expect((await ask(kit, owner, 'GET /settings')).body).toEqual(defaults);
  await ask(kit, owner, 'PATCH /settings', { video: { max_sessions: 2 } });

  expect((await ask(kit, owner, 'GET /settings')).body.video.max_sessions).toBe(2);
  const { rows } = await kit.owner.query('select settings from tenant where id = $1', [school.tenant_id]);
  expect(rows[0].settings).toEqual({ late_after_minutes: 'ten', video: { max_sessions: 2 }, later: true });
});
