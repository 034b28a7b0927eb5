import { beforeEach, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Academy, academy, type Person } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { recomputeProgress, recomputeToday } from './recompute.ts';

const kit = useApp();
let school: Academy;
let teacher: Person;
let seat: Awaited<ReturnType<Academy['seat']>>;

beforeEach(async () => {
  school = await academy(kit);
  teacher = await school.person('teacher');
  seat = await school.seat(teacher, { date: '2026-01-05' });
  await sql(`update student set parent_phone = '01055556666' where id = $1`, seat.student_id);
});

const sql = (text: string, ...values: unknown[]) => kit.owner.query(text, values);
const recompute = () => recomputeProgress(school.system(), [seat.enrollment_id]);
const list = async (query = '', who = teacher) =>
  (await ask(kit, who, `GET /progress/clinic-links?${query}`)).body.results;
const detail = async (id: number) => (await ask(kit, teacher, `GET /progress/clinic-links/${id}`)).body;
const change = (id: number, body: object, who = teacher) =>
  ask(kit, who, `PATCH /progress/clinic-links/${id}`, body);

/** An exam of the seat's class session with ten questions, answered; returns the exam. */
async function exam(answers: readonly string[], released = true): Promise<number> {
  const { body } = await ask(kit, teacher, 'POST /exams', {
    session_id: seat.session_id,
    title: '주간 테스트',
  });
  const questions = Array.from({ length: 10 }, (_, at) => ({ number: at + 1, keys: ['1'], points: 10 }));
  await ask(kit, teacher, `PUT /exams/${body.id}/questions`, { questions });
  await ask(kit, teacher, `PATCH /exams/${body.id}`, { state: 'published', pass_score: 60 });
  await answer(body.id, answers);
  if (released) await ask(kit, teacher, `POST /exams/${body.id}/release`, { released: true });
  return body.id;
}

async function answer(exam_id: number, answers: readonly string[]): Promise<void> {
  const { body } = await ask(kit, teacher, `GET /exams/${exam_id}/questions`);
  await ask(kit, teacher, 'POST /submissions', {
    ...{ enrollment_id: seat.enrollment_id, target_type: 'exam', target_id: exam_id, source: 'omr_manual' },
    payload: {
      answers: body.questions.map(({ id }: { id: number }, at: number) => ({
        exam_question_id: id,
        answer: answers[at],
      })),
    },
  });
  await kit.runTasks();
}
/** Grades the exam as the database does when answers change. */
const regrade = (exam_id: number) =>
  sql(
    `select app.grade_exam($1, null, now(), 'x') from (select set_config('app.tenant_id', $2, false)) t`,
    ...[exam_id, String(school.tenant_id)],
  );
/** What exam and session have come to: passed, the re-test, the state of the exam, the points that count, those of the exam. */
async function standing() {
  const { rows } = await sql(
    `select r.passed, r.retest_score::float, p.exam_state, p.exam_score::float, r.total_score::float
     from result r join session_progress p using (enrollment_id) where r.enrollment_id = $1`,
    seat.enrollment_id,
  );
  return rows.flatMap((row) => Object.values(row));
}
const rights = (count: number) => Array.from({ length: 10 }, (_, at) => (at < count ? '1' : '2'));

/** What keeps its facts apart from the exam: a session before today with a video that nobody has watched. */
const video = () =>
  sql(
    `insert into video (tenant_id, session_id, title, "order", status, file_key, hls_path, duration, duration_ms)
     values ($1, $2, 'v', 1, 'READY', 'k', 'h', 60, 60000)`,
    ...[school.tenant_id, seat.session_id],
  );
const dated = (days: number) =>
  sql(
    `update class_session set date = ($2::timestamptz at time zone 'Asia/Seoul')::date - $3::int where id = $1`,
    ...[seat.session_id, kit.clock(), days],
  );
const states = (history: { state_after: string }[]) => history.map(({ state_after }) => state_after);

