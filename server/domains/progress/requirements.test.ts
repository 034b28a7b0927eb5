import { readFile } from 'node:fs/promises';
import { unfolded } from '@seodang/contract/progress-matrix.ts';
import { beforeEach, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Examined, examined } from '#testing/examined.ts';
import { type Academy, academy, type Person } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { photo } from '#testing/pictures.ts';
import { recomputeToday } from './recompute.ts';

const kit = useApp();
let school: Academy;
let exam: Examined;

beforeEach(async () => {
  school = await academy(kit);
  exam = await examined(kit, school);
  await becomes(2);
});

/** The class session's week; in the range of the policy from the second on. */
async function becomes(week: number, date = '2026-01-05') {
  const text = 'update class_session set regular_order = $2, date = $3 where id = $1';
  await kit.owner.query(text, [exam.session_id, week, date]);
  await change({ title: `${week}주차 시험` });
}
async function change(exam_change: object) {
  await ask(kit, exam.teacher, `PATCH /exams/${exam.exam_id}`, exam_change);
  await kit.runTasks();
}
async function handIn(answers: unknown[]) {
  await exam.handIn(exam.student, answers);
  await kit.runTasks();
}
const inHours = (hours: number) => new Date(kit.clock().getTime() + hours * 3_600_000).toISOString();
/** What waits for a moment runs when the clock of the tests has reached it. */
async function later(seconds: number) {
  kit.travel(seconds);
  const due = 'update graphile_worker._private_jobs set run_at = now() where run_at <= $1';
  await kit.owner.query(due, [kit.clock()]);
  await kit.runTasks();
}
const sql = async (text: string, ...values: unknown[]) => (await kit.owner.query(text, values)).rows;
const wasPublished = (day: string) =>
  sql('update exam set published_at = $2 where id = $1', exam.exam_id, day);
async function longer(hours: number) {
  await sql('delete from exam_extension where exam_id = $1', exam.exam_id);
  await sql(
    'insert into exam_extension (tenant_id, exam_id, enrollment_id, closes_at) values ($1, $2, $3, $4)',
    ...[school.tenant_id, exam.exam_id, exam.enrollment_id, inHours(hours)],
  );
}
const good = ['3', '3', '3', '1'];
const bad = ['1', '1', '1', '3'];

async function cellOf(person: Person) {
  const own = person !== exam.teacher;
  const { body } = await ask(
    kit,
    person,
    own ? 'GET /progress/mine' : `GET /progress/matrix?lecture=${exam.lecture_id}`,
  );
  return (own ? body[0].rows : unfolded(body))[0].cells[0];
}
/** Why the student needs a clinic; the days of grace are long over. */
const clinics = async () =>
  (await ask(kit, exam.teacher, 'GET /progress/clinic-links?active=true')).body.results.map(
    ({ reason, cause, meta }: { reason: string; cause: string; meta: { codes?: string[] } }) =>
      [reason, cause, ...(meta.codes ?? [])].join(' '),
  );
const rowOf = async (person: Person) =>
  (await ask(kit, person, 'GET /progress/session-progress')).body.results[0];

test('an exam is left until its result is there, and passed or failed by itself', async () => {
  expect(await cellOf(exam.teacher)).toMatchObject({ state: 'exam_left', codes: ['EXAM_MISSING'] });
  const wasAway = ['AUTO_FAILED INCOMPLETE EXAM_MISSING'];
  expect(await clinics(), 'published today for a class long ago').toEqual([]);
  await wasPublished('2026-01-05');
  await change({ opens_at: inHours(1) });
  expect(await clinics(), 'not open yet').toEqual([]);
  await change({ opens_at: inHours(-1) });
  expect(await clinics(), 'open since today').toEqual([]);
  await change({ opens_at: null });
  expect(await clinics(), 'an exam without an end is over with the days of grace').toEqual(wasAway);
  await change({ state: 'closed' });
  await longer(1);
  await change({ title: '늦게 보는 시험' });
  expect(await clinics(), 'may sit still').toEqual([]);
  await longer(-1);
  await change({ title: '시험' });
  expect(await clinics()).toEqual(wasAway);
  await sql('delete from exam_extension where exam_id = $1', exam.exam_id);
  await change({ state: 'published' });
  expect(await clinics(), 'published again today').toEqual([]);
  await wasPublished('2026-01-05');
  await change({ is_online: false });
  expect(await clinics(), 'nobody has looked at the sheets yet').toEqual([]);
  await change({ state: 'closed' });
  expect(await clinics()).toEqual(wasAway);
  await change({ state: 'published', is_online: true });
  await handIn(good);
  expect(await clinics()).toEqual([]);
  expect(await cellOf(exam.teacher)).toMatchObject({ state: 'complete', codes: [], exam_score: 75 });
  const others = exam.questions.map(({ id, number }) => ({ id, number, keys: ['5'], points: 25 }));
  await ask(kit, exam.teacher, `POST /exams/${exam.exam_id}/regrade`, { questions: others });
  await kit.runTasks();
  expect(await cellOf(exam.teacher)).toMatchObject({
    ...{ state: 'failed', codes: ['EXAM_FAILED'], exam_score: 0 },
  });
});

