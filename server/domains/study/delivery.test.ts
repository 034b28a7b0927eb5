import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openScope, type Scope } from '#core/scope.ts';
import type { Academy } from '#testing/factories.ts';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { type Asked, stateOf, studyClass } from '#testing/study.ts';
import { ingest } from './ingest.ts';

const kit = useApp({ DATABASE_POOL: '16' });

const START = Date.parse('2026-10-20T00:00:00Z');
const HOUR = 3_600_000;
/** When everything is delivered: late enough for all, early enough that nothing is older than 30 days. */
const DELIVERED = START + 24 * 24 * HOUR;

type Planned = { question: number; choice: string; unsure: boolean; hour: number };
type Part = { uuid: string; skew: number; attempts: (Planned & { seq: number })[] };
type Plan = {
  sessions: { skew: number; parts: number; attempts: Planned[] }[];
  order: number[];
  crashes: boolean[];
};

const planned: fc.Arbitrary<Planned> = fc.record({
  question: fc.nat(7),
  choice: fc.constantFrom('1', '2', ''),
  unsure: fc.boolean(),
  hour: fc.nat(500),
});
const plan: fc.Arbitrary<Plan> = fc.record({
  sessions: fc.array(
    fc.record({
      skew: fc.constantFrom(0, 60_000, -7 * HOUR, 30 * HOUR),
      parts: fc.integer({ min: 1, max: 3 }),
      attempts: fc.array(planned, { minLength: 1, maxLength: 6 }),
    }),
    { minLength: 2, maxLength: 6 },
  ),
  order: fc.array(fc.nat(), { minLength: 20, maxLength: 40 }),
  crashes: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
});

const planOf = (question: number): Planned => ({ question, choice: '1', unsure: false, hour: question });

/** The deliveries of a plan: each session in as many parts as its device made of it. */
function partsOf({ sessions }: Plan, uuids: readonly string[]): Part[] {
  return sessions.flatMap(({ skew, parts, attempts }, at) => {
    const size = Math.ceil(attempts.length / parts);
    const numbered = attempts.map((attempt, seq) => ({ ...attempt, seq }));
    return Array.from({ length: parts }, (_, n) => numbered.slice(n * size, (n + 1) * size))
      .filter(({ length }) => length > 0)
      .map((some) => ({ uuid: uuids[at] ?? '', skew, attempts: some }));
  });
}

/** What a device whose clock is behind by `skew` sends; below two minutes nobody can tell. */
function bodyOf({ uuid, skew, attempts }: Part, questions: readonly Asked[]) {
  return {
    client_session_uuid: uuid,
    sent_at: new Date(DELIVERED - skew),
    attempts: attempts.map(({ question, choice, unsure, hour, seq }) => ({
      ...{ seq, pub_id: questions[question % questions.length]?.pub_id ?? '', unsure, elapsed_ms: null },
      selected: choice === '' ? [] : [choice],
      answered_at: new Date(START + hour * HOUR - skew),
    })),
    ...{ device: '', app_version: '' },
  };
}

const scopeOf = ({ tenant_id }: Academy): Scope =>
  openScope(kit.db, tenant_id, { kind: 'system', reason: 'test' }, { now: new Date(DELIVERED) });

/** A transaction that breaks off after all its work, as when the machine dies before the commit. */
const crashing = (scope: Scope): Scope => ({
  ...scope,
  tx: (work) =>
    scope.tx(async (tx, inner) => {
      await work(tx, inner);
      throw new Error('died');
    }),
});

type Pupil = { student_id: number; school: Academy };

async function deliverCleanly(
  parts: readonly Part[],
  questions: readonly Asked[],
  { school, student_id }: Pupil,
) {
  for (const part of parts)
    await ingest(scopeOf(school), { student_id, user_id: null }, bodyOf(part, questions));
}

