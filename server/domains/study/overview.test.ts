import { randomUUID } from 'node:crypto';
import { memoryOf, schedulerOf, stateHashOf } from '@seodang/recall';
import { expect, test } from 'vitest';
import { openZip } from '#core/zip.ts';
import { ask } from '#testing/ask.ts';
import { academy, type Person } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { type Asked, addQuestion, studyClass } from '#testing/study.ts';

const kit = useApp();

/** A finished session, in which the first question was answered first; `P` passes, `F` fails. */
async function solved(who: Person, questions: readonly Asked[], signs: string, days_ago = 0) {
  const at = kit.clock().getTime() - days_ago * 86_400_000 - 600_000;
  const attempts = [...signs].map((sign, seq) => ({
    ...{ seq, pub_id: questions[seq]?.pub_id, selected: [sign === 'P' ? '1' : '2'] },
    answered_at: new Date(at + seq * 1000).toISOString(),
  }));
  const body = { client_session_uuid: randomUUID(), sent_at: kit.clock().toISOString(), attempts };
  return (await ask(kit, who, 'POST /study/attempts', body)).body;
}

const ofTags = (at: number) => ({ tags: [at < 3 ? '극한' : '미분'], subject: at < 3 ? '수학' : '영어' });

test('today shows what is due by topic, the streak, and a forecast in which what is overdue is due today', async () => {
  const { student, topic_id, questions } = await studyClass(kit, await academy(kit), 5, ofTags);
  expect((await ask(kit, student, 'GET /study/today')).body).toMatchObject({
    due_count: 0,
    streak: 0,
    retention: null,
  });
  await solved(student, questions, 'FF', 2);
  await solved(student, questions, 'PP', 1);
  await solved(student, questions, 'PPFFP', 10);
  const { body } = await ask(kit, student, 'GET /study/today');
  expect(body.streak).toBe(2);
  expect(body.due).toEqual([{ study_topic_id: topic_id, title: '함수의 극한', due: body.due_count }]);
  expect(body.due_count).toBeGreaterThanOrEqual(2);
  expect(body.forecast).toHaveLength(14);
  expect(body.forecast[0]).toEqual({ day: body.today, due: body.due_count });
  expect(body.retention).toBeGreaterThan(0);
  expect(body.retention).toBeLessThan(1);
});

test('weak subjects and tags come with how sure that is', async () => {
  const { student, questions } = await studyClass(kit, await academy(kit), 5, ofTags);
  await solved(student, questions, 'FFFPP');
  const { body } = await ask(kit, student, 'GET /study/weak');
  expect(body.subjects).toMatchObject([
    { name: '수학', attempts: 3, passed: 0, rate: 0, low: 0 },
    { name: '영어', attempts: 2, passed: 2, rate: 1, high: 1 },
  ]);
  expect(body.subjects[0].high).toBeCloseTo(0.5615, 3);
  expect(body.tags.map(({ name }: { name: string }) => name)).toEqual(['극한', '미분']);
});

test('the wrong-answer note holds what was failed in a range of days or quiz sessions, with the last answer', async () => {
  const { student, questions } = await studyClass(kit, await academy(kit), 3);
  const early = await solved(student, questions, 'FFP', 5);
  const late = await solved(student, questions, 'PFF', 1);
  const note = async (query: string) => (await ask(kit, student, `GET /study/notes?${query}`)).body;
  const all = await note('');
  expect(all.count).toBe(3);
  expect(all.results[0]).toMatchObject({ selected: ['2'], keys: [['1']], outcome: 'wrong', fails: 1 });
  expect((await note(`to_quiz=${early.quiz_session_ids[0]}`)).count).toBe(2);
  expect((await note(`from_quiz=${late.quiz_session_ids[0]}`)).count).toBe(2);
  const day = new Date(kit.clock().getTime() - 3 * 86_400_000).toISOString().slice(0, 10);
  expect((await note(`from=${day}`)).count).toBe(2);
  expect((await note(`to=${day}`)).count).toBe(2);
  const { body: own } = await ask(kit, student, 'POST /study/topics', { title: '내 주제' });
  await addQuestion(kit, student, own.id, { body: '내 문제' });
  const file = await kit.app.inject({ url: '/api/v1/study/export', headers: student.headers });
  const zip = openZip(file.rawPayload, 2 ** 20);
  const linesOf = (name: string) => String(zip.bytes(`${name}.csv`)).split('\r\n');
  const counts = ['answers', 'rounds', 'memory', 'waiting', 'own-questions'].map(
    (name) => linesOf(name).length - 2,
  );
  expect(counts).toEqual([6, 2, 3, 0, 1]);
  expect(linesOf('rounds')[1]).toMatch(/,섞어서,앱,끝남,3,1,2,0,1,0,0,\d,/);
  expect(linesOf('answers').join()).toMatch(/,2,,오답,,\d*,,앱,/);
  expect(linesOf('own-questions')[1]).toMatch(/,객관식,.*,공개$/);
});

