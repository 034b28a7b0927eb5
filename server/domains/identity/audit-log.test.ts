import fc from 'fast-check';
import { expect, test } from 'vitest';
import { audit } from '#core/audit.ts';
import { type Academy, academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { verifyAuditLog } from './audit-log.ts';

const kit = useApp();

async function written(entries: number): Promise<Academy> {
  const school = await academy(kit);
  await school.system().tx(async (tx, scope) => {
    for (let at = 1; at <= entries; at++) {
      await audit(tx, scope, {
        action: 'grade.change',
        subject_type: 'grade',
        subject_id: at,
        before: 1,
        after: { at },
      });
    }
  });
  return school;
}

/** As somebody with the owner's password to the database would. */
const tamper = ({ tenant_id }: Academy, sql: string) =>
  kit.owner.query(sql.replaceAll(':tenant', String(tenant_id)));
const verdict = (school: Academy) => verifyAuditLog(school.system());

const move = (from: number | string, to: number | string) =>
  `update audit_entry set seq = ${to} where tenant_id = :tenant and seq = ${from}`;

test('an untouched trail is whole, also an empty one and one longer than a step of the walk', async () => {
  expect(await verdict(await written(0))).toEqual({ ok: true, checked: 0, problems: [] });
  expect(await verdict(await written(2050))).toEqual({ ok: true, checked: 2050, problems: [] });
});

test.each([
  [`after = '"10"'`],
  [`before = null`],
  [`actor_id = 7`],
  [`occurred_at = occurred_at + interval '1 second'`],
  [`subject_id = '99'`],
  [`action = 'grade.view'`],
])('an entry whose %s was set is named', async (change) => {
  const school = await written(6);
  await tamper(school, `update audit_entry set ${change} where tenant_id = :tenant and seq = 4`);
  expect(await verdict(school)).toEqual({ ok: false, checked: 6, problems: [{ seq: 4, what: 'edited' }] });
});

test.each([1, 3, 5])(
  'an edited entry %i with a fresh hash is betrayed by its neighbour or the end',
  async (seq) => {
    const school = await written(5);
    await tamper(school, `update audit_entry set after = '0' where tenant_id = :tenant and seq = ${seq}`);
    await tamper(
      school,
      `update audit_entry e set hash = app.audit_hash(previous_hash, e) where tenant_id = :tenant and seq = ${seq}`,
    );
    expect((await verdict(school)).problems).toEqual([{ seq, what: 'edited' }]);
  },
);

test('removed entries are named, at the beginning, in the middle and at the end', async () => {
  const school = await written(9);
  await tamper(school, 'delete from audit_entry where tenant_id = :tenant and seq in (1, 4, 5, 9)');
  expect(await verdict(school)).toEqual({
    ok: false,
    checked: 5,
    problems: [
      { seq: 1, what: 'removed' },
      { seq: 4, to_seq: 5, what: 'removed' },
      { seq: 9, what: 'removed' },
    ],
  });
  await tamper(school, 'delete from audit_entry where tenant_id = :tenant');
  expect((await verdict(school)).problems).toEqual([{ seq: 1, to_seq: 9, what: 'removed' }]);
});

test('two entries that changed places are both named, with where they were', async () => {
  const school = await written(8);
  for (const sql of [move(3, 900), move(6, 3), move(900, 6)]) await tamper(school, sql);
  expect((await verdict(school)).problems).toEqual([
    { seq: 3, what: 'moved', from_seq: 6 },
    { seq: 6, what: 'moved', from_seq: 3 },
  ]);
});

test('closing up a gap does not hide which entry was removed', async () => {
  const school = await written(6);
  await tamper(school, 'delete from audit_entry where tenant_id = :tenant and seq = 4');
  await tamper(school, move(5, 4));
  await tamper(school, move(6, 5));
  expect((await verdict(school)).problems).toEqual([
    { seq: 4, what: 'moved', from_seq: 5 },
    { seq: 4, what: 'removed' },
    { seq: 5, what: 'moved', from_seq: 6 },
  ]);
});

test('an entry carried off behind the end is found there', async () => {
  const school = await written(5);
  await tamper(school, move(2, 900));
  expect((await verdict(school)).problems).toEqual([{ seq: 900, what: 'moved', from_seq: 2 }]);
});

test('an entry slipped in behind the end was not written by us', async () => {
  const school = await written(3);
  await tamper(
    school,
    `insert into audit_entry select tenant_id, 4, actor_kind, actor_id, 'forged', subject_type, subject_id, before, after,
       request_id, occurred_at, hash, hash from audit_entry where tenant_id = :tenant and seq = 3`,
  );
  expect((await verdict(school)).problems).toEqual([{ seq: 4, what: 'added' }]);
});

test('the application itself can only append', async () => {
  const school = await written(2);
  const scope = school.system();
  for (const verb of [
    `update audit_entry set action = ''`,
    'delete from audit_entry',
    `delete from audit_head`,
  ]) {
    const client = await kit.db.pool.connect();
    await client.query(`select set_config('app.tenant_id', $1, false)`, [String(school.tenant_id)]);
    await expect(client.query(verb)).rejects.toMatchObject({ code: '42501' });
    client.release(true);
  }
  expect((await verifyAuditLog(scope)).ok).toBe(true);
});

test('whichever entries are edited, removed or swapped, exactly those are named', async () => {
  const size = 12;
  const places = fc.uniqueArray(fc.integer({ min: 1, max: size }), { minLength: 3, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(places, fc.constantFrom('edit', 'remove', 'swap'), async ([a = 0, b = 0], how) => {
      const school = await written(size);
      if (how === 'edit')
        await tamper(
          school,
          `update audit_entry set after = '0' where tenant_id = :tenant and seq in (${a}, ${b})`,
        );
      if (how === 'remove')
        await tamper(school, `delete from audit_entry where tenant_id = :tenant and seq in (${a}, ${b})`);
      if (how === 'swap')
        for (const sql of [move(a, 900), move(b, a), move(900, b)]) await tamper(school, sql);
      const { problems } = await verdict(school);
      const named = problems.flatMap(({ seq, to_seq = seq }) => (seq === to_seq ? [seq] : [seq, to_seq]));
      expect(named).toEqual([a, b].sort((x, y) => x - y));
      const what = { edit: 'edited', remove: 'removed', swap: 'moved' }[how];
      expect(new Set(problems.map((problem) => problem.what))).toEqual(new Set([what]));
    }),
    { numRuns: 25, seed: 7 },
  );
});

test('owners read the trail newest first, page by page, by action, subject, actor and time', async () => {
  const school = await written(7);
  const owner = await school.person('owner', '김원장');
  const ask = async (url: string) => (await kit.app.inject({ url, headers: owner.headers })).json();
  const first = await ask('/api/v1/audit-log?page_size=5&action=grade.');
  expect(first.results.map(({ seq }: { seq: number }) => seq)).toEqual([7, 6, 5, 4, 3]);
  const second = await ask(first.next);
  expect(second).toMatchObject({
    next: null,
    results: [{ seq: 2 }, { seq: 1, before: 1, after: { at: 1 } }],
  });

  await kit.app.inject({
    method: 'POST',
    url: '/api/v1/staff',
    headers: owner.headers,
    payload: { login_id: 'lee', name: '이강사', role: 'teacher' },
  });
  const mine = await ask(`/api/v1/audit-log?actor_id=${owner.user_id}`);
  expect(mine.results).toMatchObject([
    { actor_name: '김원장', action: 'account.create', subject_type: 'user_account' },
  ]);
  expect((await ask('/api/v1/audit-log?subject_type=grade&subject_id=3')).results).toMatchObject([
    { seq: 3 },
  ]);
  expect((await ask('/api/v1/audit-log?to=2020-01-01T00:00:00Z')).results).toEqual([]);
  expect((await ask('/api/v1/audit-log?from=yesterday')).errors).toMatchObject([{ pointer: '/from' }]);
  const verified = await kit.app.inject({
    method: 'POST',
    url: '/api/v1/audit-log/verify',
    headers: owner.headers,
  });
  expect(verified.json()).toEqual({ ok: true, checked: 8, problems: [] });
});