test('an exam under its pass score opens one link with its evidence, however often it is recomputed', async () => {
  const exam_id = await exam(rights(4));
  const before = await sql('select * from clinic_link order by id');
  for (let again = 0; again < 10; again += 1) await recompute();
  expect((await sql('select * from clinic_link order by id')).rows).toEqual(before.rows);
  expect(await list(`enrollment_id=${seat.enrollment_id}`)).toMatchObject([
    {
      ...{ reason: 'AUTO_RISK', cause: 'LOW_SCORE', state: 'open', is_auto: true, approved: false, exam_id },
      meta: {
        exam_reasons: { LOW_SCORE: { score: 40, pass_score: 60 } },
        exams: [{ exam_id, title: '주간 테스트', wrong: [5, 6, 7, 8, 9, 10] }],
      },
    },
  ]);
});

test('a re-test passes the exam, its session and its link; all of it opens again when it is corrected downwards', async () => {
  await sql('update policy_version set exam_start_session_order = 1 where lecture_id = $1', seat.lecture_id);
  const exam_id = await exam(rights(4));
  const [{ id }] = await list();
  const retest = (score: number) => ask(kit, teacher, `POST /progress/clinic-links/${id}/retest`, { score });
  expect((await retest(101)).status).toBe(400);
  expect((await retest(78)).body).toMatchObject({ state: 'done', score_before: 40, score_after: 78 });
  expect(await standing()).toEqual([true, 78, 'passed', 78, 40]);
  await regrade(exam_id);
  await recompute();
  expect(await standing()).toEqual([true, 78, 'passed', 78, 40]);
  expect((await retest(55)).body).toMatchObject({ state: 'open', approved: false, score_before: 55 });
  expect(await standing()).toEqual([false, 55, 'failed', 55, 40]);
  const { history, retests } = await detail(id);
  expect(states(history)).toEqual(['open', 'done', 'open']);
  expect(history.map(({ why }: { why: string }) => why)).toEqual(['cause_found', 'cause_gone', 'cause_back']);
  expect(retests.map(({ score }: { score: number }) => score)).toEqual([78, 55]);
  expect((await ask(kit, teacher, 'GET /progress/clinic-effect')).body.results).toMatchObject([
    { cause: 'LOW_SCORE', teacher_id: null, closed: 1, reopened: 1, points_gained: 38 },
  ]);
});

test('a second attempt that passes closes it; a question that is wrong again is a reason of its own', async () => {
  const exam_id = await exam(rights(4));
  await ask(kit, teacher, `PATCH /exams/${exam_id}`, { attempts_allowed: 3 });
  await answer(exam_id, rights(7));
  const [link] = await list();
  expect(link).toMatchObject({ cause: 'REPEATED_WRONG', state: 'open' });
  expect(link.meta.exam_reasons).toEqual({ REPEATED_WRONG: { question_ids: expect.any(Array) } });
  expect(link.meta.exams[0]).toMatchObject({ repeated: [8, 9, 10], score: 70 });
  await answer(exam_id, rights(10));
  expect(await list()).toMatchObject([{ state: 'done' }]);
});

test('answers that were not read with certainty are a risk that is not the student’s: families see nothing of it', async () => {
  const exam_id = await exam(rights(10));
  expect(await list()).toEqual([]);
  const unsure = (count: number) =>
    sql(
      `update submission_answer set needs_review = exam_question_id in (
         select id from exam_question where exam_id = $1 order by number limit $2)`,
      ...[exam_id, count],
    );
  await unsure(1);
  await regrade(exam_id);
  await recompute();
  expect(await list()).toEqual([]);
  await ask(kit, teacher, `PATCH /exams/${exam_id}`, { attempts_allowed: 2, counting: 'latest' });
  await answer(exam_id, rights(10));
  await unsure(1);
  for (let again = 0; again < 2; again += 1) await regrade(exam_id);
  await recompute();
  expect(await list()).toEqual([]);
  await unsure(2);
  await regrade(exam_id);
  await recompute();
  const [link] = await list();
  expect(link).toMatchObject({
    ...{ reason: 'AUTO_RISK', cause: 'LOW_CONFIDENCE_OMR' },
    meta: { exam_reasons: { LOW_CONFIDENCE_OMR: { count: 2, threshold: 2 } } },
  });
  await change(link.id, { state: 'approved', tell: true });
  expect(await list('', seat.student)).toEqual([]);
});

