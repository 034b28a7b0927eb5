import { expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { messyList } from '#testing/class-lists.ts';
import { useApp } from '#testing/harness.ts';
import { importer, XLSX } from '#testing/imports.ts';

const kit = useApp();

test('undo takes the students and leaves the lecture; redo brings back the same ids, logins and enrollments', async () => {
  const { owner, lecture_id, send, names, commit } = await importer(kit);
  const { body: preview } = await send(messyList(), XLSX);
  await commit(preview, { lecture_id });
  const list = async () =>
    (await ask(kit, owner, `GET /students?ordering=id&lecture_id=${lecture_id}`)).body.results;
  const before = await list();
  expect(before).toHaveLength(4);

  const undone = await ask(kit, owner, `POST /imports/${preview.id}/undo`);

  expect(undone.body).toMatchObject({ status: 'undone' });
  expect(await names()).toEqual([]);
  expect((await ask(kit, owner, 'GET /families')).body.count).toBe(0);
  expect((await ask(kit, owner, `GET /lectures/${lecture_id}`)).status).toBe(200);
  expect((await ask(kit, owner, `GET /enrollments?lecture_id=${lecture_id}`)).body.count).toBe(0);
  expect((await ask(kit, owner, `POST /imports/${preview.id}/undo`)).status).toBe(409);

  const redone = await ask(kit, owner, `POST /imports/${preview.id}/redo`);

  expect(redone.body).toMatchObject({ status: 'committed', undone_at: null });
  expect(await list()).toEqual(before);
  const { rows } = await kit.owner.query(
    'select u.name from user_account u where tenant_id = $1 and not is_active',
    [owner.scope().tenant_id],
  );
  expect(rows).toEqual([{ name: '이서준' }]);
});

test('undo refuses and explains when something was changed since, and changes nothing', async () => {
  const { owner, lecture_id, send, names, commit } = await importer(kit);
  const { body: preview } = await send(messyList(), XLSX);
  await commit(preview, { lecture_id });
  const [first, second] = (await ask(kit, owner, 'GET /students?ordering=id')).body.results;
  await ask(kit, owner, `PATCH /students/${first.id}`, { memo: '상담함' });
  await ask(kit, owner, `DELETE /students/${second.id}`);

  const refused = await ask(kit, owner, `POST /imports/${preview.id}/undo`);

  expect(refused).toMatchObject({
    status: 409,
    body: {
      detail: 'undo_conflict',
      count: 2,
      conflicts: [
        { student_id: first.id, name: '김민준', what: 'changed' },
        { student_id: second.id, name: '이서연', what: 'removed' },
      ],
    },
  });
  expect(await names()).toEqual(['김민준', '이서준', '정가람']);
});

test('undo refuses when an imported student was enrolled elsewhere since', async () => {
  const { owner, lecture_id, send, commit } = await importer(kit);
  const { body: preview } = await send('이름,연락처\n김민준,01011111111\n박서연,01022222222\n');
  await commit(preview, { lecture_id });
  const [first] = (await ask(kit, owner, 'GET /students?ordering=id')).body.results;
  const other = await ask(kit, owner, 'POST /lectures', { title: '고1 영어' });
  const seat = { lecture_id: other.body.id, student_id: first.id };
  expect((await ask(kit, owner, 'POST /enrollments', seat)).status).toBe(201);

  const refused = await ask(kit, owner, `POST /imports/${preview.id}/undo`);

  expect(refused.body).toMatchObject({
    detail: 'undo_conflict',
    conflicts: [{ name: '김민준', what: 'enrolled' }],
  });
});

test('redo refuses when one of the students was added again meanwhile', async () => {
  const { owner, send, commit } = await importer(kit);
  const { body: preview } = await send('이름,연락처\n김민준,01011111111\n');
  await commit(preview);
  await ask(kit, owner, `POST /imports/${preview.id}/undo`);
  await ask(kit, owner, 'POST /students', { name: '김민준', phone: '01011111111' });

  const refused = await ask(kit, owner, `POST /imports/${preview.id}/redo`);

  expect(refused.body).toMatchObject({
    detail: 'undo_conflict',
    conflicts: [{ name: '김민준', what: 'there_again' }],
  });
});

test('changes of students who were there are undone and redone to the letter, guardian included', async () => {
  const { owner, send, commit } = await importer(kit);
  const { body: student } = await ask(kit, owner, 'POST /students', {
    name: '김민준',
    phone: '01011111111',
    parent_phone: '01022222222',
    grade: '중3',
    memo: '유지',
  });
  const list = '이름,연락처,보호자연락처,학년\n김민준,01011111111,01033333333,고1\n';
  const { body: preview } = await send(list);
  expect(preview.counts).toMatchObject({ change: 1 });
  const facts = async () => {
    const { grade, parent_phone, memo, guardians } = (await ask(kit, owner, `GET /students/${student.id}`))
      .body;
    return [
      grade,
      parent_phone,
      memo,
      guardians[0].phone,
      guardians[0].user_id === student.guardians[0].user_id,
    ];
  };

  await commit(preview);
  expect(await facts()).toEqual(['고1', '01033333333', '유지', '01033333333', true]);
  await ask(kit, owner, `POST /imports/${preview.id}/undo`);
  expect(await facts()).toEqual(['중3', '01022222222', '유지', '01022222222', true]);
  await ask(kit, owner, `POST /imports/${preview.id}/redo`);
  expect(await facts()).toEqual(['고1', '01033333333', '유지', '01033333333', true]);
});
