import { randomUUID } from 'node:crypto';
import { simulatedCards } from '@seodang/recall/testing/learners.ts';
import { expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { academy } from '#testing/factories.ts';
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
  const fits = async (what: 'GET /study/fits' | 'POST /study/fits/revert' = 'GET /study/fits') =>
    (await ask(kit, owner, what)).body;
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
  expect(results).toMatchObject([{ id: in_use, state: 'adopted', reverted_at: null }]);
  expect(results[0].log_loss).toBeLessThan(results[0].log_loss_default);
  const adopted = await stateHash();
  expect(adopted.weights).toHaveLength(21);
  const kept = await memories();

  await ask(kit, owner, 'POST /study/fits');
  await kit.runTasks();
  expect((await fits()).results.map((one: { state: string }) => one.state)).toEqual(['rejected', 'adopted']);
  expect(await memories()).toBe(kept);

  expect(await fits('POST /study/fits/revert')).toMatchObject({ in_use: null, is_paused: true });
  await kit.runTasks();
  const reverted = await stateHash();
  expect(reverted.weights).toBeNull();
  expect(reverted.state_hash).not.toBe(adopted.state_hash);
  expect(reverted.count).toBe(adopted.count);
  expect(await ask(kit, owner, 'POST /study/fits/revert')).toMatchObject({
    status: 409,
    body: { detail: 'nothing_adopted' },
  });
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
