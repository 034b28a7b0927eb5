import { sql as raw } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Academy, academy, type Person } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { recomputeProgress } from './recompute.ts';

const kit = useApp();
let school: Academy;
let teacher: Person;
let seat: Awaited<ReturnType<Academy['seat']>>;

beforeEach(async () => {
  school = await academy(kit);
  teacher = await school.person('teacher');
  seat = await school.seat(teacher, { date: '2026-01-05' });
});

const sql = (text: string, ...values: unknown[]) => kit.owner.query(text, values);
const recompute = () => recomputeProgress(school.system(), [seat.enrollment_id]);
const standing = async () => (await ask(kit, teacher, 'GET /progress/lecture-progress')).body.results[0];
const logs = async () =>
  (await ask(kit, teacher, 'GET /progress/risk-logs?ordering=created_at')).body.results;

/** What the pages of the log say, each found by the link on the one before. */
async function leafed(path: string): Promise<unknown[]> {
  const { next, results } = (await ask(kit, teacher, `GET /${path}`)).body;
  return next === null ? results : [...results, ...(await leafed(next.replace('/api/v1/', '')))];
}

/** One more week with a video, to be watched; returns the class session and the video. */
async function week(order: number, date = `2026-01-${String(4 + order).padStart(2, '0')}`) {
  const { rows } = await sql(
    `with c as (insert into class_session (tenant_id, lecture_id, "order", title, regular_order, date)
       values ($1, $2, $3, 'n', $3, $4) returning *),
     e as (insert into session_enrollment (tenant_id, lecture_id, session_id, enrollment_id)
       select tenant_id, lecture_id, id, $5 from c returning *),
     a as (insert into attendance (tenant_id, session_id, enrollment_id) select tenant_id, session_id, enrollment_id from e)
     insert into video (tenant_id, session_id, title, "order", status, file_key, hls_path, duration, duration_ms)
     select tenant_id, id, 'v', 1, 'READY', 'k', 'h', 60, 60000 from c returning id, session_id`,
    ...[school.tenant_id, seat.lecture_id, order, date, seat.enrollment_id],
  );
  return { video_id: Number(rows[0].id), session_id: Number(rows[0].session_id) };
}
const watch = (video_id: number) =>
  sql(
    'insert into video_progress (tenant_id, video_id, enrollment_id, watched_ms, progress) values ($1, $2, $3, 60000, 1)',
    ...[school.tenant_id, video_id, seat.enrollment_id],
  );
async function result(session_id: number, score: number) {
  await sql(
    `with x as (insert into exam (tenant_id, session_id, title, state) values ($1, $2, 'x', 'published') returning *),
     s as (insert into submission (tenant_id, lecture_id, enrollment_id, exam_id, source)
       select $1, $3, $4, x.id, 'omr_manual' from x returning *),
     t as (insert into attempt (tenant_id, exam_id, enrollment_id, number, submission_id, graded_at)
       select tenant_id, exam_id, enrollment_id, 1, id, now() from s returning *)
     insert into result (tenant_id, exam_id, enrollment_id, attempt_id, total_score, max_score, pass_score, updated_at)
     select tenant_id, exam_id, enrollment_id, id, $5, 100, 60, now() from t`,
    ...[school.tenant_id, session_id, seat.lecture_id, seat.enrollment_id, score],
  );
}

