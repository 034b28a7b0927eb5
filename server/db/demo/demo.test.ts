import { expect, test } from 'vitest';
import { openScope } from '#core/scope.ts';
import { useApp } from '#testing/harness.ts';
import { demoClips } from './clips.ts';
import { examOrders } from './exams.ts';
import { drawPages } from './homework.ts';
import { demoStudents } from './people.ts';
import { demoLectures, heldSessions, lecturesOn, startOf } from './plan.ts';
import { seeded } from './random.ts';
import { seedDemo } from './seed.ts';

const kit = useApp();

test('sixty students with names and families of their own, the same at every first start', () => {
  const students = demoStudents(seeded(7), 60);
  expect(students).toEqual(demoStudents(seeded(7), 60));
  expect(new Set(students.map(({ name }) => name)).size).toBe(60);
  const phones = students.map(({ phone }) => phone).filter((phone) => phone !== null);
  expect(new Set(phones).size).toBe(phones.length);
  expect(phones.every((phone) => /^0100\d{7}$/.test(phone))).toBe(true);
  expect(new Set(students.map(({ parent_phone }) => parent_phone)).size).toBe(50);
});

test('three lectures of twelve sessions, seven of them over', () => {
  expect(demoLectures.map(({ lessons }) => lessons.length)).toEqual([12, 12, 12]);
  expect(startOf({ schedule: [{ weekday: 1, starts_at: '', ends_at: '' }] }, '2026-11-16')).toBe(
    '2026-09-28',
  );
  expect(heldSessions).toBe(7);
  for (let day = 16; day <= 22; day += 1) {
    const weekday = day - 15;
    const taught = lecturesOn(`2026-11-${day}`).flatMap(({ schedule }) => schedule.map((one) => one.weekday));
    expect(taught).toContain(weekday);
    expect(new Set(taught).size).toBe(5);
  }
});

test('the slides fit, and say nothing that their font cannot write', () => {
  for (const text of demoClips.flatMap(({ slides }) => slides)) {
    expect(text.split('\n').length).toBeLessThanOrEqual(7);
    expect(text.replace(/[\n -~가-힣²√≥≤→×−]/g, '')).toBe('');
  }
});

test('the demo academy is made once, whole, and everybody can sign in', async () => {
  const demo = await seedDemo(kit);
  expect(demo.accounts.map(({ role }) => role)).toEqual([
    'owner',
    'admin',
    'teacher',
    'assistant',
    'student',
    'parent',
  ]);
  expect(await seedDemo(kit)).toEqual(demo);
  const { rows } = await kit.owner.query(
    `select (select count(*) from lecture)::int lectures, (select count(*) from class_session)::int sessions,
       (select count(*) from student)::int students, (select count(*) from video)::int videos,
       (select count(*) from attendance where status <> 'UNSET')::int > 300 as attended`,
  );
  const graded = await kit.owner.query(
    `select count(*)::int as results, count(distinct exam_id)::int as exams, bool_or(passed) and not bool_and(passed) as some_pass
     from result`,
  );
  expect(graded.rows).toMatchObject([{ exams: 3 * examOrders.length, some_pass: true }]);
  expect(graded.rows[0].results).toBeGreaterThan(150);
  expect(rows).toEqual([
    { lectures: 3, sessions: 36, students: 60, videos: demoClips.length, attended: true },
  ]);
  const studied = await kit.owner.query(
    `select (select count(*) from study_question where state = 'published')::int questions,
       (select count(distinct student_id) from study_memory where due_day <= current_date)::int students`,
  );
  expect(studied.rows).toEqual([{ questions: 60, students: 1 }]);
  const clinics = await kit.owner.query('select distinct state from clinic_link order by 1');
  const clashes = await kit.owner.query(
    `select a.id from clinic_slot a join clinic_slot b on b.tenant_id = a.tenant_id and b.id > a.id
     where (a.room = b.room or a.teacher_id = b.teacher_id) and a.starts_at < b.ends_at and b.starts_at < a.ends_at`,
  );
  expect(clashes.rows).toEqual([]);
  expect(clinics.rows.map(({ state }) => state)).toEqual(['open', 'approved', 'booked', 'done', 'dismissed']);
  for (const { login, password } of demo.accounts) {
    const reply = await kit.app.inject({
      method: 'POST',
      url: '/api/v1/auth/sign-in',
      payload: { academy: 'demo', login, password },
    });
    expect(reply.json()).toMatchObject({ user: { must_change_password: false } });
  }
});

test('homework is handed in and judged in the background, once however often', async () => {
  const { rows } = await kit.owner.query(
    `select j.payload, t.id as tenant_id from graphile_worker._private_jobs j
     join graphile_worker._private_tasks k on k.id = j.task_id, tenant t
     where k.identifier = 'demo.hand_in' and t.code = 'demo'`,
  );
  const [{ payload, tenant_id }] = rows;
  const actor = { kind: 'system', reason: 'test' } as const;
  const scope = openScope(kit.db, tenant_id, actor, { now: kit.clock() });
  const some = { ...payload.payload, handed_in: payload.payload.handed_in.slice(0, 6) };
  await drawPages(scope, kit.storage, some);
  await drawPages(scope, kit.storage, some);
  const made = await kit.owner.query(
    `select count(*)::int as handed_in, count(v.id)::int as judged from submission s
     left join submission_review v on v.submission_id = s.id where s.homework_id = $1`,
    [some.homework_id],
  );
  expect(made.rows[0]).toEqual({ handed_in: 6, judged: 5 });
});

test('a demo that fails in the middle leaves nothing behind', async () => {
  await kit.owner.query('alter table video add constraint planted check (false) not valid');
  await kit.owner.query(`update tenant set code = 'first', is_demo = false where code = 'demo'`);
  await expect(seedDemo(kit)).rejects.toThrow('planted');
  await kit.owner.query('alter table video drop constraint planted');
  const { rows } = await kit.owner.query(`select code from tenant`);
  expect(rows).toEqual([{ code: 'first' }]);
});
