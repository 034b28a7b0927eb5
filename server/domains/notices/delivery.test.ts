import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clockIn } from '#core/calendar.rules.ts';
import type { Scope } from '#core/scope.ts';
import { ask } from '#testing/ask.ts';
import { addStudent } from '#testing/classroom.ts';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { deliver } from './delivery.tasks.ts';
import { tellFamily } from './index.ts';
import type { Provider } from './provider.ts';

const kit = useApp();
const links = { secret: 'of the tests', base: 'https://school.example' };
const LEASE_SECONDS = 301;

/** A family that is told of its studies as often as one likes, and its parent. */
async function family() {
  const school = await academy(kit);
  const [owner, parent] = [await school.person('owner'), await school.person('parent')];
  const student_id = await addStudent(kit, school, '김민준', { parent_phone: '01012345678' });
  await kit.owner.query('insert into guardianship (tenant_id, student_id, user_id) values ($1, $2, $3)', [
    school.tenant_id,
    student_id,
    parent.user_id,
  ]);
  const tell = async (kind: 'safety' | 'study' | 'marketing', dedupe_key: string) => {
    await school.system().tx((tx, { now }) =>
      tellFamily(tx, {
        ...{ kind, template: 'furnished', dedupe_key, subject_id: 1, student_id, text: kind },
        ...{ runAt: now, occurred_at: now },
      }),
    );
    await kit.runTasks();
  };
  const told = async (search: string) => {
    const { body } = await ask(kit, owner, `GET /dev/outbox?search=${search}`);
    return body.results.map(
      ({ status, waits_for, reason }: Record<string, string>) => waits_for ?? reason ?? status,
    );
  };
  const settings = (change: object) => ask(kit, owner, 'PATCH /notices/settings', change);
  return { owner, parent, tell, told, settings };
}

/** Hours around now, by the academy's clock. */
function nightNow() {
  const clock = (hours: number) => clockIn('Asia/Seoul', new Date(kit.clock().getTime() + hours * 3_600_000));
  return { quiet_from: clock(-1), quiet_until: clock(1) };
}

test('at night only safety goes out; in the morning the rest follows, unless it was refused meanwhile', async () => {
  const { owner, parent, tell, told, settings } = await family();
  expect((await settings({ quiet_from: null })).status).toBe(400);
  await settings(nightNow());
  for (const kind of ['safety', 'study', 'marketing'] as const) await tell(kind, kind);
  expect([await told('safety'), await told('study'), await told('marketing')]).toEqual([
    ['sent'],
    ['quiet_hours'],
    ['quiet_hours'],
  ]);
  expect((await ask(kit, owner, 'GET /notices/usage')).body).toMatchObject({ waiting_for_morning: 2 });

  const wishes = (change: object) => ask(kit, parent, 'PATCH /notices/wishes', change);
  expect((await wishes({ refused: ['safety'] })).status).toBe(400);
  expect((await wishes({ refused: ['marketing'] })).body).toMatchObject({ refused: ['marketing'] });
  await settings({ quiet_from: null, quiet_until: null });
  await kit.runTasks();
  expect([await told('study'), await told('marketing')]).toEqual([['sent'], ['refused']]);

  await wishes(nightNow());
  await tell('study', 'own night');
  expect(await told('study')).toEqual(['quiet_hours', 'sent']);
});

test('what the budget no longer pays waits and is said to wait; more money lets it go', async () => {
  const { owner, tell, told, settings } = await family();
  await settings({ budget_day: 1, quiet_from: null, quiet_until: null });
  await tell('study', 'first');
  await tell('study', 'second');
  await tell('safety', 'third');
  expect([await told('study'), await told('safety')]).toEqual([['budget', 'sent'], ['sent']]);
  expect((await ask(kit, owner, 'GET /notices/usage')).body).toMatchObject({
    ...{ today: 2, budget_day: 1, waiting_for_budget: 1 },
  });
  await settings({ budget_day: null });
  await kit.runTasks();
  expect(await told('study')).toEqual(['sent', 'sent']);
});