test('a device that has the pack comes to the same state as the server', async () => {
  const { student, questions, teacher } = await studyClass(kit, await academy(kit), 5);
  await solved(student, questions, 'FPFPF', 9);
  await solved(student, questions, 'PPF', 3);
  await ask(kit, teacher, `PATCH /study/questions/${questions[0]?.id}`, { state: 'withdrawn' });
  const first = (await ask(kit, student, 'GET /study/pack?limit=3')).body;
  const rest = (await ask(kit, student, `GET /study/pack?limit=3&after=${first.next}`)).body;
  expect(rest.next).toBeNull();
  const pack = [...first.questions, ...rest.questions];
  expect(pack.map(({ is_open }: { is_open: boolean }) => is_open)).toEqual([false, true, true, true, true]);
  const ratingOf = ({ outcome, is_correct }: { outcome: string; is_correct: boolean }) =>
    outcome === 'correct' ? 'good' : is_correct ? 'hard' : 'again';
  const scheduler = schedulerOf();
  const memories = new Map(
    pack.map(({ pub_id, history }) => [
      pub_id,
      memoryOf(
        scheduler,
        history.map(
          (one: {
            outcome: 'correct';
            is_correct: boolean;
            quiz_session: string;
            seq: number;
            at: number;
          }) => ({
            ...one,
            rating: ratingOf(one),
          }),
        ),
        first.timezone,
      )!,
    ]),
  );
  const { body } = await ask(kit, student, 'GET /study/state');
  expect(body).toMatchObject({ state_hash: await stateHashOf(memories), count: 5, waiting_count: 0 });
  await ask(kit, teacher, `PATCH /study/questions/${questions[1]?.id}`, { explanation: '정의에 따라' });
  expect((await ask(kit, student, 'GET /study/state')).body.bank).not.toBe(body.bank);
});

test('a device that has the pack asks again only for what has changed', async () => {
  const { student, questions, teacher } = await studyClass(kit, await academy(kit), 4);
  const versions = async () => {
    const { body } = await ask(kit, student, 'GET /study/pack/versions');
    return new Map<number, string>(
      body.versions.map((one: { id: number; version: string }) => [one.id, one.version]),
    );
  };
  const changedBy = async (work: () => Promise<unknown>) => {
    const before = await versions();
    await work();
    return [...(await versions())].filter(([id, version]) => before.get(id) !== version).map(([id]) => id);
  };
  const [a, b, c, d] = questions.map(({ id }) => id) as [number, number, number, number];
  const change = (id: number, body: object) => ask(kit, teacher, `PATCH /study/questions/${id}`, body);
  expect([...(await versions()).keys()]).toEqual([a, b, c, d]);
  expect(await changedBy(async () => undefined)).toEqual([]);
  expect(await changedBy(() => change(b, { explanation: '정의에 따라' }))).toEqual([b]);
  expect(await changedBy(() => change(c, { keys: [['2']] }))).toEqual([c]);
  expect(await changedBy(() => solved(student, questions, 'FF'))).toEqual([a, b]);
  await change(d, { state: 'withdrawn' });
  expect([...(await versions()).keys()]).toEqual([a, b, c]);

  const { body } = await ask(kit, student, `GET /study/pack?ids=${b},${d}`);
  expect(body).toMatchObject({ next: null, questions: [{ id: b, explanation: '정의에 따라' }] });
  expect(body.questions[0].version).toBe((await versions()).get(b));
});

