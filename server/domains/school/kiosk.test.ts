import { expect, test } from 'vitest';
import { clockIn, dayIn } from '#core/calendar.rules.ts';
import { ask } from '#testing/ask.ts';
import { addStudent, classroom } from '#testing/classroom.ts';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';

const kit = useApp();
const SEOUL = 'Asia/Seoul';

/** Moves the clock to this time of the next day there, so that a test at midnight is as good as one at noon. */
function travelTo(clock: string): string {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  const now = kit.clock();
  const [h = 0, m = 0] = clockIn(SEOUL, now).split(':').map(Number);
  kit.travel(24 * 3600 + (hours - h) * 3600 + (minutes - m) * 60 - now.getSeconds());
  return dayIn(SEOUL, kit.clock());
}

async function open(clock = '17:55', timezone = SEOUL) {
  const day = travelTo(clock);
  const school = await academy(kit);
  await kit.owner.query('update tenant set timezone = $2 where id = $1', [school.tenant_id, timezone]);
  const room = await classroom(kit, school, { session_count: 0, students: [] });
  const { body: session } = await ask(kit, room.owner, `POST /lectures/${room.lecture_id}/sessions`, {
    date: day,
    starts_at: '18:00',
    ends_at: '20:00',
  });
  const made = await ask(kit, room.owner, 'POST /kiosks', { name: '정문' });
  const kiosk = { headers: { authorization: `Bearer ${made.body.token}` } };
  const type = (code: string) => ask(kit, kiosk, 'POST /kiosk/check-in', { code });
  const seat = async (name: string, fields: Record<string, unknown>) => {
    const student_id = await addStudent(kit, school, name, fields);
    await ask(kit, room.owner, 'POST /enrollments', { lecture_id: room.lecture_id, student_id });
    return student_id;
  };
  const states = async () => {
    const { body } = await ask(kit, room.owner, `GET /sessions/${session.id}/attendance`);
    return body.results.map((row: { student_name: string; status: string }) => [
      row.student_name,
      row.status,
    ]);
  };
  return { school, ...room, day, session, made, kiosk, type, seat, states };
}

test('eight digits check a student in; a second time says so and changes nothing', async () => {
  const { type, seat, states } = await open();
  await seat('김민준', { attendance_code: '12345678' });

  expect(await type('12345678')).toMatchObject({
    status: 200,
    body: { result: 'checked_in', student_name: '김민준', status: 'PRESENT', starts_at: '18:00' },
  });
  expect((await type('12345678')).body).toMatchObject({ result: 'already', status: 'PRESENT' });
  expect(await states()).toEqual([['김민준', 'PRESENT']]);
  const { rows } = await kit.owner.query(
    `select count(*) as n from graphile_worker._private_jobs
     where payload -> 'payload' ->> 'event' = 'school.attendance_changed'`,
  );
  expect(Number(rows[0].n)).toBe(1);
});

test.each([
  ['18:10', 10, 'PRESENT'],
  ['18:11', 10, 'LATE'],
  ['18:11', 30, 'PRESENT'],
])('at %s, when late is after %i minutes, the mark is %s', async (clock, late_after_minutes, status) => {
  const { type, seat, school } = await open(clock);
  await kit.owner.query('update tenant set settings = $2 where id = $1', [
    school.tenant_id,
    { late_after_minutes },
  ]);
  await seat('김민준', { attendance_code: '12345678' });
  expect((await type('12345678')).body.status).toBe(status);
});

test('who was marked absent and still turns up is late, not already there', async () => {
  const { owner, type, seat, session } = await open('18:30');
  await seat('김민준', { attendance_code: '12345678' });
  await ask(kit, owner, `POST /sessions/${session.id}/attendance/bulk`, { status: 'ABSENT' });
  expect((await type('12345678')).body).toMatchObject({ result: 'checked_in', status: 'LATE' });
});

test('unknown, nothing today, and a number of several each get an answer for people', async () => {
  const { school, type, seat, states } = await open();
  await addStudent(kit, school, '오늘없음', { attendance_code: '11112222' });
  await seat('쌍둥이1', { parent_phone: '01033334444' });
  await seat('쌍둥이2', { parent_phone: '01033334444' });
  await addStudent(kit, school, '동생', { parent_phone: '01055556666' });
  await seat('누나', { parent_phone: '01055556666' });

  expect(await type('99999999')).toMatchObject({ status: 404, body: { detail: 'unknown_code' } });
  expect(await type('11112222')).toMatchObject({ status: 409, body: { detail: 'no_class_today' } });
  expect(await type('33334444')).toMatchObject({ status: 409, body: { detail: 'ambiguous_code' } });
  expect((await type('55556666')).body).toMatchObject({ result: 'checked_in', student_name: '누나' });
  expect(await type('1234')).toMatchObject({ status: 400, body: { errors: [{ pointer: '/code' }] } });
  expect((await states()).filter(([, status]: string[]) => status !== 'UNSET')).toEqual([
    ['누나', 'PRESENT'],
  ]);
});