test('a due session opens one only after the days of grace', async () => {
  await video();
  await dated(7);
  await recompute();
  expect(await list()).toEqual([]);
  await dated(8);
  await recomputeToday(school.system());
  expect(await list()).toMatchObject([
    { reason: 'AUTO_FAILED', cause: 'INCOMPLETE', meta: { codes: ['VIDEO_INCOMPLETE'] } },
  ]);
  await sql(`update attendance set status = 'PRESENT' where enrollment_id = $1`, seat.enrollment_id);
  await recompute();
  expect(await list()).toMatchObject([{ state: 'done' }]);
});

test('an exam that failed keeps its evidence beside a session that is overdue, and the database has each reason once', async () => {
  await video();
  await dated(8);
  await recompute();
  expect(await list()).toMatchObject([{ reason: 'AUTO_FAILED' }]);
  const exam_id = await exam(rights(4));
  const links = await list('ordering=id');
  expect(links).toMatchObject([
    { reason: 'AUTO_FAILED', exam_id: null },
    { reason: 'AUTO_RISK', exam_id, meta: { exam_reasons: { LOW_SCORE: { score: 40, pass_score: 60 } } } },
  ]);
  const again = sql(
    `insert into clinic_link (tenant_id, enrollment_id, session_id, reason, cause, meta, changed_why, opened_at, created_at, updated_at)
     select tenant_id, enrollment_id, session_id, reason, cause, meta, changed_why, now(), now(), now() from clinic_link where id = $1`,
    links[0].id,
  );
  await expect(again).rejects.toThrow('clinic_link_automatic');
});

test('staff approve, dismiss and take up again; an automatic one is never finished by hand', async () => {
  await exam(rights(4));
  const [{ id }] = await list();
  expect((await change(id, { state: 'done' })).body).toMatchObject({ status: 409, detail: 'cause_remains' });
  expect((await change(id, { state: 'approved' })).body).toMatchObject({ state: 'approved', approved: true });
  expect((await change(id, { state: 'dismissed', why: '상담으로 대신함' })).body.state).toBe('dismissed');
  expect((await change(id, { state: 'approved' })).body.detail).toBe('clinic_step');
  await recompute();
  expect(await list()).toMatchObject([{ state: 'dismissed' }]);
  expect((await change(id, { state: 'open' })).body).toMatchObject({ state: 'open', approved: false });
  await expect(
    sql(`update clinic_link set state = 'done', closed_at = now() where id = $1`, id),
  ).resolves.toBeDefined();
  await expect(
    sql(`update clinic_link set state = 'booked', closed_at = null where id = $1`, id),
  ).rejects.toThrow('does not go from done to booked');
});

test('families ask by themselves, once; staff recommend, also for who has passed; finished by hand', async () => {
  const { session_id, enrollment_id } = seat;
  const wanted = { enrollment_id, session_id, memo: '함수를 다시 듣고 싶어요' };
  const asked = await ask(kit, seat.student, 'POST /progress/clinic-links', wanted);
  expect(asked.body).toMatchObject({ reason: 'MANUAL_REQUEST', state: 'open', memo: wanted.memo });
  expect((await ask(kit, seat.parent, 'POST /progress/clinic-links', wanted)).body.detail).toBe(
    'already_exists',
  );
  const other = await school.seat(teacher);
  const foreign = { ...wanted, session_id: other.session_id };
  expect((await ask(kit, seat.student, 'POST /progress/clinic-links', foreign)).status).toBe(400);
  const others = { ...wanted, enrollment_id: other.enrollment_id };
  expect((await ask(kit, seat.student, 'POST /progress/clinic-links', others)).status).toBe(404);
  const computed = { ...wanted, reason: 'AUTO_FAILED' };
  expect((await ask(kit, teacher, 'POST /progress/clinic-links', computed)).status).toBe(400);
  const recommended = await ask(kit, teacher, 'POST /progress/clinic-links', wanted);
  expect(recommended.body).toMatchObject({ reason: 'TEACHER_RECOMMEND', state: 'approved', is_auto: false });
  expect((await change(recommended.body.id, { state: 'done' })).body.state).toBe('done');
  expect((await ask(kit, seat.student, 'PATCH /progress/clinic-links/1', { state: 'done' })).status).toBe(
    403,
  );
});