test('what was judged by other rules before is judged anew on the next day', async () => {
  await wasPublished('2026-01-05');
  await change({ title: '시험' });
  const isJudged = async () =>
    (await sql('select is_judged from session_progress where enrollment_id = $1', exam.enrollment_id))[0]
      .is_judged;
  const text = await readFile(
    new URL('../../db/migrations/0067_away_from_exams.sql', import.meta.url),
    'utf8',
  );
  expect(await isJudged()).toBe(true);
  await sql('update exam set published_at = $1 where id = $2', kit.clock(), exam.exam_id);
  await recomputeToday(school.system());
  expect(await isJudged(), 'nobody looks at what is judged').toBe(true);
  await sql(/^update session_progress p [^;]*/m.exec(text)?.[0] ?? '');
  await recomputeToday(school.system());
  expect(await isJudged()).toBe(false);
  await sql('update exam set published_at = null where id = $1', exam.exam_id);
  await recomputeToday(school.system());
  expect(await isJudged()).toBe(true);
});

test('who was away is told when the time of the exam is over, and on paper when the results of the others are there', async () => {
  kit.stopClock();
  const wasAway = 'AUTO_FAILED INCOMPLETE EXAM_MISSING';
  await change({ closes_at: inHours(1) });
  const extension = { closes_at: inHours(2), extra_minutes: 0, extra_attempts: 0, reason: '병원' };
  const extend = `PUT /exams/${exam.exam_id}/extensions/${exam.enrollment_id}` as const;
  const other = await school.seatIn(exam.lecture_id, exam.session_id);
  expect((await ask(kit, exam.teacher, extend, extension)).status).toBe(200);
  await kit.runTasks();
  expect(await clinics()).toEqual([]);
  await later(3630);
  expect(await clinics(), 'a sitting that ended just now is on its way').toEqual([]);
  await later(60);
  expect(await clinics(), 'one of the two was given longer').toEqual([wasAway]);
  await later(3600);
  expect(await clinics()).toEqual([wasAway, wasAway]);

  await change({ is_online: false });
  expect(await clinics()).toEqual([]);
  await exam.handIn(exam.teacher, good, 'omr_manual', other.enrollment_id);
  await kit.runTasks();
  expect(await clinics(), 'the other sheets of the stack are on their way').toEqual([]);
  await later(61);
  expect(await clinics()).toEqual([wasAway]);
  kit.travel(-7351);
});

test('a result that is not shown yet is not told by the cell of the student either', async () => {
  const waiting = { state: 'exam_left', codes: ['EXAM_MISSING'], exam_score: null, completed_at: null };
  for (const answers of [good, bad]) {
    await ask(kit, exam.teacher, `PATCH /exams/${exam.exam_id}`, { attempts_allowed: 2, counting: 'latest' });
    await handIn(answers);
    for (const person of [exam.student, exam.parent]) {
      expect(await cellOf(person)).toMatchObject(waiting);
      expect(await rowOf(person)).toMatchObject({ exam_state: 'pending', completed: false });
      for (const completed of [true, false]) {
        const found = await ask(kit, person, `GET /progress/session-progress?completed=${completed}`);
        expect(found.body.count).toBe(completed ? 0 : 1);
      }
    }
  }
  expect(await cellOf(exam.teacher)).toMatchObject({ state: 'failed' });
  await ask(kit, exam.teacher, `POST /exams/${exam.exam_id}/release`, { released: true });
  expect(await cellOf(exam.student)).toMatchObject({
    state: 'failed',
    codes: ['EXAM_FAILED'],
    exam_score: 25,
  });
});

