import { beforeEach, expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Academy, academy, type Person } from '#testing/factories.ts';
import { doneOrBlocked, heldOpen, useApp } from '#testing/harness.ts';
import { mayStep } from './clinic.rules.ts';
import { bookClinic } from './clinic-bookings.ts';

const kit = useApp();
let school: Academy;
let teacher: Person;
let lecture: Awaited<ReturnType<Academy['classSession']>>;

beforeEach(async () => {
  school = await academy(kit);
  teacher = await school.person('teacher', '정하늘');
  lecture = await school.classSession(teacher);
});

type Seat = Awaited<ReturnType<Academy['seatIn']>> & { link_id: number };

/** A student to whom staff recommend a clinic. */
async function needy(): Promise<Seat> {
  const seat = await school.seatIn(lecture.lecture_id, lecture.session_id);
  const wanted = { enrollment_id: seat.enrollment_id, session_id: lecture.session_id };
  const { body } = await ask(kit, teacher, 'POST /progress/clinic-links', wanted);
  return { ...seat, link_id: body.id };
}

const inHours = (hours: number) => new Date(kit.clock().getTime() + hours * 3_600_000).toISOString();
async function slot(hours: number, change: object = {}): Promise<number> {
  const times = { starts_at: inHours(hours), ends_at: inHours(hours + 1), room: '클리닉실', capacity: 1 };
  const body = { ...times, teacher_id: teacher.user_id, ...change };
  return (await ask(kit, teacher, 'POST /progress/clinic-slots', body)).body.results[0].id;
}
const book = (who: Person, slot_id: number, link_id: number) =>
  ask(kit, who, 'POST /progress/clinic-bookings', { slot_id, link_id });
const mark = (id: number, state: string, who = teacher) =>
  ask(kit, who, `PATCH /progress/clinic-bookings/${id}`, { state });
const own = async ({ student }: Seat) =>
  (await ask(kit, student, 'GET /progress/clinic-links')).body.results[0];
const free = async (who: Person) =>
  (await ask(kit, who, 'GET /progress/clinic-slots?free=true')).body.results as { id: number }[];

test('of two who press at once for the last seat one wins, and the other is offered the next slots', async () => {
  const [first, second] = [await needy(), await needy()];
  const [wanted, next] = [await slot(2), await slot(26)];
  const held = heldOpen(first.student.scope());
  const winning = bookClinic(held.scope, { slot_id: wanted, link_id: first.link_id });
  await held.entered;
  const losing = book(second.student, wanted, second.link_id);
  expect(await doneOrBlocked(kit.owner, losing)).toBe('blocked');
  held.release();
  expect(await winning).toMatchObject({ state: 'booked' });
  expect((await losing).body).toMatchObject({ detail: 'slot_full', next_slots: [{ id: next }] });
  expect((await book(second.student, next, second.link_id)).status).toBe(201);
  expect(await own(second)).toMatchObject({
    state: 'booked',
    appointment: { slot_id: next, room: '클리닉실' },
  });
});

test('the database itself overbooks no slot, and books no link twice', async () => {
  const [first, second] = [await needy(), await needy()];
  const wanted = await slot(2);
  await book(first.student, wanted, first.link_id);
  const insert = (seat: Seat, slot_id: number) =>
    kit.owner.query(
      `insert into clinic_booking (tenant_id, slot_id, link_id, student_id, booked_by, booked_at, changed_at)
       values ($1, $2, $3, $4, $5, now(), now())`,
      [school.tenant_id, slot_id, seat.link_id, seat.student_id, teacher.user_id],
    );
  await expect(insert(second, wanted)).rejects.toThrow('clinic_slot_not_overbooked');
  await expect(insert(first, await slot(4))).rejects.toThrow('clinic_booking_link');
});

test('who does not come is offered other times; who came has not closed anything by it', async () => {
  const seat = await needy();
  const [today, later] = [await slot(1), await slot(25)];
  const { body: booking } = await book(seat.parent, today, seat.link_id);
  kit.travel(3600);
  expect((await mark(booking.id, 'cancelled', seat.student)).body.detail).toBe('slot_over');
  expect((await mark(booking.id, 'missed', seat.student)).status).toBe(403);
  expect((await mark(booking.id, 'missed')).body).toMatchObject({
    ...{ state: 'missed', next_slots: [{ id: later }] },
  });
  expect(await own(seat)).toMatchObject({ state: 'approved', appointment: { state: 'missed' } });
  const again = (await book(seat.student, later, seat.link_id)).body;
  expect((await mark(booking.id, 'booked')).body.detail).toBe('clinic_step');
  expect((await mark(again.id, 'attended')).body.arrived_at).not.toBeNull();
  expect(await own(seat)).toMatchObject({ state: 'approved', appointment: { state: 'attended' } });
  const closed = await ask(kit, teacher, `PATCH /progress/clinic-links/${seat.link_id}`, { state: 'done' });
  expect(closed.body.state).toBe('done');
  expect((await ask(kit, teacher, 'GET /progress/clinic-effect')).body.results).toMatchObject([
    { cause: 'TEACHER_RECOMMEND', teacher_name: '정하늘', closed: 1, points_gained: null },
  ]);
});

test('a seat that is given back is free again, and a slip on the board is put right', async () => {
  const [first, second] = [await needy(), await needy()];
  const wanted = await slot(2);
  const { body: booking } = await book(first.student, wanted, first.link_id);
  expect(await free(second.student)).toEqual([]);
  expect((await mark(booking.id, 'attended')).status).toBe(200);
  expect((await mark(booking.id, 'booked')).body).toMatchObject({ state: 'booked', arrived_at: null });
  expect(await own(first)).toMatchObject({ state: 'booked' });
  await mark(booking.id, 'cancelled', first.student);
  expect(await own(first)).toMatchObject({ state: 'approved' });
  expect(await free(second.student)).toMatchObject([{ id: wanted }]);
  expect((await book(second.student, wanted, first.link_id)).status).toBe(404);
  expect((await book(second.student, wanted, second.link_id)).status).toBe(201);
});

