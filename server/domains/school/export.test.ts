import readXlsxFile from 'read-excel-file/node';
import { expect, test } from 'vitest';
import { ask } from '#testing/ask.ts';
import { academy } from '#testing/factories.ts';
import { useApp } from '#testing/harness.ts';
import { unzipped } from '#testing/spreadsheets.ts';
import { readSpreadsheet } from './spreadsheet.ts';

const kit = useApp();

async function openWithStudents() {
  const school = await academy(kit);
  const owner = await school.person('owner');
  await ask(kit, owner, 'POST /students', {
    name: '김민준',
    phone: '01012345678',
    memo: '=HYPERLINK("http://evil")',
  });
  await ask(kit, owner, 'POST /students', {
    name: '박서연',
    parent_phone: '01099998888',
    memo: '알레르기, "견과"',
  });
  return { school, owner };
}

test('CSV opens right in a Korean Excel: BOM, hyphens that keep the zero, and no formula runs', async () => {
  const { owner } = await openWithStudents();

  const { reply } = await ask(kit, owner, 'GET /students/export');

  expect(reply.headers).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'cache-control': 'no-store',
  });
  expect(reply.headers['content-disposition']).toMatch(
    /^attachment; filename="students-\d{4}-\d\d-\d\d\.csv"$/,
  );
  expect(reply.rawPayload.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  const [head, first, second] = reply.body.slice(1).split('\r\n');
  expect(head).toBe('이름,학교,학년,휴대폰,학부모 연락처,생년월일,출결번호,아이디,강의,메모,등록일');
  expect(first).toMatch(
    /^김민준,,,010-1234-5678,,,12345678,kimminjun5678,,"'=HYPERLINK\(""http:\/\/evil""\)",/,
  );
  expect(second).toContain('"알레르기, ""견과"""');
});

test('XLSX holds the same rows: days as days, all else as text that stays so, and comes back by the import', async () => {
  const { owner } = await openWithStudents();
  const { body } = await ask(kit, owner, 'GET /students?search=김민준');
  await ask(kit, owner, `PATCH /students/${body.results[0].id}`, { birth_on: '2010-03-01' });

  const { reply } = await ask(kit, owner, 'GET /students/export?format=xlsx&search=김민준');

  const [sheet] = await readXlsxFile(reply.rawPayload);
  expect(sheet?.data).toHaveLength(2);
  expect(sheet?.data[1]?.slice(0, 8)).toEqual([
    ...['김민준', null, null, '010-1234-5678', null],
    ...[new Date('2010-03-01'), '12345678', 'kimminjun5678'],
  ]);
  expect(sheet?.data[1]).toContain('=HYPERLINK("http://evil")');
  const parts = unzipped(reply.rawPayload);
  const cells = parts.get('xl/worksheets/sheet1.xml') ?? '';
  expect(cells).toMatch(/<pane [^>]*ySplit="1"[^>]*state="frozen"/);
  expect(cells).toContain('<cols>');
  expect(cells).not.toContain('<f>');
  // 49 is the format of text.
  expect(parts.get('xl/styles.xml')).toMatch(/numFmtId="49"|formatCode="@"/);
  const back = readSpreadsheet(reply.rawPayload);
  expect(JSON.stringify(back)).toContain('2010-03-01');
});

test('a filter without anybody is a file with headers, and each export is in the audit trail', async () => {
  const { school, owner } = await openWithStudents();

  const { reply } = await ask(kit, owner, 'GET /students/export?grade=none');

  expect(reply.body.trim().split('\r\n')).toHaveLength(1);
  const { rows } = await kit.owner.query(
    `select after from audit_entry where tenant_id = $1 and action = 'students.export'`,
    [school.tenant_id],
  );
  expect(rows).toMatchObject([{ after: { format: 'csv', count: 0, where: { grade: 'none' } } }]);
});

test('a thousand and more come in batches, complete and in order', async () => {
  const { school, owner } = await openWithStudents();
  await kit.owner.query(
    `insert into student (tenant_id, name) select $1, '학생' || lpad(n::text, 4, '0') from generate_series(1, 2500) n`,
    [school.tenant_id],
  );

  const { reply } = await ask(kit, owner, 'GET /students/export?search=학생');

  const lines = reply.body.trim().split('\r\n').slice(1);
  expect(lines).toHaveLength(2500);
  expect(lines).toEqual([...lines].sort());
});

test('only owner and admin take the list away', async () => {
  const { school } = await openWithStudents();
  expect((await ask(kit, await school.person('teacher'), 'GET /students/export')).status).toBe(403);
});
