import { expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { addStudent, classroom } from '#testing/classroom.ts';
import { academy } from '#testing/factories.ts';
import { doneOrBlocked, heldOpen, useApp } from '#testing/harness.ts';
import { addClassSession } from './class-sessions.ts';
import { enroll } from './enrollments.ts';

const kit = useApp();
type One = { id: number; title: string; order: number; regular_order: number | null };

async function open(options: Parameters<typeof classroom>[2] = {}) {
  const school = await academy(kit);
  const room = await classroom(kit, school, options);
  const list = async () => {
    const { body } = await ask(kit, room.owner, `GET /lectures/${room.lecture_id}/sessions`);
    return body.results as One[];
  };
  return { school, ...room, list };
}

const weekly = {
  starts_on: '2026-11-23',
  schedule: [{ weekday: 1, starts_at: '18:00', ends_at: '20:00' }],
  session_count: 3,
};

test('a make-up takes the place of its date and no week number, and shifts nobody’s', async () => {
  const { owner, lecture_id, list } = await open(weekly);

  const made = await ask(kit, owner, `POST /lectures/${lecture_id}/sessions`, {
    session_type: 'SUPPLEMENT',
    date: '2026-11-28',
    starts_at: '14:00',
    ends_at: '16:00',
  });

  expect(made).toMatchObject({ status: 201, body: { title: '보강', order: 2, regular_order: null } });
  expect((await list()).map(({ title, order, regular_order }) => [title, order, regular_order])).toEqual([
    ['1차시', 1, 1],
    ['보강', 2, null],
    ['2차시', 3, 2],
    ['3차시', 4, 3],
  ]);
});

test('later weeks move up when one is deleted, and back down when it is restored; own titles stay', async () => {
  const { owner, list, session_ids } = await open(weekly);
  await ask(kit, owner, `PATCH /sessions/${session_ids[2]}`, { title: '이차함수' });

  await ask(kit, owner, `DELETE /sessions/${session_ids[0]}`);
  expect((await list()).map(({ title, regular_order }) => [title, regular_order])).toEqual([
    ['1차시', 1],
    ['이차함수', 2],
  ]);

  await ask(kit, owner, `POST /sessions/${session_ids[0]}/restore`);
  expect((await list()).map(({ id, regular_order }) => [id, regular_order])).toEqual([
    [session_ids[0], 1],
    [session_ids[1], 2],
    [session_ids[2], 3],
  ]);
});

test('a make-up of one student that is restored is still of that student alone', async () => {
  const { owner, lecture_id, pupils } = await open();
  const alone = pupils.slice(0, 1).map(({ enrollment_id }) => enrollment_id);
  const input = { session_type: 'SUPPLEMENT', date: null, starts_at: null, ends_at: null } as const;
  const { id } = await addClassSession(owner.scope(), lecture_id, input, alone);
  await ask(kit, owner, `DELETE /sessions/${id}`);
  expect((await ask(kit, owner, `POST /sessions/${id}/restore`)).status).toBe(200);
  const { rows } = await kit.owner.query(
    'select enrollment_id from session_enrollment where session_id = $1',
    [id],
  );
  expect(rows.map(({ enrollment_id }) => enrollment_id)).toEqual(alone);
});

test('a class session in which somebody is marked is not deleted', async () => {
  const { owner, session_ids } = await open();
  const [id] = session_ids;
  await kit.owner.query(`update attendance set status = 'PRESENT' where session_id = $1`, [id]);
  const reply = await ask(kit, owner, `DELETE /sessions/${id}`);
  expect(reply).toMatchObject({ status: 409, body: { detail: 'in_use', marked: 2 } });
});

test('the order is set as a whole; a list that is out of date is refused with the true one', async () => {
  const { owner, lecture_id, list, session_ids } = await open();
  const [a, b, c] = session_ids;
  const put = (ids: unknown[]) =>
    ask(kit, owner, `PUT /lectures/${lecture_id}/sessions/order`, { session_ids: ids });

  expect((await put([c, a, b])).status).toBe(200);
  expect(
    (await list()).map(({ id, order, regular_order, title }) => [id, order, regular_order, title]),
  ).toEqual([
    [c, 1, 1, '1차시'],
    [a, 2, 2, '2차시'],
    [b, 3, 3, '3차시'],
  ]);
  expect(await put([a, b])).toMatchObject({ status: 409, body: { session_ids: [c, a, b] } });
  expect((await put([a, b, b])).status).toBe(409);
});

test('moving to another day moves the place; becoming a make-up gives the week number up', async () => {
  const { owner, list, session_ids } = await open(weekly);
  await ask(kit, owner, `PATCH /sessions/${session_ids[0]}`, { date: '2026-12-04' });
  expect((await list()).map(({ id }) => id)).toEqual([session_ids[1], session_ids[0], session_ids[2]]);

  await ask(kit, owner, `PATCH /sessions/${session_ids[1]}`, { session_type: 'SUPPLEMENT' });
  expect((await list()).map(({ regular_order }) => regular_order)).toEqual([null, 1, 2]);
  const wrong = await ask(kit, owner, `PATCH /sessions/${session_ids[1]}`, { ends_at: '17:00' });
  expect(wrong.body.errors[0].pointer).toBe('/ends_at');
});

test('two who add at once get two numbers, not one', async () => {
  const { owner, lecture_id, list } = await open();
  const held = heldOpen(owner.scope());
  const input = { session_type: 'REGULAR', date: null, starts_at: null, ends_at: null } as const;

  const first = addClassSession(held.scope, lecture_id, input);
  await held.entered;
  const second = addClassSession(owner.scope(), lecture_id, input);
  expect(await doneOrBlocked(kit.owner, second)).toBe('blocked');
  held.release();
  await Promise.all([first, second]);

  expect((await list()).map(({ order, regular_order }) => [order, regular_order])).toEqual(
    [1, 2, 3, 4, 5].map((number) => [number, number]),
  );
});

test('a student who is enrolled while a class session is added gets it all the same', async () => {
  const { school, owner, lecture_id } = await open();
  const student_id = await addStudent(kit, school, '박도윤');
  const held = heldOpen(owner.scope());
  const first = enroll(held.scope, { lecture_id, student_id, status: 'ACTIVE', start_order: 1 });
  await held.entered;
  const second = addClassSession(owner.scope(), lecture_id, {
    session_type: 'REGULAR',
    date: null,
    starts_at: null,
    ends_at: null,
  });
  expect(await doneOrBlocked(kit.owner, second)).toBe('blocked');
  held.release();
  const { id } = await first;
  await second;
  expect((await ask(kit, owner, `GET /enrollments/${id}`)).body.open_sessions).toBe(4);
});