test('a slot that is taken back frees everybody; one is never made smaller than what is booked', async () => {
  const [first, second] = [await needy(), await needy()];
  const wanted = await slot(2, { capacity: 3 });
  await book(first.student, wanted, first.link_id);
  await book(second.student, wanted, second.link_id);
  const change = (body: object, who = teacher) =>
    ask(kit, who, `PATCH /progress/clinic-slots/${wanted}`, body);
  expect((await change({ capacity: 1 })).body).toMatchObject({ detail: 'in_use', taken: 2 });
  expect((await change({ room: '302호', capacity: 2 })).body).toMatchObject({ room: '302호', free: 0 });
  expect((await change({ ends_at: inHours(1) })).status).toBe(400);
  expect((await change({ room: 'x' }, await school.person('assistant'))).status).toBe(404);
  const cancel = await ask(kit, teacher, `DELETE /progress/clinic-slots/${wanted}`);
  expect(cancel.body).toEqual({ cancelled_bookings: 2 });
  expect(await own(first)).toMatchObject({ state: 'approved', appointment: { state: 'cancelled' } });
  expect((await book(first.student, wanted, first.link_id)).body.detail).toBe('slot_over');
});

test('weekly slots keep the time of the academy’s clock; the board has those of a day', async () => {
  const times = { starts_at: '2027-03-02T18:00:00+09:00', ends_at: '2027-03-02T19:00:00+09:00' };
  const weekly = { ...times, capacity: 4, weeks: 3, teacher_id: teacher.user_id };
  const { body } = await ask(kit, teacher, 'POST /progress/clinic-slots', weekly);
  expect(body.results.map(({ starts_at }: { starts_at: string }) => starts_at)).toEqual([
    ...['2027-03-02T09:00:00.000Z', '2027-03-09T09:00:00.000Z', '2027-03-16T09:00:00.000Z'],
  ]);
  const seat = await needy();
  await book(seat.student, body.results[1].id, seat.link_id);
  const board = async (who: Person) =>
    (await ask(kit, who, 'GET /progress/clinic-board?date=2027-03-09')).body.slots;
  expect(await board(teacher)).toMatchObject([
    { teacher_name: '정하늘', taken: 1, visitors: [{ student_name: '김서연', cause: 'TEACHER_RECOMMEND' }] },
  ]);
  expect(await board(await school.person('assistant'))).toMatchObject([{ taken: 1, visitors: [] }]);
  const beside = { ...weekly, starts_at: '2027-03-02T18:30:00+09:00', ends_at: '2027-03-02T19:30:00+09:00' };
  const clashes = (await ask(kit, teacher, 'POST /progress/clinic-slots', { ...beside, weeks: 1 })).body;
  expect(clashes.results).toMatchObject([{ clashes: ['teacher'] }]);
  const after = { starts_at: '2027-03-02T19:30:00+09:00', ends_at: '2027-03-02T20:00:00+09:00', capacity: 1 };
  const fits = await ask(kit, teacher, 'POST /progress/clinic-slots', {
    ...after,
    teacher_id: teacher.user_id,
  });
  expect(fits.body.results).toMatchObject([{ clashes: [] }]);
  const nobody = { ...weekly, teacher_id: seat.student.user_id };
  expect((await ask(kit, teacher, 'POST /progress/clinic-slots', nobody)).status).toBe(400);
});

test('a link is booked only when it is approved, at a time of its lecture that has not begun, one seat a student', async () => {
  const seat = await school.seatIn(lecture.lecture_id, lecture.session_id);
  const wish = { enrollment_id: seat.enrollment_id, session_id: lecture.session_id };
  const { body: asked } = await ask(kit, seat.student, 'POST /progress/clinic-links', wish);
  const soon = await slot(1, { capacity: 5 });
  expect((await book(seat.student, soon, asked.id)).body.detail).toBe('clinic_step');
  await ask(kit, teacher, `PATCH /progress/clinic-links/${asked.id}`, { state: 'approved' });
  const other = await school.classSession(teacher);
  const foreign = await slot(2, { lecture_id: other.lecture_id });
  expect((await book(seat.student, foreign, asked.id)).status).toBe(404);
  expect((await book(teacher, foreign, asked.id)).status).toBe(404);
  expect((await book(seat.student, soon, asked.id)).status).toBe(201);
  const second = (await ask(kit, teacher, 'POST /progress/clinic-links', wish)).body;
  expect((await book(seat.student, soon, second.id)).body.detail).toBe('already_exists');
  kit.travel(3601);
  expect((await book(seat.student, soon, second.id)).status).toBe(409);
});

test('the life of a link is the same in the rules and in the database', async () => {
  const states = ['open', 'approved', 'booked', 'done', 'dismissed'] as const;
  const { rows } = await kit.owner.query<{ was: (typeof states)[number]; becomes: string; may: boolean }>(
    `select was, becomes, app.clinic_step(was::clinic_state, becomes::clinic_state) as may
     from unnest($1::text[]) was, unnest($1::text[]) becomes`,
    [states],
  );
  expect(rows).toHaveLength(25);
  for (const { was, becomes, may } of rows)
    expect(mayStep(was, becomes as 'open'), `${was} to ${becomes}`).toBe(may);
});