/** The same parts in another order, some of them several times, eight at once, some dying on the way and sent again. */
async function deliverWildly(
  parts: readonly Part[],
  questions: readonly Asked[],
  { school, student_id }: Pupil,
  { order, crashes }: Plan,
) {
  const shuffled = parts
    .map((part, at) => ({ part, key: order[at % order.length] ?? 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ part }) => part);
  const repeated = [...shuffled, ...shuffled.filter((_, at) => (order[at] ?? 0) % 3 === 0)];
  const whose = { student_id, user_id: null };
  const send = async (part: Part, at: number) => {
    const body = bodyOf(part, questions);
    if (crashes[at % crashes.length])
      await expect(ingest(crashing(scopeOf(school)), whose, body)).rejects.toThrow('died');
    await ingest(scopeOf(school), whose, body);
  };
  const senders = Array.from({ length: 8 }, async (_, sender) => {
    for (let at = sender; at < repeated.length; at += 8) await send(repeated[at] as Part, at);
  });
  await Promise.all(senders);
}

test('taking sessions in reads none of the others, though all there was when PostgreSQL counted was one', async () => {
  const school = await academy(kit);
  const { questions, student_id } = await studyClass(kit, school, 4);
  const deliver = (scope: Scope) => {
    const attempts = questions.map((_, at) => ({ ...planOf(at), seq: at }));
    const part = { uuid: randomUUID(), skew: 0, attempts };
    return ingest(scope, { student_id, user_id: null }, bodyOf(part, questions));
  };
  await deliver(scopeOf(school));
  await kit.owner.query('analyze study_quiz_session, study_attempt, study_quarantine');
  await scopeOf(school).tx(async (tx, scope) => {
    const readThrough = () =>
      sql`select relname, seq_scan from pg_stat_xact_user_tables where relname ~ '^study_(quiz|att|quar)' order by 1`.execute(
        tx,
      );
    const before = await readThrough();
    for (let at = 0; at < 7; at += 1) await deliver(scope);
    expect((await readThrough()).rows).toEqual(before.rows);
  });
});

test('shuffled, repeated, at once, cut into parts and broken off: the state is that of clean delivery, to the byte', async () => {
  const school = await academy(kit);
  const { questions, lecture_id, session_id } = await studyClass(kit, school, 4);
  const second = await studyClass(kit, school, 4);
  const all = [...questions, ...second.questions];
  await fc.assert(
    fc.asyncProperty(plan, async (plan) => {
      const parts = partsOf(
        plan,
        plan.sessions.map(() => randomUUID()),
      );
      const states: string[] = [];
      for (const isClean of [true, false]) {
        const { student_id } = await school.seatIn(lecture_id, session_id);
        await kit.owner.query(
          'insert into enrollment (tenant_id, lecture_id, student_id) values ($1, $2, $3)',
          [school.tenant_id, second.lecture_id, student_id],
        );
        const pupil = { school, student_id };
        if (isClean) await deliverCleanly(parts, all, pupil);
        else await deliverWildly(parts, all, pupil, plan);
        states.push(await stateOf(kit, student_id));
      }
      expect(states[1]).toBe(states[0]);
    }),
    { numRuns: 25, seed: 20_261_121 },
  );
});

test('eight senders of many students at once end, each with all that was sent', async () => {
  const school = await academy(kit);
  const { questions, lecture_id, session_id } = await studyClass(kit, school, 6);
  const pupils = await Promise.all(
    Array.from({ length: 3 }, async () => (await school.seatIn(lecture_id, session_id)).student_id),
  );
  const bodies = Array.from({ length: 24 }, (_, at) => ({
    student_id: pupils[at % pupils.length] ?? 0,
    part: {
      uuid: randomUUID(),
      skew: 0,
      attempts: Array.from({ length: 6 }, (_, seq) => ({
        ...{ seq, question: (at + seq * 5) % 6, choice: '2', unsure: false, hour: at },
      })),
    },
  }));
  await Promise.all(
    Array.from({ length: 8 }, async (_, sender) => {
      for (let at = sender; at < bodies.length; at += 8) {
        const { student_id, part } = bodies[at]!;
        await ingest(scopeOf(school), { student_id, user_id: null }, bodyOf(part, questions));
      }
    }),
  );
  const { rows } = await kit.owner.query(
    'select student_id, count(*)::int as n from study_attempt where student_id = any($1) group by 1',
    [pupils],
  );
  expect(rows.map(({ n }) => n)).toEqual([48, 48, 48]);
});
