import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { academy, type Person } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { type Asked, addQuestion, stateOf, studyClass } from '#testing/study.ts';
import { addPaperMistakes } from './paper.ts';

const SHARED = 'shared-by-all-viewers-0123';
const kit = useApp({ STUDY_INGEST_ENABLED: 'true', VIEWER_SYNC_TOKEN: SHARED });

type Attempt = { seq: number; pub_id: string; selected: string[]; unsure?: boolean; answered_at: string };
const ago = (seconds: number) => new Date(kit.clock().getTime() - seconds * 1000).toISOString();
const attempt = (
  seq: number,
  { pub_id }: Pick<Asked, 'pub_id'>,
  choice = '1',
  seconds = 600 - seq,
): Attempt => ({
  ...{ seq, pub_id, answered_at: ago(seconds) },
  selected: choice === '' ? [] : [choice],
});

async function device(who: Person) {
  const made = await ask(kit, who, 'POST /study/devices', { name: '태블릿' });
  return { id: made.body.id as number, headers: { authorization: `Bearer ${made.body.token}` } };
}
const send = (
  headers: Record<string, string>,
  attempts: Attempt[],
  client_session_uuid: string = randomUUID(),
  more: object = {},
) =>
  ask(kit, { headers }, 'POST /ingest/study/attempts', {
    ...{ client_session_uuid, sent_at: ago(0), attempts },
    ...more,
  });

test('a finished session is taken in once: the same body again gets its first answer', async () => {
  const { student, student_id, questions } = await studyClass(kit, await academy(kit), 3);
  const { headers } = await device(student);
  const uuid = randomUUID();
  const attempts = questions.map((question, at) => ({
    ...attempt(at, question, String(at)),
    elapsed_ms: 1000 + at,
  }));
  const first = await send(headers, attempts, uuid, { device: '갤럭시 탭', app_version: '3.1' });
  expect(first.body).toMatchObject({ status: 'ingested', skew_ms: 0, not_attempts: [], quarantined: [] });
  expect(first.body.attempts.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
    'wrong',
    'correct',
    'wrong',
  ]);
  const state = await stateOf(kit, student_id);
  const again = await send(headers, attempts.toReversed(), uuid.toUpperCase());
  expect(again.body).toEqual({ ...first.body, status: 'already_ingested' });
  expect(await stateOf(kit, student_id)).toBe(state);
  const quiz = await ask(kit, student, `GET /study/quiz-sessions/${first.body.quiz_session_ids[0]}`);
  expect(quiz.body).toMatchObject({
    ...{ source: 'viewer', client_session_uuid: uuid, status: 'done', cursor: 3 },
    summary: { correct_count: 1, wrong_count: 2, newly_correct_count: 1, new_wrong_count: 2 },
  });
  const kept = await kit.owner.query(
    `select q.device, q.app_version, a.elapsed_ms, a.answered_at from study_attempt a
     join study_quiz_session q on q.id = a.study_quiz_session_id where a.student_id = $1 order by a.seq`,
    [student_id],
  );
  expect(kept.rows).toEqual(
    attempts.map(({ elapsed_ms, answered_at }) => ({
      ...{ device: '갤럭시 탭', app_version: '3.1', elapsed_ms, answered_at: new Date(answered_at) },
    })),
  );
});

test('what was answered can be neither rewritten nor deleted, only taken back or judged anew', async () => {
  const school = await academy(kit);
  const { student, student_id, questions } = await studyClass(kit, school, 1);
  await send((await device(student)).headers, [attempt(0, (questions as [Asked])[0])]);
  const change = (what: ReturnType<typeof sql>) => school.system().tx((tx) => what.execute(tx));
  for (const forged of [
    sql`update study_attempt set selected = '["2"]' where student_id = ${student_id}`,
    sql`update study_attempt set at = now() where student_id = ${student_id}`,
    sql`update study_attempt set student_id = student_id + 1 where student_id = ${student_id}`,
    sql`delete from study_attempt where student_id = ${student_id}`,
    sql`delete from study_quiz_session where student_id = ${student_id}`,
    sql`delete from study_question where id = ${questions[0]?.id}`,
  ])
    await expect(change(forged)).rejects.toThrow('permission denied');
  await expect(kit.owner.query('delete from student where id = $1', [student_id])).rejects.toThrow(
    'violates foreign key',
  );
});

