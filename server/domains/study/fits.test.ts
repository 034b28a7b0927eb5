import { randomUUID } from 'node:crypto';
import { schedulerOf } from '@seodang/recall';
import { simulatedCards } from '@seodang/recall/testing/learners.ts';
import { expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { academy, type Person } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { stateOf, studyClass } from '#testing/study.ts';

const kit = useApp();
const outcomes = { again: ['wrong', false], hard: ['unsure', true], good: ['correct', true] } as const;

/** A class whose student answered hundreds of questions of the topic for months. */
async function practised() {
  const school = await academy(kit);
  const study = await studyClass(kit, school, 1);
  const { tenant_id } = school;
  const place = [tenant_id, study.topic_id];
  const { rows } = await kit.owner.query<{ id: string }>(
    `insert into study_question (tenant_id, study_topic_id, state, body, keys, choices)
     select $1, $2, 'published', 'q', '[["1"]]', '[{"id":"1","text":"a"},{"id":"2","text":"b"}]' from generate_series(1, 400) returning id`,
    place,
  );
  const start = kit.clock().getTime() - 210 * 86_400_000;
  const attempts = simulatedCards(5, { students: 1, questions: 400, days: 200 }).flatMap((card, at) =>
    card.map(({ day, rating }) => ({
      ...{ id: rows[at]?.id, at: new Date(start + day * 86_400_000) },
      ...{ outcome: outcomes[rating][0], is_correct: outcomes[rating][1] },
    })),
  );
  await kit.owner.query(
    `with z as (insert into study_quiz_session (tenant_id, student_id, study_topic_id, status, finalized_at)
       values ($1, $3, $2, 'done', now()) returning id, uuid)
     insert into study_attempt (tenant_id, student_id, study_quiz_session_id, uuid, seq, study_question_id, revision, selected, unsure,
       answered_at, at, received_at, outcome, is_correct)
     select $1, $3, z.id, z.uuid, row_number() over () - 1, a.id, 1, '["1"]', false, a.at, a.at, a.at, a.outcome, a.is_correct
     from z, jsonb_to_recordset($4) as a (id bigint, at timestamptz, outcome study_outcome, is_correct boolean)`,
    [...place, study.student_id, JSON.stringify(attempts)],
  );
  await kit.owner.query(
    `insert into study_memory (tenant_id, student_id, study_question_id, study_topic_id, stability, difficulty, attempts, fails, last_day,
       due_day, not_passed, is_chronic, last_passed, last_at)
     select tenant_id, student_id, study_question_id, $2, 1, 5, count(*), 0, '2026-01-01', '2026-01-01', 0, false, true, max(at)
     from study_attempt where tenant_id = $1 group by 1, 2, 3`,
    place,
  );
  const owner = await school.person('owner');
  const fits = async () => (await ask(kit, owner, 'GET /study/fits')).body;
  return { ...study, owner, fits };
}

test('what predicts later answers better comes into use, memories follow it, and one step leads back', async () => {
  const { owner, student, student_id, questions, fits } = await practised();
  const answer = {
    selected: ['1'],
    seq: 0,
    pub_id: questions[0]?.pub_id,
    answered_at: kit.clock().toISOString(),
  };
  const body = { client_session_uuid: randomUUID(), sent_at: kit.clock().toISOString(), attempts: [answer] };
  await ask(kit, student, 'POST /study/attempts', body);
  const stateHash = async () => (await ask(kit, student, 'GET /study/state')).body;
  const memories = async () => stateOf(kit, student_id);

  expect((await ask(kit, owner, 'POST /study/fits')).status).toBe(202);
  await kit.runTasks();
  const { in_use, results } = await fits();
  expect(results).toMatchObject([
    { state: 'rejected', subject: null, student_id },
    { state: 'rejected', subject: '', student_id: null },
    { id: in_use[0], state: 'adopted', subject: null, student_id: null },
  ]);
  const revert = () => ask(kit, owner, `POST /study/fits/${in_use[0]}/revert`);
  expect(results[2].log_loss).toBeLessThan(results[2].log_loss_default);
  const adopted = await stateHash();
  expect(adopted.weights).toMatchObject([{ subject: null }]);
  expect(adopted.weights[0].weights).toHaveLength(21);
  const kept = await memories();

  await ask(kit, owner, 'POST /study/fits');
  await kit.runTasks();
  expect((await fits()).in_use).toEqual(in_use);
  expect(await memories()).toBe(kept);

  expect((await revert()).body).toMatchObject({
    in_use: [],
    paused: [{ subject: null, student_id: null, student_name: null }],
  });
  await kit.runTasks();
  const reverted = await stateHash();
  expect(reverted.weights).toEqual([]);
  expect(reverted.state_hash).not.toBe(adopted.state_hash);
  expect(reverted.count).toBe(adopted.count);
  expect(await revert()).toMatchObject({
    status: 409,
    body: { detail: 'nothing_adopted' },
  });
});

test('a student’s own weights come before those of the subject, and those before the academy’s', async () => {
  const school = await academy(kit);
  const { student, student_id, questions, lecture_id, session_id } = await studyClass(kit, school, 1);
  const mate = await school.seatIn(lecture_id, session_id);
  const owner = await school.person('owner');
  for (const who of [student, mate.student]) {
    const answered_at = kit.clock().toISOString();
    const attempts = [{ seq: 0, pub_id: questions[0]?.pub_id, selected: ['2'], answered_at }];
    const body = { client_session_uuid: randomUUID(), sent_at: answered_at, attempts };
    await ask(kit, who, 'POST /study/attempts', body);
  }
  const adopt = async (first: number, subject: string | null, of: number | null) => {
    const { rows } = await kit.owner.query<{ id: number }>(
      `insert into study_fit (tenant_id, state, weights, split_on, learned, tested, log_loss, log_loss_before, log_loss_default, gain,
         gain_error, fitted_at, subject, student_id)
       values ($1, 'adopted', $2, '2026-01-01', 400, 100, 0.3, 0.4, 0.4, 0.1, 0.01, now(), $3, $4) returning id`,
      [school.tenant_id, [first, ...schedulerOf().weights.slice(1)], subject, of],
    );
    return Number(rows[0]?.id);
  };
  const general = await adopt(0.3, null, null);
  await adopt(0.4, '수학', null);
  const own = await adopt(0.5, null, student_id);
  const other = await adopt(0.6, '영어', null);
  // What was written last lies last.
  await kit.owner.query('update study_fit set fitted_at = now() where id = $1', [general]);
  const foldedBy = async (who: Person) =>
    (await ask(kit, who, 'GET /study/state')).body.weights.map(
      (one: { subject: string | null; weights: number[] }) => [one.subject, one.weights[0]],
    );
  const stabilityOf = async (id: number) =>
    (await kit.owner.query('select stability from study_memory where student_id = $1', [id])).rows[0]
      .stability;

  // Going back from one of them makes all memories follow what is in use.
  await ask(kit, owner, `POST /study/fits/${other}/revert`);
  await kit.runTasks();
  expect(await foldedBy(student)).toEqual([[null, 0.5]]);
  expect(await foldedBy(mate.student)).toEqual([
    [null, 0.3],
    ['수학', 0.4],
  ]);
  expect(await stabilityOf(student_id)).toBeCloseTo(0.5, 6);
  expect(await stabilityOf(mate.student_id)).toBeCloseTo(0.4, 6);

  await ask(kit, owner, `POST /study/fits/${own}/revert`);
  await kit.runTasks();
  expect(await stabilityOf(student_id)).toBeCloseTo(0.4, 6);
  expect(await ask(kit, owner, `POST /study/fits/${own}/revert`)).toMatchObject({ status: 409 });
});

test('answers that say too little are not tried again every night', async () => {
  const school = await academy(kit);
  const { topic_id, student_id } = await studyClass(kit, school, 1);
  const owner = await school.person('owner');
  await kit.owner.query(
    `with q as (insert into study_question (tenant_id, study_topic_id, state, body, keys, choices)
       select $1, $2, 'published', 'q', '[["1"]]', '[{"id":"1","text":"a"},{"id":"2","text":"b"}]' from generate_series(1, 500) returning id),
     z as (insert into study_quiz_session (tenant_id, student_id, study_topic_id, status, finalized_at)
       values ($1, $3, $2, 'done', now()) returning id, uuid)
     insert into study_attempt (tenant_id, student_id, study_quiz_session_id, uuid, seq, study_question_id, revision, selected, unsure,
       answered_at, at, received_at, outcome, is_correct)
     select $1, $3, z.id, z.uuid, row_number() over () - 1, q.id, 1, '["1"]', false, now(), now(), now(), 'correct', true from z, q`,
    [school.tenant_id, topic_id, student_id],
  );
  const triesOf = 'select reviews, tried_at from study_fit_try where tenant_id = $1';
  const tries = async () => (await kit.owner.query(triesOf, [school.tenant_id])).rows;
  expect((await ask(kit, owner, 'POST /study/fits')).status).toBe(202);
  await kit.runTasks();
  expect((await ask(kit, owner, 'GET /study/fits')).body.results).toEqual([]);
  const tried = await tries();
  expect(tried).toMatchObject([{ reviews: 500 }]);
  kit.travel(86_400);
  await kit.keepUp();
  expect(await tries()).toEqual(tried);
});

test('too few answers teach nothing, and only those who run the academy see any of it', async () => {
  const school = await academy(kit);
  const { teacher, student } = await studyClass(kit, school, 1);
  const owner = await school.person('owner');
  expect(await ask(kit, owner, 'POST /study/fits')).toMatchObject({
    status: 409,
    body: { detail: 'too_few_reviews', reviews: 0, needed: 500 },
  });
  for (const who of [teacher, student]) expect((await ask(kit, who, 'GET /study/fits')).status).toBe(403);
});
