import { expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { messyList } from '#testing/class-lists.ts';
import { useApp } from '#testing/harness.ts';
import { CSV, importer, XLSX } from '#testing/imports.ts';
import { cp949, xlsxOf } from '#testing/spreadsheets.ts';

const kit = useApp();

test('a messy list: headers found, three errors and one suspected duplicate told line by line, the rest imported', async () => {
  const { owner, send, rows, names, commit } = await importer(kit);

  const { status, body: preview } = await send(messyList(), XLSX);

  expect(status).toBe(201);
  expect(preview).toMatchObject({
    status: 'preview',
    format: 'xlsx',
    header_row: 4,
    file_name: '고1 명단.xlsx',
  });
  expect(preview.counts).toEqual({
    total: 8,
    create: 4,
    change: 0,
    same: 0,
    suspect: 1,
    skip: 0,
    error: 3,
    siblings: 2,
  });
  expect(preview.columns[2]).toEqual({
    index: 2,
    letter: 'C',
    title: '보호자HP',
    samples: ['010-1111-1111', '010-2222-2222', '01011111111'],
    field: 'parent_phone',
    sure: true,
  });
  const errors = await rows(preview.id, 'state=error');
  expect(
    errors.map((row: { row: number; issues: { code: string }[] }) => [row.row, row.issues[0]?.code]),
  ).toEqual([
    [9, 'phone_missing'],
    [10, 'phone_invalid'],
    [11, 'name_missing'],
  ]);
  expect(await rows(preview.id, 'state=suspect')).toMatchObject([
    { row: 8, name: '김민준', issues: [{ code: 'duplicate_in_file' }], suspects: [{ row: 5 }] },
  ]);
  expect(await rows(preview.id, 'siblings=true')).toMatchObject([
    { name: '이서연', siblings: ['이서준'] },
    { name: '이서준', siblings: ['이서연'], parent_phone: '01022222222' },
  ]);
  expect(await names()).toEqual([]);

  const done = await commit(preview);

  expect(done.body).toMatchObject({ status: 'committed', counts: { create: 4 } });
  expect(await names()).toEqual(['김민준', '이서연', '이서준', '정가람']);
  const families = await ask(kit, owner, 'GET /families?siblings=true');
  expect(families.body).toMatchObject({
    count: 1,
    results: [{ children: [{ name: '이서준' }, { name: '이서연' }] }],
  });
  expect((await rows(preview.id)).map((row: { row: number }) => row.row)).toEqual([8, 9, 10, 11]);
});

test('the meaning of columns and doubts are put right before the commit', async () => {
  const { owner, send, names, commit } = await importer(kit);
  const { body: first } = await send(
    '누구,번호1,번호2\n김민준,01011111111,01022222222\n김민준,01011111111,01022222222\n',
  );
  expect(first.header_row).toBe(null);

  const mapped = await ask(kit, owner, `PATCH /imports/${first.id}`, {
    header_row: 1,
    mapping: { name: 0, phone: 1, parent_phone: 2 },
  });
  expect(mapped.body).toMatchObject({ header_row: 1, counts: { total: 2, create: 1, suspect: 1 } });
  expect(mapped.body.version).not.toBe(first.version);
  const decided = await ask(kit, owner, `PATCH /imports/${first.id}`, {
    decisions: [{ row: 3, decision: 'create' }],
  });
  expect(decided.body.counts).toMatchObject({ create: 2, suspect: 0 });

  expect((await commit(mapped.body)).body.detail).toBe('import_outdated');
  expect((await commit(decided.body)).body.status).toBe('committed');
  expect(await names()).toEqual(['김민준', '김민준']);
  expect((await commit(decided.body)).body.detail).toBe('import_closed');
});

test('a preview that is no longer true is not written', async () => {
  const { owner, send, names, commit } = await importer(kit);
  const { body: preview } = await send('이름,연락처\n김민준,01011111111\n');
  await ask(kit, owner, 'POST /students', { name: '김민준', phone: '01011111111' });

  expect(await commit(preview)).toMatchObject({ status: 409, body: { detail: 'import_outdated' } });
  expect(await names()).toEqual(['김민준']);
});

test('the class column enrolls where the lecture exists', async () => {
  const { owner, lecture_id, send, commit } = await importer(kit);
  const { body: preview } = await send(
    '이름,연락처,반\n김민준,01011111111,고1수학A\n박서연,01022222222,없는반\n',
  );
  await commit(preview);

  const { body } = await ask(kit, owner, `GET /students?lecture_id=${lecture_id}`);
  expect(body).toMatchObject({ count: 1, results: [{ name: '김민준' }] });
});

test('OneRoster 1.2: guardians by agentSourcedIds, grades as we say them, staff left out', async () => {
  const { owner, send, commit } = await importer(kit);
  const roster = [
    'sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password',
    's1,active,,true,minjun,,민준,김,,,,010-1111-1111,,"p1",10,',
    'p1,active,,true,kim,,영희,박,,,,010-2222-2222,,,,',
    't1,active,,true,lee,,선생,이,,,,010-3333-3333,,,,',
  ].join('\n');

  const { body: preview } = await send(roster);

  expect(preview).toMatchObject({ format: 'oneroster', counts: { create: 1, skip: 2 } });
  await commit(preview);
  const [student] = (await ask(kit, owner, 'GET /students')).body.results;
  expect(student).toMatchObject({ name: '김민준', grade: '고1', parent_phone: '01022222222' });
  const { body } = await ask(kit, owner, `GET /students/${student.id}`);
  expect(body.guardians).toMatchObject([{ name: '박영희' }]);
});

test('5,000 rows are previewed, imported, undone and redone; one more is refused', async () => {
  const { owner, lecture_id, send, commit } = await importer(kit);
  const line = (at: number) =>
    `학생${'가나다라마바사아자차'[at % 10]}${String.fromCharCode(0xac00 + at)},010${String(10_000_000 + at)},서울고,고1`;
  const list = (count: number) =>
    `이름,보호자 연락처,학교,학년\n${Array.from({ length: count }, (_, at) => line(at)).join('\n')}`;

  const { body: preview } = await send(list(5000));
  expect(preview.counts).toMatchObject({ total: 5000, create: 5000 });
  const done = await commit(preview, { lecture_id });
  expect(done.body).toMatchObject({ status: 'committed' });
  expect((await ask(kit, owner, 'GET /students')).body.count).toBe(5000);
  expect((await ask(kit, owner, `POST /imports/${preview.id}/undo`)).body.status).toBe('undone');
  expect((await ask(kit, owner, 'GET /students')).body.count).toBe(0);
  expect((await ask(kit, owner, `POST /imports/${preview.id}/redo`)).body.status).toBe('committed');
  expect((await ask(kit, owner, `GET /students?lecture_id=${lecture_id}`)).body.count).toBe(5000);

  expect(await send(list(5001))).toMatchObject({
    status: 422,
    body: { detail: 'import_unreadable', reason: 'too_many_rows' },
  });
});

test('CP949, formulas and an exported file of ours all come in as text', async () => {
  const { owner, send, commit } = await importer(kit);
  const { body: preview } = await send(
    cp949('이름,연락처,비고\r\n김민준,01011111111,"=HYPERLINK(""http://x"")"\r\n'),
  );
  expect(preview).toMatchObject({ encoding: 'cp949', counts: { create: 1 } });
  await commit(preview);
  const [student] = (await ask(kit, owner, 'GET /students')).body.results;
  expect(student.memo).toBe('=HYPERLINK("http://x")');

  const { reply } = await ask(kit, owner, 'GET /students/export');
  const { body: again } = await send(reply.rawPayload);
  expect(again.counts).toMatchObject({ total: 1, same: 1 });
  const xlsx = await ask(kit, owner, 'GET /students/export?format=xlsx');
  expect((await send(xlsx.reply.rawPayload, XLSX)).body.counts).toMatchObject({ total: 1, same: 1 });
});

test('what is no class list is refused with the reason; too large, another type, and other roles too', async () => {
  const { school, send } = await importer(kit);
  expect(await send(Buffer.from('d0cf11e0a1b11ae1', 'hex'), XLSX)).toMatchObject({
    status: 422,
    body: { detail: 'import_unreadable', reason: 'old_excel_or_encrypted' },
  });
  expect(await send(Buffer.alloc(11 * 1024 * 1024, 'a'))).toMatchObject({ status: 413 });
  expect(await send('{}', 'application/json')).toMatchObject({ status: 415 });
  expect(await send('x', 'image/png')).toMatchObject({ status: 415 });
  expect(await send('x', CSV, await school.person('teacher'))).toMatchObject({ status: 403 });
});

test('another academy can neither see, commit nor undo our import', async () => {
  const { owner, send, commit } = await importer(kit);
  const { owner: stranger } = await importer(kit);
  const { body: preview } = await send(
    await xlsxOf([
      ['이름', '연락처'],
      ['김민준', 1011111111],
    ]),
    XLSX,
  );

  for (const request of ['', '/rows'] as const)
    expect((await ask(kit, stranger, `GET /imports/${preview.id}${request}`)).status).toBe(404);
  expect(
    (await ask(kit, stranger, `POST /imports/${preview.id}/commit`, { version: preview.version })).status,
  ).toBe(404);
  await commit(preview);
  expect((await ask(kit, stranger, `POST /imports/${preview.id}/undo`)).status).toBe(404);
  expect((await ask(kit, stranger, 'GET /imports')).body.count).toBe(0);
  expect((await ask(kit, owner, 'GET /imports')).body).toMatchObject({
    count: 1,
    results: [{ counts: { create: 1 } }],
  });
});

test('the trail tells who imported whom, and no phone number is in the log of the file after the commit', async () => {
  const { owner, send, commit } = await importer(kit);
  const { body: preview } = await send('이름,연락처\n김민준,01011111111\n박서연,오류\n');
  await commit(preview);
  await ask(kit, owner, `POST /imports/${preview.id}/undo`);

  const { rows } = await kit.owner.query(
    `select action, actor_id from audit_entry where tenant_id = $1 and subject_type = 'import' order by seq`,
    [owner.scope().tenant_id],
  );
  expect(rows).toEqual([
    { action: 'import.commit', actor_id: owner.user_id },
    { action: 'import.undo', actor_id: owner.user_id },
  ]);
  const stored = await kit.owner.query('select preview::text from import_batch where id = $1', [preview.id]);
  expect(stored.rows[0].preview).not.toContain('01011111111');
});

test('a class list that nobody took over is forgotten after a week; a committed one is not', async () => {
  const { owner, send, commit } = await importer(kit);
  const looked = await send('이름,보호자연락처\n김민준,010-1111-2222\n');
  const taken = await send('이름,보호자연락처\n이서연,010-1111-3333\n');
  expect((await commit(taken.body)).status).toBe(200);
  const statusOf = async (id: number) => (await ask(kit, owner, `GET /imports/${id}`)).status;

  kit.travel(8 * 24 * 3600);
  await kit.keepUp();

  expect(await statusOf(looked.body.id)).toBe(404);
  expect(await statusOf(taken.body.id)).toBe(200);
});