test('another body of the same session is refused whole, and more of it is accepted', async () => {
  const { student, student_id, questions } = await studyClass(kit, await academy(kit), 3);
  const { headers } = await device(student);
  const uuid = randomUUID();
  const [a, b, c] = questions as [Asked, Asked, Asked];
  const first = attempt(0, a);
  await send(headers, [first], uuid);
  const state = await stateOf(kit, student_id);
  const other = await send(headers, [attempt(1, b), { ...first, selected: ['2'] }], uuid);
  expect(other).toMatchObject({ status: 409, body: { detail: 'uuid_reused', seq: 0 } });
  expect(await stateOf(kit, student_id)).toBe(state);
  const more = await send(headers, [first, attempt(1, b, '2'), attempt(2, c)], uuid);
  expect(more.body.attempts.map(({ seq }: Attempt) => seq)).toEqual([1, 2]);
  const quiz = await ask(kit, student, `GET /study/quiz-sessions/${more.body.quiz_session_ids[0]}`);
  expect(quiz.body).toMatchObject({
    question_ids: questions.map(({ id }) => id),
    summary: { correct_count: 1, wrong_count: 0 },
    summary_current: { correct_count: 2, wrong_count: 1 },
  });
});

test('two students with the same uuid have a session each', async () => {
  const school = await academy(kit);
  const { student, questions, lecture_id, session_id } = await studyClass(kit, school, 1);
  const mate = await school.seatIn(lecture_id, session_id);
  const uuid = randomUUID();
  const [question] = questions as [Asked];
  const one = await send((await device(student)).headers, [attempt(0, question)], uuid);
  const two = await send((await device(mate.student)).headers, [attempt(0, question, '2')], uuid);
  expect([one.body.status, two.body.status]).toEqual(['ingested', 'ingested']);
  expect(two.body.attempts[0].outcome).toBe('wrong');
});

test('attempts at what is not published wait, and count from when they were given once it is', async () => {
  const { student, student_id, teacher, topic_id, questions } = await studyClass(kit, await academy(kit), 2);
  const { headers } = await device(student);
  const [held, open] = questions as [Asked, Asked];
  await ask(kit, teacher, `PATCH /study/questions/${held.id}`, { state: 'withdrawn' });
  const uuid = randomUUID();
  const unknown = attempt(2, { pub_id: randomUUID() });
  const body = [attempt(0, held, '2', 5 * 86_400), attempt(1, open), unknown];
  const sent = await send(headers, body, uuid);
  expect(sent.body.quarantined.map(({ seq }: Attempt) => seq)).toEqual([0, 2]);
  kit.travel(86_400);
  await ask(kit, teacher, `PATCH /study/questions/${held.id}`, { state: 'published' });
  await kit.runTasks();
  const { rows } = await kit.owner.query(
    'select question_ids, cursor from study_quiz_session where student_id = $1',
    [student_id],
  );
  expect(rows).toEqual([{ question_ids: [held.id, open.id], cursor: 2 }]);
  const waiting = await kit.owner.query('select seq from study_quarantine where student_id = $1', [
    student_id,
  ]);
  expect(waiting.rows).toEqual([{ seq: 2 }]);
  const due = await ask(kit, student, 'POST /study/quiz-sessions', {
    ...{ study_topic_id: topic_id, quiz_mode: 'due' },
  });
  expect(due.body.question_ids).toContain(held.id);
  expect((await send(headers, body, uuid)).body.status).toBe('already_ingested');
});

test('who comes into a class later keeps what they answered before', async () => {
  const school = await academy(kit);
  const { teacher, questions, lecture_id } = await studyClass(kit, school, 1);
  const late = await school.seat(teacher);
  const sent = await send((await device(late.student)).headers, [attempt(0, (questions as [Asked])[0])]);
  expect(sent.body.quarantined).toHaveLength(1);
  await ask(kit, await school.person('owner'), 'POST /enrollments', {
    lecture_id,
    student_id: late.student_id,
  });
  await kit.runTasks();
  const { rows } = await kit.owner.query('select outcome from study_attempt where student_id = $1', [
    late.student_id,
  ]);
  expect(rows).toEqual([{ outcome: 'correct' }]);
});

test('a clock that is wrong is set right, and what cannot be is moved to the edge and marked', async () => {
  const { student, questions } = await studyClass(kit, await academy(kit), 3);
  const { headers } = await device(student);
  const [a, b, c] = questions as [Asked, Asked, Asked];
  const hour = 3600;
  const behind = await send(headers, [attempt(0, a, '1', 2 * hour)], randomUUID(), { sent_at: ago(hour) });
  expect(Math.round(behind.body.skew_ms / 1000)).toBe(hour);
  const lag = kit.clock().getTime() - Date.parse(behind.body.attempts[0].at);
  expect(Math.round(lag / 60_000)).toBe(60);
  const edges = await send(headers, [attempt(0, b, '1', -hour), attempt(1, c, '1', 40 * 86_400)]);
  expect(edges.body.attempts.map(({ is_suspect }: { is_suspect: boolean }) => is_suspect)).toEqual([
    true,
    true,
  ]);
  const [future, old] = edges.body.attempts.map(({ at }: { at: string }) => Date.parse(at));
  expect(future).toBeLessThanOrEqual(kit.clock().getTime());
  expect(Math.round((kit.clock().getTime() - old) / 86_400_000)).toBe(30);
});