test('families see what was approved, and no result before it is shown', async () => {
  const exam_id = await exam(rights(4), false);
  const [{ id }] = await list();
  expect(await list('', seat.parent)).toEqual([]);
  expect((await change(id, { state: 'approved', tell: true })).body).toMatchObject({
    ...{ telling: 'not_shown', told_at: null },
  });
  expect(await list('', seat.parent)).toEqual([]);
  await ask(kit, teacher, `POST /exams/${exam_id}/release`, { released: true });
  expect(await list('', seat.parent)).toMatchObject([{ id, state: 'approved', memo: null }]);
  expect(await list('', (await school.seat(teacher)).parent)).toEqual([]);
});

test('the family is told once, with the very text of the preview', async () => {
  await exam(rights(4));
  const [{ id }] = await list();
  const owner = await school.person('owner');
  await ask(kit, owner, 'PATCH /notices/settings', { quiet_from: null, quiet_until: null });
  const preview = (await ask(kit, teacher, `GET /notices/clinic-preview?link=${id}`)).body;
  expect(preview).toMatchObject({ recipient_hint: '010-****-6666', telling: 'queued' });
  expect(preview.text).toBe(
    '[시험 학원] 김서연 학생에게 고1 수학 클리닉이 필요합니다. 주간 테스트 40점(통과 60점)입니다. 학생 또는 학부모 화면에서 시간을 예약해 주세요.',
  );
  expect((await change(id, { state: 'approved', tell: true })).body.telling).toBe('queued');
  const tell = () => ask(kit, teacher, `POST /progress/clinic-links/${id}/tell`);
  expect((await tell()).body.telling).toBe('already_told');
  await kit.runTasks();
  await ask(kit, teacher, `POST /progress/clinic-links/${id}/retest`, { score: 78 });
  await ask(kit, teacher, `POST /progress/clinic-links/${id}/retest`, { score: 55 });
  expect((await change(id, { state: 'approved', tell: true })).body.telling).toBe('already_told');
  await kit.runTasks();
  const outbox = (await ask(kit, owner, 'GET /dev/outbox')).body.results;
  expect(outbox).toMatchObject([
    { template: 'clinic', text: preview.text, recipient: '01055556666', status: 'sent' },
  ]);
  expect((await ask(kit, teacher, `GET /notices/clinic-preview?link=${id}`)).body.telling).toBe(
    'already_told',
  );
});

test('filters, search and order are those of the wire contract; a word that is none is refused', async () => {
  await exam(rights(4));
  for (const [query, count] of [
    ['reason=AUTO_RISK&is_auto=true&approved=false', 1],
    ['approved=true', 0],
    ['active=false', 0],
    [`session=${seat.session_id}&lecture=${seat.lecture_id}`, 1],
    ['search=1주차', 1],
    ['search=서연', 1],
    [`search=${seat.enrollment_id}`, 1],
    ['search=아무도', 0],
    ['ordering=-is_auto,updated_at', 1],
  ] as const)
    expect(await list(query), query).toHaveLength(count);
  for (const query of ['reason=AUTO', 'ordering=memo', 'state=closed'])
    expect((await ask(kit, teacher, `GET /progress/clinic-links?${query}`)).status, query).toBe(400);
  expect(await list('', await school.person('teacher'))).toEqual([]);
});