test('a round that was begun on one device is taken up by another, until one of them ends it', async () => {
  const school = await academy(kit);
  const { student, questions, lecture_id, session_id } = await studyClass(kit, school, 3);
  const uuid = randomUUID();
  const pub_ids = questions.map(({ pub_id }) => pub_id);
  const plan = { mode: 'random', pub_ids, reshuffled: [], skipped: [], seed: 4_000_000_000 };
  const round = { ...plan, uuid, begun_at: kit.clock().toISOString(), is_open: true };
  const share = (more: object = {}) => ask(kit, student, 'POST /study/rounds', { ...round, ...more });
  const join = (who = student) => ask(kit, who, 'POST /study/rounds/join', { uuid });
  const known = async () => (await ask(kit, student, 'GET /study/state')).body.rounds;
  expect((await join()).status).toBe(404);
  expect((await share()).body).toEqual(round);
  expect(await known()).toEqual([{ uuid, is_open: true, devices: 1 }]);

  const joined = await Promise.all([join(), join()]);
  expect(joined.map(({ body }) => body.first_seq).sort()).toEqual([10_000, 20_000]);
  expect(joined[0].body).toMatchObject({ uuid, ...plan });
  expect(await known()).toEqual([{ uuid, is_open: true, devices: 3 }]);
  const mate = await school.seatIn(lecture_id, session_id);
  expect((await join(mate.student)).status).toBe(404);
  const other = await share({ pub_ids: pub_ids.toReversed(), skipped: [pub_ids[0]] });
  expect(other.body).toMatchObject({ pub_ids, skipped: [pub_ids[0]] });

  expect((await share({ is_open: false })).body.is_open).toBe(false);
  expect((await share()).body.is_open).toBe(false);
  expect(await known()).toEqual([{ uuid, is_open: false, devices: 3 }]);
  expect((await join()).status).toBe(404);
  kit.travel(31 * 86_400);
  const odd = await share({ uuid: randomUUID(), begun_at: '0000-01-01T00:00:00Z' });
  expect(odd.status).toBe(200);
  expect(await known()).toMatchObject([{ is_open: true }]);
});

test('a round that comes back after it was forgotten gives nobody a place that is taken', async () => {
  const { student, questions } = await studyClass(kit, await academy(kit), 2);
  const [uuid, other] = [randomUUID(), randomUUID()];
  const begun_at = kit.clock().toISOString();
  const [here, unknown] = [questions[0]?.pub_id, randomUUID()];
  const round = { mode: 'random', pub_ids: [here], reshuffled: [], skipped: [], seed: 1, begun_at };
  const firstPlace = async (uuid: string) => {
    await ask(kit, student, 'POST /study/rounds', { ...round, uuid, is_open: true });
    return (await ask(kit, student, 'POST /study/rounds/join', { uuid })).body.first_seq;
  };
  const send = (client_session_uuid: string, seq: number, pub_id: string | undefined) =>
    ask(kit, student, 'POST /study/attempts', {
      ...{ client_session_uuid, sent_at: begun_at },
      attempts: [{ seq, pub_id, selected: ['1'], answered_at: begun_at }],
    });
  await send(uuid, 10_004, here);
  await send(other, 20_000, unknown);
  expect(await firstPlace(uuid)).toBe(20_000);
  expect(await firstPlace(other)).toBe(30_000);
});