test('two due sessions missed without ever signing in are a warning, three a danger; it is said once', async () => {
  const second = await week(2);
  await week(3);
  await recompute();
  expect(await standing()).toMatchObject({
    ...{ total_sessions: 3, completed_sessions: 1, failed_sessions: 2, consecutive_failed_sessions: 2 },
    ...{ risk_level: 'WARNING', risk_rule: 'CONSECUTIVE_INCOMPLETE' },
    ...{ created_at: expect.any(String), last_updated: expect.any(String) },
  });
  for (let again = 0; again < 10; again += 1) await recompute();
  expect(await logs()).toHaveLength(1);

  const fourth = await week(4);
  await recompute();
  expect((await standing()).meta.sessions).toHaveLength(3);
  for (const [list, one] of [
    ['lecture-progress', await standing()],
    ['risk-logs', (await logs())[0]],
  ] as const) {
    const alone = (who: Person) => ask(kit, who, `GET /progress/${list}/${one.id}`);
    expect((await alone(teacher)).body).toEqual(one);
    expect((await alone(await school.person('teacher'))).status).toBe(404);
  }
  await watch(fourth.video_id);
  await recompute();
  expect(await standing()).toMatchObject({ risk_level: 'NORMAL', risk_rule: null, failed_sessions: 2 });
  expect((await logs()).map(({ risk_level }: { risk_level: string }) => risk_level)).toEqual([
    ...['WARNING', 'DANGER', 'NORMAL'],
  ]);
  expect((await logs())[0]).toMatchObject({
    ...{ rule: 'CONSECUTIVE_INCOMPLETE', student_name: '김서연' },
    meta: { sessions: [second.session_id, expect.any(Number)] },
  });
  for (const order of ['created_at', '-created_at', 'rule', '-rule,created_at', 'risk_level,id', '-id']) {
    const path = `progress/risk-logs?ordering=${order}`;
    const whole = (await ask(kit, teacher, `GET /${path}`)).body;
    expect([whole.next, await leafed(`${path}&page_size=1`)]).toEqual([null, whole.results]);
  }
  expect((await ask(kit, teacher, 'GET /progress/risk-logs?page=2')).status).toBe(400);
});

test('the log is added to, and never changed by the application', async () => {
  await week(2);
  await week(3);
  await recompute();
  expect(await logs()).toHaveLength(1);
  for (const change of ["update risk_log set risk_level = 'NORMAL'", 'delete from risk_log'])
    await expect(school.system().tx((tx) => raw.raw(change).execute(tx))).rejects.toThrow(
      'permission denied',
    );
});

test('what is not due breaks no run and makes none', async () => {
  await week(2);
  await week(3, '2099-01-01');
  const fourth = await week(4, '2099-01-08');
  await watch(fourth.video_id);
  await recompute();
  expect(await standing()).toMatchObject({
    total_sessions: 2,
    consecutive_failed_sessions: 1,
    risk_level: 'NORMAL',
  });
});

test('exams under their pass score one after the other are a risk of their own, the worse rule counts', async () => {
  const weeks = [await week(2), await week(3), await week(4)];
  for (const { video_id } of weeks) await watch(video_id);
  for (const [index, { session_id }] of weeks.entries()) await result(session_id, 40 + index);
  await recompute();
  expect(await standing()).toMatchObject({
    ...{ risk_level: 'DANGER', consecutive_low_scores: 3 },
    ...{ consecutive_failed_sessions: 3, risk_rule: 'CONSECUTIVE_INCOMPLETE' },
  });
  await sql(`update attendance set status = 'EXCUSED' where enrollment_id = $1`, seat.enrollment_id);
  await sql(
    'update result set total_score = 61 where enrollment_id = $1 and total_score = 42',
    seat.enrollment_id,
  );
  await recompute();
  expect(await standing()).toMatchObject({ risk_level: 'NORMAL', consecutive_low_scores: 0 });
});

test('is for those who work in the lecture', async () => {
  await recompute();
  for (const path of ['lecture-progress', 'risk-logs', 'risk-cases']) {
    expect((await ask(kit, seat.student, `GET /progress/${path}`)).status).toBe(403);
    const other = await school.person('teacher');
    expect((await ask(kit, other, `GET /progress/${path}`)).body.results).toEqual([]);
  }
  expect((await ask(kit, teacher, 'GET /progress/lecture-progress?risk_level=DANGER')).body.count).toBe(0);
  for (const [at_risk, count] of [
    [true, 0],
    [false, 1],
  ])
    expect((await ask(kit, teacher, `GET /progress/lecture-progress?at_risk=${at_risk}`)).body.count).toBe(
      count,
    );
});

