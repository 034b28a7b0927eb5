import { expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { addStudent, classroom } from '#testing/classroom.ts';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';

const kit = useApp();

test('a Mon/Wed schedule makes twelve class sessions with the week numbers 1 to 12', async () => {
  const school = await academy(kit);
  const owner = await school.person('owner');
  const schedule = [1, 3].map((weekday) => ({ weekday, starts_at: '18:00', ends_at: '20:00' }));
  const plan = { starts_on: '2026-11-23', schedule, session_count: 12, skip: ['2026-11-25'] };

  const preview = await ask(kit, owner, 'POST /lectures/schedule-preview', plan);
  const made = await ask(kit, owner, 'POST /lectures', { title: '고1 수학 A', ...plan });

  expect(made).toMatchObject({
    status: 201,
    body: { title: '고1 수학 A', session_count: 12, schedule, starts_on: '2026-11-23', enrollment_count: 0 },
  });
  const { body } = await ask(kit, owner, `GET /lectures/${made.body.id}/sessions`);
  expect(body.count).toBe(12);
  expect(body.results.map((one: { regular_order: number }) => one.regular_order)).toEqual(
    Array.from({ length: 12 }, (_, index) => index + 1),
  );
  expect(body.results[1]).toMatchObject({ title: '2차시', date: '2026-11-30', starts_at: '18:00', order: 2 });
  expect(body.results.map((one: { date: string }) => one.date)).toEqual(
    preview.body.sessions.map((one: { date: string }) => one.date),
  );
});

test('a schedule that ends before it starts is refused by field, and nothing is written', async () => {
  const school = await academy(kit);
  const owner = await school.person('owner');
  const reply = await ask(kit, owner, 'POST /lectures', {
    title: '거꾸로',
    schedule: [{ weekday: 1, starts_at: '20:00', ends_at: '18:00' }],
    session_count: 1,
  });
  expect(reply.status).toBe(400);
  expect(reply.body.errors.map((one: { pointer: string }) => one.pointer)).toEqual([
    '/schedule/0/ends_at',
    '/starts_on',
  ]);
  expect((await ask(kit, owner, 'GET /lectures')).body.count).toBe(0);
});

test('everybody sees the lectures that concern them, and nobody else’s', async () => {
  const school = await academy(kit);
  const [owner, teacher, other] = [
    await school.person('owner'),
    await school.person('teacher'),
    await school.person('teacher'),
  ];
  const [assistant, student] = [await school.person('assistant'), await school.person('student')];
  const [parent, stranger] = [await school.person('parent'), await school.person('student')];
  const { lecture_id } = await classroom(kit, school, { owner, teacher_id: teacher.user_id, students: [] });
  const hidden = await classroom(kit, school, { owner, title: '다른 반', students: [] });
  await ask(kit, owner, `PUT /lectures/${lecture_id}/staff`, { user_ids: [assistant.user_id] });
  const child = await addStudent(kit, school, '김민준', { user_id: student.user_id });
  await kit.owner.query('insert into guardianship (tenant_id, student_id, user_id) values ($1, $2, $3)', [
    school.tenant_id,
    child,
    parent.user_id,
  ]);
  const seat = await ask(kit, owner, 'POST /enrollments', { lecture_id, student_id: child });

  const seen = async (who: typeof owner) => {
    const { body } = await ask(kit, who, 'GET /lectures');
    return body.results.map(({ id }: { id: number }) => id);
  };
  expect(await seen(owner)).toEqual([hidden.lecture_id, lecture_id]);
  for (const who of [teacher, assistant, student, parent]) expect(await seen(who)).toEqual([lecture_id]);
  for (const who of [other, stranger]) expect(await seen(who)).toEqual([]);

  expect((await ask(kit, parent, `GET /lectures/${lecture_id}`)).body).toMatchObject({
    enrollment_count: null,
    staff: [],
    own_enrollments: [{ enrollment_id: seat.body.id, student_name: '김민준', status: 'ACTIVE' }],
  });
  for (const who of [other, stranger])
    expect((await ask(kit, who, `GET /lectures/${lecture_id}/sessions`)).status).toBe(404);

  await ask(kit, owner, `PATCH /enrollments/${seat.body.id}`, { status: 'INACTIVE' });
  expect(await seen(student)).toEqual([]);
});

test('an assistant may run the lecture, but not change its teacher', async () => {
  const school = await academy(kit);
  const [owner, assistant] = [await school.person('owner'), await school.person('assistant')];
  const { lecture_id } = await classroom(kit, school, { owner });
  await ask(kit, owner, `PUT /lectures/${lecture_id}/staff`, { user_ids: [assistant.user_id] });

  const path = `PATCH /lectures/${lecture_id}` as const;
  expect((await ask(kit, assistant, path, { room: '301호' })).body).toMatchObject({ room: '301호' });
  expect((await ask(kit, assistant, path, { teacher_id: assistant.user_id })).status).toBe(403);
  expect((await ask(kit, assistant, `DELETE /lectures/${lecture_id}`)).status).toBe(403);
  expect((await ask(kit, owner, path, { teacher_id: 999_999 })).body.errors).toEqual([
    { pointer: '/teacher_id', message: 'is nobody who teaches here' },
  ]);
});

test('a deleted lecture is gone for everybody and comes back as it was; both are in the trail', async () => {
  const school = await academy(kit);
  const { owner, lecture_id, pupils } = await classroom(kit, school);

  expect((await ask(kit, owner, `DELETE /lectures/${lecture_id}`)).status).toBe(204);
  expect((await ask(kit, owner, `GET /lectures/${lecture_id}`)).status).toBe(404);
  expect((await ask(kit, owner, `GET /enrollments/${pupils[0]!.enrollment_id}`)).status).toBe(404);
  expect((await ask(kit, owner, `POST /lectures/${lecture_id}/restore`)).body).toMatchObject({
    session_count: 3,
    enrollment_count: 2,
  });

  const { rows } = await kit.owner.query(
    `select action from audit_entry where tenant_id = $1 and subject_type = 'lecture' order by seq`,
    [school.tenant_id],
  );
  expect(rows.map(({ action }) => action)).toEqual([
    'lecture.create',
    'enrollment.created',
    'lecture.delete',
    'lecture.restore',
  ]);
});

test('the list filters, searches, sorts and pages, and names a field that it cannot sort by', async () => {
  const school = await academy(kit);
  const owner = await school.person('owner');
  for (const [title, subject] of [
    ['고1 수학 A', '수학'],
    ['고1 수학 B', '수학'],
    ['고1 100% 영어', '영어'],
  ])
    await ask(kit, owner, 'POST /lectures', { title, subject });

  const titles = async (query: string) => {
    const { body } = await ask(kit, owner, `GET /lectures?${query}`);
    return body.results.map(({ title }: { title: string }) => title);
  };
  expect(await titles('subject=수학&ordering=title')).toEqual(['고1 수학 A', '고1 수학 B']);
  expect(await titles('search=100%25')).toEqual(['고1 100% 영어']);
  const paged = await ask(kit, owner, 'GET /lectures?ordering=-title&page_size=2');
  expect(paged.body).toMatchObject({ count: 3, previous: null });
  expect(paged.body.next).toContain('page=2');
  expect((await ask(kit, owner, 'GET /lectures?ordering=secret')).body.errors[0].pointer).toBe('/ordering');
  expect((await ask(kit, owner, 'GET /lectures?wrong=1')).body.errors).toEqual([
    { pointer: '/wrong', message: 'unknown field' },
  ]);
});
