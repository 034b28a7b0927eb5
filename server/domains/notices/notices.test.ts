import { expect, test } from 'vitest';
import { dayIn } from '#core/calendar.rules.ts';
import { ask } from '#testing/ask.ts';
import { addStudent, classroom } from '#testing/classroom.ts';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';

const kit = useApp();
type Sent = { template: string; text: string; recipient: string; status: string };
const DAY_MS = 86_400_000;

async function open(days = 0) {
  const school = await academy(kit);
  const room = await classroom(kit, school, { session_count: 0 });
  const date = dayIn('Asia/Seoul', new Date(kit.clock().getTime() + days * DAY_MS));
  const { body: session } = await ask(kit, room.owner, `POST /lectures/${room.lecture_id}/sessions`, {
    date,
  });
  const { body } = await ask(kit, room.owner, `GET /sessions/${session.id}/attendance`);
  const ids: number[] = body.results.map(({ id }: { id: number }) => id);
  const mark = (id: number | undefined, status: string) =>
    ask(kit, room.owner, `PATCH /attendance/${id}`, { status });
  const outbox = async () => {
    await kit.runTasks();
    return (await ask(kit, room.owner, 'GET /dev/outbox')).body.results as Sent[];
  };
  /** Lets what waits for its time go out now. */
  const hurry = () => kit.owner.query('update graphile_worker._private_jobs set run_at = now()');
  return { school, ...room, session, ids, date, mark, outbox, hurry };
}

test('a check-in at the kiosk sends at once the very text that was previewed, and a second one sends nothing', async () => {
  const { school, owner, lecture_id, session, outbox } = await open();
  const student_id = await addStudent(kit, school, '박도윤', {
    attendance_code: '12345678',
    parent_phone: '01099998888',
  });
  await ask(kit, owner, 'POST /enrollments', { lecture_id, student_id });
  const list = await ask(kit, owner, `GET /sessions/${session.id}/attendance?search=박도윤`);
  const path = `GET /notices/preview?attendance_id=${list.body.results[0].id}&status=PRESENT` as const;
  const preview = await ask(kit, owner, path);
  expect(preview.body).toMatchObject({
    template: 'arrival',
    recipient_hint: '010-****-8888',
    telling: 'queued',
  });
  const { body: kiosk } = await ask(kit, owner, 'POST /kiosks', { name: '정문' });
  const door = { headers: { authorization: `Bearer ${kiosk.token}` } };

  await ask(kit, door, 'POST /kiosk/check-in', { code: '12345678' });
  await ask(kit, door, 'POST /kiosk/check-in', { code: '12345678' });

  expect(await outbox()).toMatchObject([
    { template: 'arrival', text: preview.body.text, recipient: '01099998888', status: 'sent' },
  ]);
  expect((await ask(kit, owner, path)).body.telling).toBe('already_told');
});

test('a mark of another day sends nothing, and the answer says so', async () => {
  const { ids, mark, outbox } = await open(-1);
  expect((await mark(ids[0], 'ABSENT')).body.telling).toBe('not_today');
  expect(await outbox()).toEqual([]);
});

test('a slip that is put right within a minute is never told; what stands after it is', async () => {
  const { ids, mark, outbox, hurry } = await open();
  await mark(ids[0], 'ABSENT');
  expect(await outbox()).toMatchObject([{ template: 'absence', status: 'queued' }]);
  await mark(ids[0], 'EXCUSED');
  await hurry();
  expect(await outbox()).toMatchObject([{ template: 'absence', status: 'withdrawn' }]);

  await mark(ids[0], 'ABSENT');
  await outbox();
  await hurry();
  expect(await outbox()).toMatchObject([{ template: 'absence', status: 'sent' }]);
});

test('to have come is said once, with what stood when it was said', async () => {
  const { ids, mark, outbox, hurry } = await open();
  await mark(ids[0], 'PRESENT');
  await outbox();
  await mark(ids[0], 'LATE');
  await outbox();
  await hurry();
  expect(await outbox()).toMatchObject([{ template: 'late', status: 'sent' }]);
  await mark(ids[0], 'PRESENT');
  await outbox();
  await hurry();
  expect(await outbox()).toHaveLength(1);
});