test('of two classes a day the one that is not over is meant', async () => {
  const { owner, lecture_id, day, type, seat } = await open('17:55');
  await ask(kit, owner, `POST /lectures/${lecture_id}/sessions`, {
    date: day,
    starts_at: '20:10',
    ends_at: '22:00',
  });
  await seat('김민준', { attendance_code: '12345678' });
  expect((await type('12345678')).body).toMatchObject({ result: 'checked_in', starts_at: '18:00' });
  kit.travel(2 * 3600 + 10 * 60);
  expect((await type('12345678')).body).toMatchObject({ result: 'checked_in', starts_at: '20:10' });
});

test('whoever guesses numbers is slowed down, on this kiosk only, and for a minute', async () => {
  const { owner, type, seat } = await open();
  await seat('김민준', { attendance_code: '12345678' });
  for (let guess = 0; guess < 10; guess++)
    expect((await type(`0000000${guess}`)).body.detail).toBe('unknown_code');

  const stopped = await type('12345678');
  expect(stopped).toMatchObject({ status: 429, body: { detail: 'too_many_requests' } });
  expect(Number(stopped.reply.headers['retry-after'])).toBeGreaterThan(0);
  const second = await ask(kit, owner, 'POST /kiosks', { name: '후문' });
  const other = { headers: { authorization: `Bearer ${second.body.token}` } };
  expect((await ask(kit, other, 'POST /kiosk/check-in', { code: '12345678' })).status).toBe(200);
  kit.travel(60);
  expect((await type('12345678')).body.result).toBe('already');
});

test('a kiosk may check in and nothing else, its token is kept only as a hash, and ends with the kiosk', async () => {
  const { owner, made, kiosk, type } = await open();
  expect((await ask(kit, kiosk, 'GET /kiosk')).body).toEqual({
    academy: '시험 학원',
    name: '정문',
    locale: 'ko',
  });
  expect((await ask(kit, kiosk, 'GET /lectures')).status).toBe(403);
  expect((await ask(kit, owner, 'POST /kiosk/check-in', { code: '12345678' })).status).toBe(403);
  const { rows } = await kit.owner.query('select kiosk::text as row from kiosk');
  expect(rows.some(({ row }) => row.includes(made.body.token))).toBe(false);

  await ask(kit, owner, `DELETE /kiosks/${made.body.id}`);
  expect((await type('12345678')).status).toBe(401);
  expect((await ask(kit, owner, 'GET /kiosks')).body.count).toBe(0);
});

test('a forged kiosk token, or one of another academy, is nobody', async () => {
  const { made, school } = await open();
  const stranger = await academy(kit);
  const moved = made.body.token.replace(`kiosk_${school.tenant_id}_`, `kiosk_${stranger.tenant_id}_`);
  for (const token of [moved, `${made.body.token.slice(0, -1)}_`, 'kiosk_1_x']) {
    const caller = { headers: { authorization: `Bearer ${token}` } };
    expect((await ask(kit, caller, 'GET /kiosk')).status).toBe(401);
  }
});

test('the day is the academy’s own, and the board shows who is expected and who has come', async () => {
  const { owner, day, type, seat, school } = await open();
  await seat('김민준', { attendance_code: '12345678' });
  await seat('이서연', { attendance_code: '12345679' });
  await type('12345678');

  const board = await ask(kit, owner, 'GET /today');
  expect(board.body).toMatchObject({ date: day, timezone: SEOUL, count: 1 });
  expect(board.body.results[0]).toMatchObject({ lecture_title: '고1 수학 A', starts_at: '18:00' });
  expect(board.body.results[0].students).toMatchObject([
    { student_name: '김민준', status: 'PRESENT' },
    { student_name: '이서연', status: 'UNSET' },
  ]);
  expect((await ask(kit, await school.person('teacher'), 'GET /today')).body.count).toBe(0);
  expect((await ask(kit, owner, 'GET /today?date=2020-01-01')).body.count).toBe(0);

  await kit.owner.query(`update tenant set timezone = 'Pacific/Kiritimati' where id = $1`, [
    school.tenant_id,
  ]);
  expect((await ask(kit, owner, 'GET /today')).body.date).toBe(dayIn('Pacific/Kiritimati', kit.clock()));
});