test('exams of the first week, of make-up sessions and drafts are asked of nobody', async () => {
  await becomes(1);
  expect(await cellOf(exam.teacher)).toMatchObject({ state: 'complete' });
  await becomes(2);
  expect(await cellOf(exam.teacher)).toMatchObject({ state: 'exam_left' });
  const becomesA = async (type: string, week: number | null) => {
    const text = 'update class_session set session_type = $2, regular_order = $3 where id = $1';
    await kit.owner.query(text, [exam.session_id, type, week]);
    await change({ title: type });
  };
  await becomesA('SUPPLEMENT', null);
  expect(await cellOf(exam.teacher)).toMatchObject({ state: 'complete' });
  await becomesA('REGULAR', 2);
  await change({ state: 'draft' });
  expect(await cellOf(exam.teacher)).toMatchObject({ state: 'complete' });
});

test('homework is judged by the rule of its own: handed in, scored, or approved', async () => {
  await change({ state: 'draft' });
  const due_at = new Date(kit.clock().getTime() + 86_400_000).toISOString();
  const given = { session_id: exam.session_id, title: '37쪽', due_at };
  const { body: homework } = await ask(kit, exam.teacher, 'POST /homework', given);
  await kit.runTasks();
  expect(await rowOf(exam.teacher)).toMatchObject({ homework_state: 'not_due', completed: false });

  const file = await ask(kit, exam.student, 'POST /submissions/files', { filename: 'a.jpg', size: 4000 });
  await kit.storage.put(file.body.file_key, await photo(1));
  const { body: handed } = await ask(kit, exam.student, 'POST /submissions/', {
    ...{ enrollment_id: exam.enrollment_id, target_type: 'homework', target_id: homework.id },
    ...{ source: 'homework_image', file_key: file.body.file_key },
  });
  await kit.runTasks();
  expect(await cellOf(exam.student)).toMatchObject({
    state: 'homework_left',
    codes: ['HOMEWORK_NOT_APPROVED'],
  });
  expect(await clinics()).toEqual([]);

  const rule = async (change: object) => {
    await ask(kit, exam.teacher, `PATCH /homework/${homework.id}`, change);
    await kit.runTasks();
    return (await rowOf(exam.teacher)).homework_state;
  };
  const judge = async (body: object) => {
    await ask(kit, exam.teacher, `POST /submissions/${handed.id}/review`, body);
    await kit.runTasks();
    return (await rowOf(exam.teacher)).homework_state;
  };
  expect(await rule({ pass_rule: 'SUBMIT' })).toBe('passed');
  expect(await rule({ pass_rule: 'SCORE', pass_score: 7, max_score: 10 })).toBe('pending');
  expect(await judge({ verdict: 'returned', score: 6 })).toBe('failed');
  expect(await clinics()).toEqual(['AUTO_FAILED INCOMPLETE HOMEWORK_NOT_APPROVED']);
  expect(await judge({ verdict: 'returned', score: 7 })).toBe('passed');
  expect(await rule({ pass_rule: 'TEACHER_APPROVAL' })).toBe('pending');
  expect(await judge({ verdict: 'approved' })).toBe('passed');
  expect(await cellOf(exam.student)).toMatchObject({ state: 'complete', codes: [] });
});

test('homework becomes missing when its time is over, and later for who was given longer', async () => {
  await change({ state: 'draft' });
  const given = { session_id: exam.session_id, title: '37쪽', due_at: inHours(1) };
  const { body: homework } = await ask(kit, exam.teacher, 'POST /homework', given);
  await kit.runTasks();
  expect(await rowOf(exam.teacher)).toMatchObject({ homework_state: 'not_due' });
  await later(3661);
  expect(await rowOf(exam.teacher)).toMatchObject({ homework_state: 'pending' });
  const longer = { due_at: inHours(50) };
  await ask(kit, exam.teacher, `PUT /homework/${homework.id}/extensions/${exam.enrollment_id}`, longer);
  const nextDay = async () => {
    kit.travel(26 * 3600);
    await kit.owner.query('update graphile_worker._private_jobs set run_at = now()');
    await kit.runTasks();
    return (await rowOf(exam.teacher)).homework_state;
  };
  expect(await nextDay()).toBe('not_due');
  expect(await nextDay()).toBe('pending');
  kit.travel(-52 * 3600 - 3661);
});