test('a batch waits out its undo, and what was undone is never told', async () => {
  const { owner, session, outbox, hurry } = await open();
  const batch = await ask(kit, owner, `POST /sessions/${session.id}/attendance/bulk`, { status: 'PRESENT' });
  expect(batch.body.telling).toEqual({ queued: 2 });
  expect((await outbox()).map(({ status }) => status)).toEqual(['queued', 'queued']);
  await ask(kit, owner, `POST /attendance-batches/${batch.body.batch_id}/undo`);
  await hurry();
  expect((await outbox()).map(({ status }) => status)).toEqual(['withdrawn', 'withdrawn']);
});

test('without a phone nobody is told, and the answer says so; a guardian’s account will do', async () => {
  const { school, owner, lecture_id, session, mark, outbox, hurry } = await open();
  const student_id = await addStudent(kit, school, '번호없음');
  await ask(kit, owner, 'POST /enrollments', { lecture_id, student_id });
  const list = await ask(kit, owner, `GET /sessions/${session.id}/attendance?search=번호없음`);
  const id = list.body.results[0].id;
  expect((await mark(id, 'ABSENT')).body.telling).toBe('no_phone');

  const parent = await school.person('parent');
  await kit.owner.query(`update user_account set phone = '01077776666' where id = $1`, [parent.user_id]);
  await kit.owner.query('insert into guardianship (tenant_id, student_id, user_id) values ($1, $2, $3)', [
    school.tenant_id,
    student_id,
    parent.user_id,
  ]);
  expect((await mark(id, 'LATE')).body.telling).toBe('queued');
  await outbox();
  await hurry();
  expect(await outbox()).toMatchObject([{ template: 'late', recipient: '01077776666' }]);
});

test('the outbox is for owner and admin, and each academy has its own', async () => {
  const { school, ids, mark, outbox } = await open();
  await mark(ids[0], 'ABSENT');
  expect(await outbox()).toHaveLength(1);
  expect((await ask(kit, await school.person('teacher'), 'GET /dev/outbox')).status).toBe(403);
  const stranger = await (await academy(kit)).person('owner');
  expect((await ask(kit, stranger, 'GET /dev/outbox')).body.count).toBe(0);
});

test('the outbox is narrowed by state, channel, kind and person, and says how many there are of each state', async () => {
  const { owner, ids, mark, outbox } = await open();
  for (const id of ids) await mark(id, 'ABSENT');
  const [first, second] = await outbox();
  await kit.owner.query(
    `update notice set status = 'unsure', recipient = '01055556666' where recipient = $1`,
    [first?.recipient],
  );
  const of = async (query: string) => {
    const { body } = await ask(kit, owner, `GET /dev/outbox?${query}`);
    return { texts: body.results.map(({ text }: Sent) => text), count: body.count, by: body.by_status };
  };
  const none = { queued: 0, sending: 0, sent: 0, failed: 0, unsure: 0, withdrawn: 0 };
  const both = { ...none, queued: 1, unsure: 1 };

  expect(await of('status=unsure')).toEqual({ texts: [first?.text], count: 1, by: both });
  expect(await of('status=failed')).toEqual({ texts: [], count: 0, by: both });
  expect(await of('channel=message&kind=safety')).toMatchObject({ count: 2, by: both });
  expect(await of('channel=push')).toMatchObject({ count: 0, by: none });
  expect(await of('kind=study')).toMatchObject({ count: 0, by: none });
  expect(await of('search=010-5555-6666')).toMatchObject({
    texts: [first?.text],
    by: { ...none, unsure: 1 },
  });
  expect(await of('search=-')).toMatchObject({ count: 0, by: none });
  const name = encodeURIComponent(second?.text.match(/\S+(?= 학생)/)?.[0] ?? '');
  expect(await of(`search=${name}`)).toMatchObject({ texts: [second?.text], by: { ...none, queued: 1 } });
  expect((await ask(kit, owner, 'GET /dev/outbox?status=lost')).status).toBe(400);
});