test('nothing selected and nothing said is no attempt; unsure is one; each topic has a session of its own', async () => {
  const { student, teacher, lecture_id, questions } = await studyClass(kit, await academy(kit), 2);
  const [a, b] = questions as [Asked, Asked];
  const { body: topic } = await ask(kit, teacher, 'POST /study/topics', { title: '확률', lecture_id });
  const c = await addQuestion(kit, teacher, topic.id);
  const body = [attempt(0, a, ''), { ...attempt(1, b, ''), unsure: true }, attempt(2, c)];
  const sent = await send((await device(student)).headers, body);
  expect(sent.body).toMatchObject({
    not_attempts: [0],
    attempts: [
      { seq: 1, outcome: 'unsure', is_correct: false },
      { seq: 2, outcome: 'correct', is_correct: true },
    ],
  });
  const quizzes = sent.body.quiz_session_ids.map((id: number) =>
    ask(kit, student, `GET /study/quiz-sessions/${id}`),
  );
  const asked = (await Promise.all(quizzes)).map(({ body }) => body.question_ids);
  expect(asked.toSorted()).toEqual([[b.id], [c.id]].toSorted());
});

test('questions of somebody else’s own are refused with everything around them', async () => {
  const school = await academy(kit);
  const { student, student_id, teacher, questions } = await studyClass(kit, school, 1);
  const other = await school.seat(teacher);
  const own = (await ask(kit, other.student, 'POST /study/topics', { title: '내 것' })).body;
  const theirs = await addQuestion(kit, other.student, own.id);
  const before = await stateOf(kit, student_id);
  const body = [attempt(0, (questions as [Asked])[0]), attempt(1, theirs)];
  const sent = await send((await device(student)).headers, body);
  expect(sent).toMatchObject({ status: 422, body: { detail: 'mixed_principals' } });
  expect(await stateOf(kit, student_id)).toBe(before);

  const shared = { authorization: `Bearer ${SHARED}`, 'x-academy': school.code };
  expect((await send(shared, [attempt(0, theirs)])).body.status).toBe('ingested');
  expect((await send(shared, body)).status).toBe(422);
  expect((await send({ ...shared, 'x-academy': 'nowhere' }, body)).status).toBe(401);
});

test('a viewer that was closed out, or has no token, is told so before its body is looked at', async () => {
  const { student } = await studyClass(kit, await academy(kit), 0);
  const viewer = await device(student);
  const nonsense = (headers: Record<string, string>) =>
    ask(kit, { headers }, 'POST /ingest/study/attempts', { nonsense: true });
  expect((await nonsense(viewer.headers)).status).toBe(400);
  await ask(kit, student, `DELETE /study/devices/${viewer.id}`);
  expect((await nonsense(viewer.headers)).status).toBe(401);
  expect((await nonsense({ authorization: `Bearer ${SHARED}x` })).status).toBe(401);
  expect((await ask(kit, student, 'GET /study/devices')).body.results).toEqual([]);
});

test('our own app sends by the login of the student', async () => {
  const { student, teacher, questions } = await studyClass(kit, await academy(kit), 1);
  const body = {
    client_session_uuid: randomUUID(),
    sent_at: ago(0),
    attempts: [attempt(0, (questions as [Asked])[0])],
  };
  expect((await ask(kit, student, 'POST /study/attempts', body)).body.status).toBe('ingested');
  expect((await ask(kit, teacher, 'POST /study/attempts', body)).status).toBe(403);
});

test('what was wrong on paper is in the queue once, however often it is told', async () => {
  const school = await academy(kit);
  const { student, student_id, lecture_id } = await studyClass(kit, school, 0);
  const mistake = (number: number, selected: string[]) => ({
    ...{ exam_question_id: number, number, kind: 'single' as const, choices: 5, keys: [['3']], selected },
    tags: ['극한'],
  });
  const paper = {
    ...{ student_id, lecture_id, exam_id: 1, exam_title: '중간고사', written_at: new Date(ago(3600)) },
    mistakes: [mistake(4, ['1']), mistake(9, [])],
  };
  const told = { ...school.system(), now: kit.clock() };
  await addPaperMistakes(told, paper);
  const state = await stateOf(kit, student_id);
  await addPaperMistakes(told, paper);
  expect(await stateOf(kit, student_id)).toBe(state);
  kit.travel(86_400);
  const topics = await ask(kit, student, 'GET /study/topics');
  const [topic] = topics.body.results.filter(({ is_paper }: { is_paper: boolean }) => is_paper);
  expect(topic).toMatchObject({ question_count: 2 });
  const due = await ask(kit, student, 'POST /study/quiz-sessions', {
    study_topic_id: topic.id,
    quiz_mode: 'due',
  });
  expect(due.body.questions.map(({ body }: { body: string }) => body).toSorted()).toEqual([
    '중간고사 4번',
    '중간고사 9번',
  ]);
});