test('the log is asked by lecture, by time and by rule', async () => {
  await week(2);
  await week(3);
  await recompute();
  const count = async (query: string) =>
    (await ask(kit, teacher, `GET /progress/risk-logs?${query}`)).body.results.length;
  const [{ created_at }] = await logs();
  const later = new Date(new Date(created_at).getTime() + 1).toISOString();
  expect(await count(`lecture=${seat.lecture_id}&from=${created_at}&to=${later}`)).toBe(1);
  expect(await count(`lecture=${seat.lecture_id + 1}`)).toBe(0);
  expect(await count(`to=${created_at}`)).toBe(0);
  expect(await count(`from=${later}`)).toBe(0);
  expect(await count('search=incomplete')).toBe(1);
  expect(await count(`search=${encodeURIComponent('연속 2차시')}`)).toBe(1);
  expect(await logs()).toMatchObject([{ reason: '연속 2차시 미완료', updated_at: created_at }]);
  await sql(`update tenant set locale = 'en' where id = $1`, school.tenant_id);
  expect(await logs()).toMatchObject([{ reason: '2 sessions in a row incomplete' }]);
});

test('each alarm has one case with an owner, a date, contacts and an outcome; it ends with the alarm', async () => {
  await week(2);
  const last = await week(3);
  for (let again = 0; again < 10; again += 1) await recompute();
  const cases = async (query = '') =>
    (await ask(kit, teacher, `GET /progress/risk-cases?${query}`)).body.results;
  const [one] = await cases('open=true');
  expect(await cases()).toHaveLength(1);
  expect(one).toMatchObject({
    ...{ risk_level: 'WARNING', rule: 'CONSECUTIVE_INCOMPLETE', owner_id: teacher.user_id },
    ...{ contact_count: 0, outcome: null, never_signed_in: false },
  });
  const path = `/progress/risk-cases/${one.id}` as const;
  const change = async (body: object) => (await ask(kit, teacher, `PATCH ${path}`, body)).body;
  expect((await ask(kit, teacher, `GET ${path}`)).body).toMatchObject({
    sessions: [{ codes: ['VIDEO_INCOMPLETE'] }, { id: last.session_id }],
    owners: [{ id: teacher.user_id }],
  });
  expect((await change({ owner_id: seat.student.user_id })).status).toBe(400);
  const contact = { channel: 'phone', with_whom: 'parent', reached: false, note: '부재중' };
  expect((await ask(kit, teacher, `POST ${path}/contacts`, contact)).body.contacts).toMatchObject([contact]);
  expect(await change({ outcome: 'agreed', due_on: '2026-02-01' })).toMatchObject({ outcome: 'agreed' });
  await recompute();
  expect(await cases('open=true')).toEqual([]);

  await week(4);
  await recompute();
  expect(await cases()).toMatchObject([{ id: one.id, risk_level: 'DANGER', outcome: null, ended_at: null }]);
  await sql(`update attendance set status = 'PRESENT' where enrollment_id = $1`, seat.enrollment_id);
  await recompute();
  expect(await cases()).toMatchObject([{ id: one.id, outcome: 'recovered', ended_at: expect.any(String) }]);
  expect((await change({ outcome: null })).detail).toBe('case_closed');
  await sql(`update attendance set status = 'ABSENT' where enrollment_id = $1`, seat.enrollment_id);
  await recompute();
  expect(await cases()).toHaveLength(2);
  expect((await ask(kit, await school.person('teacher'), `GET ${path}`)).status).toBe(404);
});

test('who falls behind most comes first where that is asked', async () => {
  const other = await school.seat(teacher, { date: '2026-01-05' });
  await sql(
    `insert into risk_case (tenant_id, enrollment_id, risk_level, rule, meta, due_on, opened_at, updated_at)
     values ($1, $2, 'WARNING', 'CONSECUTIVE_LOW_SCORE', '{}', '2026-01-02', now(), now()), ($1, $3, 'DANGER', 'CONSECUTIVE_LOW_SCORE', '{}', '2026-01-09', now(), now())`,
    ...[school.tenant_id, seat.enrollment_id, other.enrollment_id],
  );
  const levels = async (ordering: string) =>
    (await ask(kit, teacher, `GET /progress/risk-cases?ordering=${ordering}`)).body.results.map(
      ({ risk_level }: { risk_level: string }) => risk_level,
    );
  expect(await levels('-risk_level,due_on')).toEqual(['DANGER', 'WARNING']);
  expect(await levels('due_on')).toEqual(['WARNING', 'DANGER']);
});