test('a provider that is not set up here cannot be chosen', async () => {
  const { settings } = await family();
  expect(await settings({ provider: 'email' })).toMatchObject({
    ...{ status: 400, body: { errors: [{ pointer: '/provider' }] } },
  });
});

/** One message to one family, queued. */
async function queued() {
  const school = await academy(kit);
  const student_id = await addStudent(kit, school, '김민준', { parent_phone: '01012345678' });
  await school.system().tx((tx, { now }) =>
    tellFamily(tx, {
      ...{ kind: 'safety', template: 'furnished', dedupe_key: 'one', subject_id: 1, student_id },
      ...{ text: '안내: {link}', runAt: now, occurred_at: now },
    }),
  );
  const { rows } = await kit.owner.query<{ id: number }>('select id from notice where tenant_id = $1', [
    school.tenant_id,
  ]);
  const status = async () => {
    const found = await kit.owner.query('select status from notice where id = $1', [rows[0]?.id]);
    return found.rows[0]?.status as string;
  };
  return { school, id: rows[0]?.id ?? 0, status };
}

/** Before, at the end of, and after each of two transactions, and before and after the provider has the message. */
const STEPS = 8;

/** A process that dies at the n-th of its steps, and does nothing any more from then on. */
function mortal(scope: Scope, provider: Provider, last: number) {
  let steps = 0;
  const step = () => {
    steps += 1;
    if (steps >= last) throw new Error('killed');
  };
  const dying: Scope = {
    ...scope,
    tx: async (work) => {
      step();
      const result = await scope.tx(async (...args) => {
        const written = await work(...args);
        step();
        return written;
      });
      step();
      return result;
    },
  };
  const carrier: Provider = {
    ...provider,
    deliver: async (message) => {
      step();
      await provider.deliver(message);
      step();
    },
  };
  return { scope: dying, carrier };
}

test('a message is never sent twice, wherever the sender dies and however often', async () => {
  const deaths = fc.array(fc.integer({ min: 1, max: STEPS }), { maxLength: 4 });
  const eachStep = Array.from({ length: STEPS }, (_, at) => at + 1);
  await fc.assert(
    fc.asyncProperty(deaths, fc.boolean(), async (kills, idempotent) => {
      const { school, id, status } = await queued();
      const asked: string[] = [];
      const provider: Provider = {
        ...{ name: 'counting', idempotent },
        deliver: async ({ text }) => void asked.push(text),
      };
      for (const last of [...kills, Infinity]) {
        const { scope, carrier } = mortal(school.system(), provider, last);
        await deliver(scope, { carriers: { log: carrier }, links }, id).catch(() => undefined);
        kit.travel(LEASE_SECONDS);
      }
      await deliver(school.system(), { carriers: { log: provider }, links }, id);

      // Who recognises a repeat may be asked again, with the very same words; the others are asked once at most.
      expect(new Set(asked).size).toBeLessThanOrEqual(1);
      if (!idempotent) expect(asked.length).toBeLessThanOrEqual(1);
      expect(await status()).toBe(asked.length > 0 && (await status()) !== 'unsure' ? 'sent' : 'unsure');
      if (idempotent) expect(await status()).toBe('sent');
    }),
    {
      numRuns: 40,
      examples: eachStep.flatMap((step) =>
        [true, false].map((idempotent): [number[], boolean] => [[step], idempotent]),
      ),
    },
  );
});

test('whoever looks while another is sending leaves it alone', async () => {
  const { school, id, status } = await queued();
  const gate = Promise.withResolvers<void>();
  const entered = Promise.withResolvers<void>();
  let sent = 0;
  const slow: Provider = {
    ...{ name: 'slow', idempotent: true },
    deliver: async () => {
      sent += 1;
      entered.resolve();
      await gate.promise;
    },
  };
  const first = deliver(school.system(), { carriers: { log: slow }, links }, id);
  await entered.promise;
  await deliver(school.system(), { carriers: { log: slow }, links }, id);
  expect([sent, await status()]).toEqual([1, 'sending']);
  gate.resolve();
  await first;
  expect([sent, await status()]).toEqual([1, 'sent']);
});
