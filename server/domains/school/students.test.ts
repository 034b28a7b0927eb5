import { expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { academy, type Person } from '#testing/factories.ts';
import { doneOrBlocked, heldOpen, useApp } from '#testing/harness.ts';
import { createStudent } from './students.ts';

const kit = useApp();

async function open() {
  const school = await academy(kit);
  const owner = await school.person('owner');
  const add = async (student: object) => {
    const { status, body } = await ask(kit, owner, 'POST /students', student);
    expect(status, JSON.stringify(body)).toBe(201);
    return body;
  };
  const seat = async (student_id: number, teacher: Person) => {
    const { rows } = await kit.owner.query(
      `with l as (insert into lecture (tenant_id, title, teacher_id) values ($1, '고1 수학 A', $3) returning id)
       insert into enrollment (tenant_id, lecture_id, student_id) select $1, id, $2 from l returning lecture_id`,
      [school.tenant_id, student_id, teacher.user_id],
    );
    return rows[0].lecture_id as number;
  };
  return { school, owner, add, seat };
}

test('a student gets an own login, a kiosk code, and phone numbers as digits however they were written', async () => {
  const { add } = await open();

  const student = await add({ name: '김민준', phone: '+82 10-1234-5678', parent_phone: '1098765432' });

  expect(student).toMatchObject({
    name: '김민준',
    phone: '01012345678',
    parent_phone: '01098765432',
    attendance_code: '12345678',
    login_id: 'kimminjun5678',
    guardian_consent: 'not_needed',
    guardians: [{ name: '김민준 보호자', phone: '01098765432', login_id: 'kimminjun-p5432' }],
    siblings: [],
  });
});

test('what is no phone number is refused by the name of its field, and nothing is written', async () => {
  const { owner } = await open();

  const reply = await ask(kit, owner, 'POST /students', { name: '김민준', parent_phone: '010-12' });

  expect(reply).toMatchObject({
    status: 400,
    body: { detail: 'invalid_request', errors: [{ pointer: '/parent_phone' }] },
  });
  expect((await ask(kit, owner, 'GET /students')).body.count).toBe(0);
});

test('siblings share one guardian, each child has an own login, and the families say so', async () => {
  const { add, owner } = await open();
  await add({
    name: '이서연',
    parent_phone: '010-2222-3333',
    guardian_name: '박지영',
    guardian_relation: '모',
  });
  const younger = await add({ name: '이서준', parent_phone: '01022223333' });
  await add({ name: '최하은', parent_phone: '01044445555' });

  expect(younger).toMatchObject({ siblings: [{ name: '이서연' }], guardians: [{ name: '박지영' }] });
  const { body } = await ask(kit, owner, 'GET /families?siblings=true');
  expect(body).toMatchObject({ count: 1, results: [{ guardian: { name: '박지영' } }] });
  const [family] = body.results;
  expect(family.children.map((child: { name: string }) => child.name)).toEqual(['이서연', '이서준']);
  expect(new Set(family.children.map((child: { login_id: string }) => child.login_id)).size).toBe(2);
  expect((await ask(kit, owner, 'GET /families?search=3333')).body.count).toBe(1);
});

test('siblings added at the same moment get one guardian, not two', async () => {
  const { owner } = await open();
  const held = heldOpen(owner.scope());
  const first = createStudent(held.scope, { name: '정하늘', parent_phone: '01077778888' });
  await held.entered;

  const second = createStudent(owner.scope(), { name: '정바다', parent_phone: '01077778888' });
  expect(await doneOrBlocked(kit.owner, second)).toBe('blocked');
  held.release();
  await Promise.all([first, second]);

  const { body } = await ask(kit, owner, 'GET /families');
  expect(body).toMatchObject({ count: 1, results: [{ children: [{ name: '정바다' }, { name: '정하늘' }] }] });
});

test('two of the same name get different login ids; the same name and phone is the same student', async () => {
  const { add, owner } = await open();
  const first = await add({ name: '김지우', phone: '01011112222' });
  const second = await add({ name: '김지우', phone: '01033332222' });

  expect([first.login_id, second.login_id]).toEqual(['kimjiu2222', 'kimjiu2222-2']);
  expect(await ask(kit, owner, 'POST /students', { name: '김지우', phone: '010 1111 2222' })).toMatchObject({
    status: 409,
    body: { detail: 'already_exists', student_id: first.id },
  });
});

test('a child under 14 waits for consent and cannot sign in before it', async () => {
  const { add, owner } = await open();
  const birth_on = `${kit.clock().getUTCFullYear() - 10}-01-01`;
  const child = await add({ name: '한별', birth_on, parent_phone: '01012121212' });
  const isActive = async () =>
    (await kit.owner.query('select is_active from user_account where login_id = $1', [child.login_id]))
      .rows[0].is_active;
  expect(child.guardian_consent).toBe('waiting');
  expect(await isActive()).toBe(false);

  const after = await ask(kit, owner, `POST /students/${child.id}/consent`);

  expect(after.body.guardian_consent).toBe('given');
  expect(await isActive()).toBe(true);
  expect((await ask(kit, owner, 'GET /families?waiting=true')).body.count).toBe(0);
  const { body } = await ask(kit, owner, `PATCH /students/${child.id}`, {
    birth_on: `${kit.clock().getUTCFullYear() - 9}-01-01`,
  });
  expect(body.guardian_consent).toBe('given');
});

test('a new parent phone moves an only child with its guardian, and one of siblings alone', async () => {
  const { add, owner } = await open();
  const only = await add({ name: '오로라', parent_phone: '01010000001' });
  const older = await add({ name: '윤슬', parent_phone: '01020000001' });
  const younger = await add({ name: '윤빛', parent_phone: '01020000001' });

  const moved = await ask(kit, owner, `PATCH /students/${only.id}`, { parent_phone: '01010000002' });
  expect(moved.body.guardians).toMatchObject([{ user_id: only.guardians[0].user_id, phone: '01010000002' }]);

  const alone = await ask(kit, owner, `PATCH /students/${younger.id}`, { parent_phone: '01020000002' });
  expect(alone.body).toMatchObject({ siblings: [], guardians: [{ phone: '01020000002' }] });
  const stays = await ask(kit, owner, `GET /students/${older.id}`);
  expect(stays.body.guardians).toMatchObject([{ user_id: older.guardians[0].user_id, phone: '01020000001' }]);
});

test('a removed student is on no list and restore brings everything back', async () => {
  const { add, owner } = await open();
  const student = await add({ name: '문가온', phone: '01055556666', parent_phone: '01066667777' });

  expect((await ask(kit, owner, `DELETE /students/${student.id}`)).status).toBe(204);
  expect((await ask(kit, owner, 'GET /students')).body.count).toBe(0);
  expect((await ask(kit, owner, 'GET /families')).body.count).toBe(0);
  expect((await ask(kit, owner, 'GET /students?deleted=true')).body.results[0]).toMatchObject({
    id: student.id,
  });
  expect((await ask(kit, owner, `PATCH /students/${student.id}`, { memo: '?' })).status).toBe(404);

  const back = await ask(kit, owner, `POST /students/${student.id}/restore`);
  expect(back.body).toMatchObject({
    id: student.id,
    login_id: student.login_id,
    attendance_code: '55556666',
  });
  expect(back.body.guardians).toMatchObject([{ user_id: student.guardians[0].user_id }]);
});

test('students are found by name, school, login id or digits of a phone, filtered and sorted', async () => {
  const { add, owner } = await open();
  await add({ name: '김하나', phone: '01012340001', school: '서울고', grade: '고1' });
  await add({ name: '박두나', parent_phone: '01099990002', school: '한빛중', grade: '중3' });
  const names = async (query: string) =>
    (await ask(kit, owner, `GET /students?${query}`)).body.results.map((row: { name: string }) => row.name);

  expect(await names('search=하나')).toEqual(['김하나']);
  expect(await names('search=010-9999')).toEqual(['박두나']);
  expect(await names('search=한빛')).toEqual(['박두나']);
  expect(await names('search=parkduna')).toEqual(['박두나']);
  expect(await names('search=%25')).toEqual([]);
  expect(await names('grade=고1')).toEqual(['김하나']);
  expect(await names('ordering=-name')).toEqual(['박두나', '김하나']);
  expect((await ask(kit, owner, 'GET /students?ordering=memo')).status).toBe(400);
  expect((await ask(kit, owner, 'GET /students/facets')).body).toMatchObject({
    grades: [
      { value: '고1', count: 1 },
      { value: '중3', count: 1 },
    ],
  });
});

test('a teacher sees the students of own lectures only; an assistant may not change people', async () => {
  const { school, add, owner, seat } = await open();
  const [teacher, assistant] = [await school.person('teacher'), await school.person('assistant')];
  const mine = await add({ name: '내 학생', phone: '01011110000' });
  const other = await add({ name: '남의 학생' });
  const lecture_id = await seat(mine.id, teacher);
  await seat(other.id, await school.person('teacher'));

  const seen = await ask(kit, teacher, 'GET /students');
  expect(seen.body).toMatchObject({
    count: 1,
    results: [{ id: mine.id, phone: '01011110000', lectures: [{ lecture_id }] }],
  });
  expect((await ask(kit, teacher, `GET /students/${other.id}`)).status).toBe(404);
  expect((await ask(kit, teacher, `PATCH /students/${other.id}`, { memo: 'x' })).status).toBe(404);
  expect((await ask(kit, assistant, 'GET /students')).body.count).toBe(0);
  expect((await ask(kit, assistant, `PATCH /students/${mine.id}`, { memo: 'x' })).status).toBe(403);
  expect((await ask(kit, owner, `GET /students?lecture_id=${lecture_id}`)).body.count).toBe(1);
});

test('students and parents see their own row without phone numbers and memo, and nobody else', async () => {
  const { school, add } = await open();
  const student = await add({
    name: '하람',
    phone: '01012341234',
    parent_phone: '01043214321',
    memo: '상담 필요',
  });
  await add({ name: '남' });
  const own = await school.signIn(student.login_id);
  const parent = await school.signIn(student.guardians[0].login_id);

  const me = await ask(kit, own, 'GET /students/me');
  expect(me.body).toMatchObject({ id: student.id, name: '하람', attendance_code: '12341234' });
  expect(me.reply.body).not.toMatch(/0101234|0104321|상담/);
  const children = await ask(kit, parent, 'GET /children');
  expect(children.body.results.map((child: { name: string }) => child.name)).toEqual(['하람']);
  expect(children.reply.body).not.toMatch(/0101234|0104321|상담/);
  for (const path of ['/students', `/students/${student.id}`, '/families'] as const)
    expect((await ask(kit, parent, `GET ${path}`)).status).toBe(403);
});

test('another academy sees nothing of ours', async () => {
  const { add } = await open();
  const student = await add({ name: '비밀', phone: '01012341234' });
  const { owner: stranger } = await open();

  expect((await ask(kit, stranger, `GET /students/${student.id}`)).status).toBe(404);
  expect((await ask(kit, stranger, `DELETE /students/${student.id}`)).status).toBe(404);
  expect((await ask(kit, stranger, 'GET /students?search=비밀')).body.count).toBe(0);
});

test('every change of a student is in the audit trail', async () => {
  const { school, add, owner } = await open();
  const student = await add({ name: '기록' });
  await ask(kit, owner, `PATCH /students/${student.id}`, { grade: '고2' });
  await ask(kit, owner, `DELETE /students/${student.id}`);

  const { rows } = await kit.owner.query(
    'select action, before, after from audit_entry where tenant_id = $1 order by seq',
    [school.tenant_id],
  );
  expect(rows).toMatchObject([
    { action: 'students.create', after: { name: '기록' } },
    { action: 'students.update', before: { grade: null }, after: { grade: '고2' } },
    { action: 'students.delete' },
  ]);
});

test('login ids and temporary passwords to hand out: a shared guardian once, nothing for those who wait or have one', async () => {
  const { school, add, owner } = await open();
  const older = await add({ name: '이서연', parent_phone: '01022223333' });
  const younger = await add({ name: '이서준', parent_phone: '01022223333', birth_on: '2020-01-01' });
  const issue = async (more: object = {}) =>
    (await ask(kit, owner, 'POST /students/accounts', { student_ids: [older.id, younger.id], ...more })).body
      .results;

  const sheet = await issue();

  expect(sheet).toMatchObject([
    { role: 'student', name: '이서연', state: 'issued', temporary_password: expect.stringMatching(/.{8,}/) },
    { role: 'parent', state: 'issued', students: [{ name: '이서연' }, { name: '이서준' }] },
    { role: 'student', name: '이서준', state: 'waits_for_consent', temporary_password: null },
  ]);
  const signedIn = await kit.app.inject({
    method: 'POST',
    url: '/api/v1/auth/sign-in',
    payload: { academy: school.code, login: sheet[0].login_id, password: sheet[0].temporary_password },
  });
  expect(signedIn.statusCode).toBe(200);

  await kit.owner.query('update user_account set must_change_password = false where id = $1', [
    sheet[0].user_id,
  ]);
  expect((await issue({ guardians: false }))[0]).toMatchObject({
    state: 'has_password',
    temporary_password: null,
  });
  expect((await issue({ guardians: false, reset: true }))[0]).toMatchObject({ state: 'issued' });
  const teacher = await school.person('teacher');
  expect((await ask(kit, teacher, 'POST /students/accounts', { student_ids: [older.id] })).status).toBe(403);
});