test('a round that goes on is in progress with all of it that came; once it has ended it is done, and stays', async () => {
  const { student, questions } = await studyClass(kit, await academy(kit), 3);
  const uuid = randomUUID();
  const now = () => kit.clock().toISOString();
  const pub_ids = questions.map(({ pub_id }) => pub_id);
  const share = (is_open: boolean) =>
    ask(kit, student, 'POST /study/rounds', {
      ...{ mode: 'random', pub_ids, reshuffled: [], skipped: [], seed: 1, uuid, begun_at: now(), is_open },
    });
  const send = async (seq: number, choice: string) => {
    kit.travel(60);
    const attempt = { seq, pub_id: pub_ids[seq], selected: [choice], answered_at: now() };
    const body = { client_session_uuid: uuid, sent_at: now(), attempts: [attempt] };
    const { quiz_session_ids, attempts } = (await ask(kit, student, 'POST /study/attempts', body)).body;
    const quiz = (await ask(kit, student, `GET /study/quiz-sessions/${quiz_session_ids[0]}`)).body;
    return { ...quiz, last_at: attempts[0].at };
  };
  await share(true);
  await send(0, '1');
  const second = await send(1, '2');
  const open = { status: 'in_progress', finished_at: null, finalized_at: null, summary: null };
  expect(second).toMatchObject({ ...open, correct_count: 1, wrong_count: 1 });
  const listed = async (status: string) =>
    (await ask(kit, student, `GET /study/quiz-sessions?status=${status}`)).body.results;
  expect(await listed('in_progress')).toMatchObject([{ id: second.id, status: 'in_progress' }]);
  expect(await listed('done')).toEqual([]);
  await kit.owner.query(
    `with shared as (update study_round set shared_at = now() - interval '4 days' where uuid = $1)
     update study_quiz_session set finalized_at = now() - interval '4 days' where client_session_uuid = $1`,
    [uuid],
  );
  expect(await listed('done')).toMatchObject([{ id: second.id, finished_at: second.last_at }]);
  const left = (await ask(kit, student, `GET /study/quiz-sessions/${second.id}`)).body;
  expect(left).toMatchObject({ status: 'done', summary: { correct_count: 1, wrong_count: 1 } });
  await share(true);
  expect(await listed('in_progress')).toMatchObject([{ id: second.id }]);
  await share(false);
  const [done] = await listed('done');
  expect(done).toMatchObject({
    id: second.id,
    status: 'done',
    correct_count: 1,
    finished_at: second.last_at,
  });
  const late = await send(2, '1');
  expect(late).toMatchObject({
    ...{ correct_count: 1, finished_at: second.last_at, finalized_at: done.finalized_at },
    ...{ summary: { correct_count: 1, wrong_count: 1 }, summary_current: { correct_count: 2 } },
  });
});

test('a teacher sees how much is due for each of the class, and its weak tags; nobody else does', async () => {
  const school = await academy(kit);
  const { student, teacher, lecture_id, session_id, questions } = await studyClass(kit, school, 5, ofTags);
  const mate = await school.seatIn(lecture_id, session_id);
  await solved(student, questions, 'FFFPP', 20);
  const { body } = await ask(kit, teacher, `GET /lectures/${lecture_id}/study`);
  expect(body.students.map(({ due }: { due: number }) => due)).toEqual([5, 0]);
  expect(body.students[1]).toMatchObject({ student_id: mate.student_id, last_at: null, chronic: 0 });
  expect(body.tags[0]).toMatchObject({ name: '극한', attempts: 3, passed: 0 });
  expect((await ask(kit, student, `GET /lectures/${lecture_id}/study`)).status).toBe(403);
  const stranger = await school.person('teacher');
  expect((await ask(kit, stranger, `GET /lectures/${lecture_id}/study`)).status).toBe(404);
});

test('of a large bank a device gets some of what was not answered yet, all that was, and variants of what was wrong', async () => {
  const school = await academy(kit);
  const { student, topic_id, questions } = await studyClass(kit, school, 1, () => ({
    variant_group: '극한 1',
  }));
  await kit.owner.query(
    `insert into study_question (tenant_id, study_topic_id, state, body, keys, choices, variant_group)
     select $1, $2, 'published', n::text, '[["1"]]', '[{"id":"1","text":"a"},{"id":"2","text":"b"}]', case when n > 1998 then '극한 1' end
     from generate_series(1, 2000) n`,
    [school.tenant_id, topic_id],
  );
  const bodies = async () => {
    const all: string[] = [];
    for (let after = ''; ; ) {
      const { body } = await ask(kit, student, `GET /study/pack?limit=500${after}`);
      all.push(...body.questions.map((one: { body: string }) => one.body));
      if (body.next === null) return all;
      after = `&after=${body.next}`;
    }
  };
  expect((await bodies()).length).toBe(700);
  await solved(student, questions, 'F');
  const wrong = await bodies();
  expect(wrong).toEqual(expect.arrayContaining(['1번', '1999', '2000']));
  expect(wrong.length).toBeLessThanOrEqual(703);
});
