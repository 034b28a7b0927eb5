import { expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { addStudent, classroom } from '#testing/classroom.ts';
import { academy } from '#testing/factories.ts';
import { doneOrBlocked, heldOpen, useApp } from '#testing/harness.ts';
import { markAttendance, markMany } from './attendance.ts';

const kit = useApp();
type Cell = { id: number; student_name: string; status: string; version: number; memo: string | null };

async function open(options: Parameters<typeof classroom>[2] = {}) {
  const school = await academy(kit);
  const room = await classroom(kit, school, { students: ['김민준', '박도윤', '이서연'], ...options });
  const [session_id = 0] = room.session_ids;
  const grid = async () => {
    const { body } = await ask(kit, room.owner, `GET /sessions/${session_id}/attendance`);
    return body.results as Cell[];
  };
  const states = async () => (await grid()).map(({ status }) => status);
  const bulk = (body: object) => ask(kit, room.owner, `POST /sessions/${session_id}/attendance/bulk`, body);
  return { school, ...room, session_id, grid, states, bulk };
}

test('everybody expected in a class session is there, unset, by name', async () => {
  const { grid } = await open();
  expect((await grid()).map(({ student_name, status }) => [student_name, status])).toEqual([
    ['김민준', 'UNSET'],
    ['박도윤', 'UNSET'],
    ['이서연', 'UNSET'],
  ]);
});

test('a mark is written with its version and in the trail; who was slower is refused with the true state', async () => {
  const { school, owner, grid } = await open();
  const [first] = await grid();

  const mark = (body: object) => ask(kit, owner, `PATCH /attendance/${first?.id}`, body);
  expect(await mark({ status: 'LATE', memo: '버스', version: 1 })).toMatchObject({
    status: 200,
    body: { status: 'LATE', memo: '버스', version: 2, telling: 'not_today' },
  });
  expect(await mark({ status: 'ABSENT', version: 1 })).toMatchObject({
    status: 409,
    body: { detail: 'conflict', current: { status: 'LATE', version: 2 } },
  });
  expect((await mark({ status: 'LATE' })).body).toMatchObject({ version: 2, telling: 'not_needed' });

  const { rows } = await kit.owner.query(
    `select before, after from audit_entry where tenant_id = $1 and action = 'attendance.mark'`,
    [school.tenant_id],
  );
  expect(rows).toEqual([
    { before: { status: 'UNSET', memo: null }, after: { status: 'LATE', memo: '버스' } },
  ]);
});

test('all present marks only who is unset, and undo gives every row exactly what it had', async () => {
  const { owner, grid, states, bulk } = await open();
  const [, second] = await grid();
  await ask(kit, owner, `PATCH /attendance/${second?.id}`, { status: 'EXCUSED', memo: '병원' });
  const before = (await grid()).map(({ status, memo }) => ({ status, memo }));

  const batch = await bulk({ status: 'PRESENT' });
  expect(batch).toMatchObject({ status: 201, body: { changed: 2, telling: { not_today: 2 } } });
  expect(await states()).toEqual(['PRESENT', 'EXCUSED', 'PRESENT']);

  const undone = await ask(kit, owner, `POST /attendance-batches/${batch.body.batch_id}/undo`);
  expect(undone).toMatchObject({ status: 200, body: { restored: 2 } });
  expect((await grid()).map(({ status, memo }) => ({ status, memo }))).toEqual(before);
  const again = await ask(kit, owner, `POST /attendance-batches/${batch.body.batch_id}/undo`);
  expect(again.body.detail).toBe('undo_expired');
});

test('when one was marked again since, undo names the student and takes nothing back', async () => {
  const { owner, grid, states, bulk } = await open();
  const batch = await bulk({ status: 'PRESENT' });
  const [first] = await grid();
  await ask(kit, owner, `PATCH /attendance/${first?.id}`, { status: 'LATE' });

  const undone = await ask(kit, owner, `POST /attendance-batches/${batch.body.batch_id}/undo`);

  expect(undone).toMatchObject({
    status: 409,
    body: { detail: 'undo_conflict', changed: [{ attendance_id: first?.id, student_name: '김민준' }] },
  });
  expect(await states()).toEqual(['LATE', 'PRESENT', 'PRESENT']);
});

test('a change there and back is a change: undo does not pretend that nothing happened', async () => {
  const { owner, grid, bulk } = await open();
  const batch = await bulk({ status: 'PRESENT' });
  const [first] = await grid();
  for (const status of ['LATE', 'PRESENT'])
    await ask(kit, owner, `PATCH /attendance/${first?.id}`, { status });
  const undone = await ask(kit, owner, `POST /attendance-batches/${batch.body.batch_id}/undo`);
  expect(undone.body.detail).toBe('undo_conflict');
});

test('after ten minutes a batch stays', async () => {
  const { owner, states, bulk } = await open();
  const batch = await bulk({ status: 'PRESENT' });
  kit.travel(601);
  const undone = await ask(kit, owner, `POST /attendance-batches/${batch.body.batch_id}/undo`);
  expect(undone).toMatchObject({ status: 409, body: { detail: 'undo_expired' } });
  expect(await states()).toEqual(['PRESENT', 'PRESENT', 'PRESENT']);
});

test('single changes go together or not at all; a row of another class session is refused by position', async () => {
  const { owner, grid, states, bulk, session_ids } = await open();
  const [first, second] = await grid();
  const other = await ask(kit, owner, `GET /sessions/${session_ids[1]}/attendance`);
  const change = (attendance_id: number | undefined, status: string) => ({ attendance_id, status });

  const wrong = await bulk({
    changes: [change(first?.id, 'PRESENT'), change(other.body.results[0].id, 'LATE')],
  });
  expect(wrong.body.errors).toEqual([
    { pointer: '/changes/1/attendance_id', message: 'is not of this class session' },
  ]);
  const twice = await bulk({ changes: [change(first?.id, 'PRESENT'), change(first?.id, 'LATE')] });
  expect(twice.body.errors[0].message).toBe('is there twice');
  expect(await states()).toEqual(['UNSET', 'UNSET', 'UNSET']);

  await bulk({ changes: [change(first?.id, 'PRESENT'), change(second?.id, 'ONLINE')] });
  expect(await states()).toEqual(['PRESENT', 'ONLINE', 'UNSET']);
});

test('"all present" pressed while somebody marks one student waits, and leaves that mark alone', async () => {
  const { owner, grid, states, session_id } = await open();
  const [first] = await grid();
  const held = heldOpen(owner.scope());

  const one = markAttendance(held.scope, first?.id ?? 0, { status: 'ABSENT' });
  await held.entered;
  const all = markMany(owner.scope(), session_id, { status: 'PRESENT' });
  expect(await doneOrBlocked(kit.owner, all)).toBe('blocked');
  held.release();
  await one;

  expect((await all).changed).toBe(2);
  expect(await states()).toEqual(['ABSENT', 'PRESENT', 'PRESENT']);
});

test('one action is one event, however many students it marks', async () => {
  const { bulk, session_id, lecture_id } = await open();
  await bulk({ status: 'PRESENT' });
  const { rows } = await kit.owner.query(
    `select payload -> 'payload' -> 'payload' as told from graphile_worker._private_jobs
     where payload -> 'payload' ->> 'event' = 'school.attendance_changed'
       and payload -> 'payload' -> 'payload' ->> 'session_id' = $1`,
    [session_id],
  );
  expect(rows).toHaveLength(1);
  expect(rows[0].told).toMatchObject({ lecture_id, session_id, tell_after_seconds: 600 });
  expect(rows[0].told.changes).toHaveLength(3);
});

test('a student sees the own row without the memo of the staff, in the list and in the grid', async () => {
  const school = await academy(kit);
  const student = await school.person('student');
  const { owner, lecture_id, session_ids } = await classroom(kit, school, {});
  const student_id = await addStudent(kit, school, '박도윤', { user_id: student.user_id });
  const { body } = await ask(kit, owner, 'POST /enrollments', { lecture_id, student_id });
  await kit.owner.query(`update attendance set memo = '걱정됨' where enrollment_id = $1`, [body.id]);

  const list = await ask(kit, student, `GET /sessions/${session_ids[0]}/attendance`);
  expect(list.body).toMatchObject({ count: 1, results: [{ student_name: '박도윤', memo: null }] });
  const grid = await ask(kit, student, `GET /lectures/${lecture_id}/attendance`);
  expect(grid.body).toMatchObject({ count: 1, results: [{ enrollment_id: body.id }] });
  expect(grid.body.results[0].cells).toHaveLength(3);
  const whole = await ask(kit, owner, `GET /lectures/${lecture_id}/attendance`);
  expect(whole.body.count).toBe(3);
  expect(
    whole.body.results.find((row: { student_name: string }) => row.student_name === '박도윤').cells[0].memo,
  ).toBe('걱정됨');
});

test('a teacher of another lecture finds nothing to mark', async () => {
  const { school, grid, session_id } = await open();
  const teacher = await school.person('teacher');
  const [first] = await grid();
  expect((await ask(kit, teacher, `GET /sessions/${session_id}/attendance`)).status).toBe(404);
  expect((await ask(kit, teacher, `PATCH /attendance/${first?.id}`, { status: 'LATE' })).status).toBe(404);
  expect(
    (await ask(kit, teacher, `POST /sessions/${session_id}/attendance/bulk`, { status: 'LATE' })).status,
  ).toBe(404);
});
