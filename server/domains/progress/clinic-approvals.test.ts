import { expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { type Academy, academy, type Person } from '#testing/factories.ts';
import { doneOrBlocked, heldOpen, useApp } from '#testing/harness.ts';
import { approveClinics } from './clinic-approvals.ts';

const kit = useApp();
const sql = async (text: string, ...values: unknown[]) => (await kit.owner.query(text, values)).rows;

/** Students of one lecture who ask for a clinic. */
async function asking(school: Academy, teacher: Person, count: number) {
  const { lecture_id, session_id } = await school.classSession(teacher);
  const seats = [];
  for (let at = 0; at < count; at += 1) {
    const seat = await school.seatIn(lecture_id, session_id);
    const wanted = { enrollment_id: seat.enrollment_id, session_id };
    seats.push({
      ...seat,
      link_id: (await ask(kit, seat.student, 'POST /progress/clinic-links', wanted)).body.id as number,
    });
  }
  return seats;
}

test('many are approved at once as the preview says, in one entry of the audit log, and taken back but for what went on', async () => {
  const school = await academy(kit);
  const teacher = await school.person('teacher');
  const seats = await asking(school, teacher, 4);
  const [foreign] = await asking(school, await school.person('teacher'), 1);
  const link_ids = [...seats, foreign].map((seat) => seat?.link_id ?? 0);
  const states = async () =>
    (await sql('select state from clinic_link where id = any($1) order by id', link_ids)).map(
      ({ state }) => state,
    );
  const post = (path: string, body: object = { link_ids }, who = teacher) =>
    ask(kit, who, `POST /progress/clinic-approvals${path}`, body);
  await ask(kit, teacher, `PATCH /progress/clinic-links/${link_ids[3]}`, {
    state: 'dismissed',
    why: '상담함',
  });

  const { body: preview } = await post('/preview');
  expect(preview).toMatchObject({ students: 3, left_out: 2 });
  expect(preview.links.map(({ id }: { id: number }) => id).sort()).toEqual(link_ids.slice(0, 3).sort());
  expect(await states()).toEqual(['open', 'open', 'open', 'dismissed', 'open']);

  const { status, body: approval } = await post('');
  expect([status, approval.approved]).toEqual([201, 3]);
  expect(await states()).toEqual(['approved', 'approved', 'approved', 'dismissed', 'open']);
  expect((await post('')).body.detail).toBe('conflict');
  expect((await post('', { link_ids: Array.from({ length: 501 }, (_, at) => at + 1) })).status).toBe(400);
  const [entry, ...more] = await sql(
    `select after from audit_entry where tenant_id = $1 and action = 'clinic.bulk'`,
    school.tenant_id,
  );
  expect([entry.after.count, more]).toEqual([3, []]);

  await sql(`update clinic_link set told_at = now() where id = $1`, link_ids[1]);
  await ask(kit, teacher, `PATCH /progress/clinic-links/${link_ids[2]}`, { state: 'done' });
  expect((await post(`/${approval.id}/undo`, {}, await school.person('teacher'))).status).toBe(404);
  expect((await post(`/${approval.id}/undo`, {})).body).toEqual({ reopened: 1, kept: 2 });
  expect(await states()).toEqual(['open', 'approved', 'done', 'dismissed', 'open']);
  expect((await post(`/${approval.id}/undo`, {})).body.detail).toBe('undo_expired');
  const { body: list } = await ask(kit, await school.person('owner'), 'GET /progress/clinic-approvals');
  expect(list.results).toMatchObject([{ id: approval.id, undone_by_name: expect.any(String) }]);
});

test('who no longer teaches a lecture takes nothing of it back, and after a day nobody does', async () => {
  const school = await academy(kit);
  const teacher = await school.person('teacher');
  const link_ids = [...(await asking(school, teacher, 1)), ...(await asking(school, teacher, 1))].map(
    ({ link_id }) => link_id,
  );
  const approve = async () =>
    (await ask(kit, teacher, 'POST /progress/clinic-approvals', { link_ids })).body.id as number;
  const undo = async (id: number) =>
    (await ask(kit, teacher, `POST /progress/clinic-approvals/${id}/undo`, {})).body;
  const successor = await school.person('teacher');
  const approved = await approve();
  await sql(
    `update lecture set teacher_id = $2 where id = (
       select e.lecture_id from clinic_link l join enrollment e on e.id = l.enrollment_id where l.id = $1)`,
    ...[link_ids[0], successor.user_id],
  );
  expect(await undo(approved)).toEqual({ reopened: 1, kept: 1 });
  const again = await approve();
  kit.travel(86_401);
  expect((await undo(again)).detail).toBe('undo_expired');
  kit.travel(-86_401);
  const states = await sql('select state from clinic_link where id = any($1)', link_ids);
  expect(states).toEqual([{ state: 'approved' }, { state: 'approved' }]);
});

test('of two who approve the same at once, each clinic is approved by one', async () => {
  const school = await academy(kit);
  const teacher = await school.person('teacher');
  const link_ids = (await asking(school, teacher, 2)).map(({ link_id }) => link_id);
  const held = heldOpen(teacher.scope());
  const winning = approveClinics(held.scope, link_ids);
  await held.entered;
  const losing = ask(kit, teacher, 'POST /progress/clinic-approvals', { link_ids });
  expect(await doneOrBlocked(kit.owner, losing)).toBe('blocked');
  held.release();
  expect(await winning).toMatchObject({ approved: 2 });
  expect((await losing).body.detail).toBe('conflict');
});
