import { expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { addStudent, classroom } from '#testing/classroom.ts';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';

const kit = useApp();

async function open(options: Parameters<typeof classroom>[2] = {}) {
  const school = await academy(kit);
  return { school, ...(await classroom(kit, school, options)) };
}

test('a late joiner may enter from the start order on, and every attendance starts unset', async () => {
  const { school, owner, lecture_id } = await open();
  const student_id = await addStudent(kit, school, '박도윤', { school: '한빛고' });

  const made = await ask(kit, owner, 'POST /enrollments', { lecture_id, student_id, start_order: 3 });

  expect(made).toMatchObject({
    status: 201,
    body: { student_name: '박도윤', school: '한빛고', status: 'ACTIVE', open_sessions: 1 },
  });
  const { body } = await ask(kit, owner, `GET /enrollments/${made.body.id}/sessions`);
  expect(body.results.map(({ is_open }: { is_open: boolean }) => is_open)).toEqual([false, false, true]);
  const { rows } = await kit.owner.query('select status from attendance where enrollment_id = $1', [
    made.body.id,
  ]);
  expect(rows).toEqual([{ status: 'UNSET' }]);
});

test('a new class session opens to every active enrollment and to nobody else', async () => {
  const { owner, lecture_id, pupils } = await open();
  const [active, away] = pupils;
  await ask(kit, owner, `PATCH /enrollments/${away!.enrollment_id}`, { status: 'INACTIVE' });
  await ask(kit, owner, `POST /lectures/${lecture_id}/sessions`, {});

  const seats = async (id: number) => (await ask(kit, owner, `GET /enrollments/${id}`)).body.open_sessions;
  expect(await seats(active!.enrollment_id)).toBe(4);
  expect(await seats(away!.enrollment_id)).toBe(3);
});

test('who comes back may enter what is still to come, not what was missed', async () => {
  const { owner, lecture_id, pupils } = await open({ students: ['김민준'] });
  const path = `/enrollments/${pupils[0]!.enrollment_id}` as const;
  await ask(kit, owner, `PATCH ${path}`, { status: 'INACTIVE' });
  const add = (date: string) => ask(kit, owner, `POST /lectures/${lecture_id}/sessions`, { date });
  const [past, future] = [await add('2020-01-01'), await add('2999-01-01')];
  expect((await ask(kit, owner, `PATCH ${path}`, { status: 'ACTIVE' })).body.open_sessions).toBe(4);

  const { body } = await ask(kit, owner, `GET ${path}/sessions`);
  const isOpen = (id: number) => body.results.find((one: { id: number }) => one.id === id).is_open;
  expect([isOpen(past.body.id), isOpen(future.body.id)]).toEqual([false, true]);
});

test('the same student is enrolled once; the refusal names the enrollment there is', async () => {
  const { owner, lecture_id, pupils } = await open();
  const [{ student_id, enrollment_id } = { student_id: 0, enrollment_id: 0 }] = pupils;
  const again = await ask(kit, owner, 'POST /enrollments', { lecture_id, student_id });
  expect(again).toMatchObject({ status: 409, body: { detail: 'already_exists', enrollment_id } });

  const many = await ask(kit, owner, 'POST /enrollments/bulk', { lecture_id, student_ids: [student_id] });
  expect(many.body).toEqual({ created: [], already: [student_id] });
});

test('somebody else’s student is refused by position, and nobody is enrolled', async () => {
  const { school, owner, lecture_id } = await open({ students: [] });
  const ours = await addStudent(kit, school, '김민준');
  const theirs = await addStudent(kit, await academy(kit), '이서연');
  const reply = await ask(kit, owner, 'POST /enrollments/bulk', { lecture_id, student_ids: [ours, theirs] });
  expect(reply).toMatchObject({ status: 400, body: { errors: [{ pointer: '/student_ids/1' }] } });
  expect((await ask(kit, owner, `GET /lectures/${lecture_id}/enrollments`)).body.count).toBe(0);
});

test('class sessions are opened and closed one by one; where attendance is recorded nothing is closed', async () => {
  const { owner, pupils, session_ids } = await open();
  const path = `/enrollments/${pupils[0]!.enrollment_id}/sessions` as const;
  const [first, second, third] = session_ids;

  expect((await ask(kit, owner, `PUT ${path}`, { close: [first, second] })).body.open_sessions).toBe(1);
  expect((await ask(kit, owner, `PUT ${path}`, { open: [first] })).body.open_sessions).toBe(2);
  await kit.owner.query(`update attendance set status = 'PRESENT' where session_id = $1`, [third]);
  const refused = await ask(kit, owner, `PUT ${path}`, { close: [first, third] });
  expect(refused).toMatchObject({ status: 409, body: { detail: 'in_use', marked: 1 } });
  const { body } = await ask(kit, owner, `GET ${path}`);
  expect(body.results.map(({ is_open }: { is_open: boolean }) => is_open)).toEqual([true, false, true]);
});

test('students and parents see their own enrollment and may change nothing', async () => {
  const school = await academy(kit);
  const student = await school.person('student');
  const { owner, lecture_id, pupils } = await classroom(kit, school);
  const student_id = await addStudent(kit, school, '박도윤', { user_id: student.user_id });
  const own = await ask(kit, owner, 'POST /enrollments', { lecture_id, student_id });

  const list = await ask(kit, student, 'GET /enrollments');
  expect(list.body.results.map(({ id }: { id: number }) => id)).toEqual([own.body.id]);
  expect((await ask(kit, student, `GET /enrollments/${own.body.id}`)).status).toBe(200);
  expect((await ask(kit, student, `GET /enrollments/${pupils[0]!.enrollment_id}`)).status).toBe(404);
  expect((await ask(kit, student, `PATCH /enrollments/${own.body.id}`, { status: 'ACTIVE' })).status).toBe(
    403,
  );
});

test('what changes is told to listeners once, with every enrollment that it concerns', async () => {
  const { pupils, lecture_id } = await open();
  const { rows } = await kit.owner.query(
    `select payload -> 'payload' -> 'payload' as told from graphile_worker._private_jobs
     where payload -> 'payload' ->> 'event' = 'school.enrollment_changed' order by id desc limit 1`,
  );
  expect(rows[0].told).toMatchObject({
    lecture_id,
    change: 'created',
    enrollment_ids: pupils.map(({ enrollment_id }) => enrollment_id),
  });
});
