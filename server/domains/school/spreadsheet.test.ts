import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { cp949, rawRow, rawXlsx, xlsxOf, zipOf } from '#testing/spreadsheets.ts';
import { readSpreadsheet } from './spreadsheet.ts';

const csv = (text: string) => readSpreadsheet(Buffer.from(text)).sheets[0]?.lines;
const refusal = (bytes: Buffer) => {
  try {
    readSpreadsheet(bytes);
  } catch (error) {
    return error;
  }
  return undefined;
};
const unreadable = (reason: string) =>
  expect.objectContaining({ code: 'import_unreadable', extra: { reason } });
const people = [
  { row: 1, cells: ['이름', '연락처'] },
  { row: 2, cells: ['김민준', '010-1234-5678'] },
];

test.each([
  ['utf-8', Buffer.from('이름,연락처\n김민준,010-1234-5678')],
  ['utf-8', Buffer.from('\uFEFF이름,연락처\r\n김민준,010-1234-5678\r\n')],
  ['cp949', cp949('이름,연락처\r\n김민준,010-1234-5678\r\n')],
  ['utf-16le', Buffer.from('\uFEFF이름\t연락처\r\n김민준\t010-1234-5678\r\n', 'utf16le')],
  ['utf-16be', Buffer.from('\uFEFF이름\t연락처\r\n김민준\t010-1234-5678\r\n', 'utf16le').swap16()],
])('a list in %s is read', (encoding, bytes) => {
  expect(readSpreadsheet(bytes)).toMatchObject({ format: 'csv', encoding, sheets: [{ lines: people }] });
});

test('rare Hangul that only CP949 has is read too', () => {
  const bytes = Buffer.concat([
    cp949('이름\n'),
    Buffer.from('8c63b9e6b0a2c7cf8141c6520a', 'hex'),
    cp949('김민준\n'),
  ]);
  const { sheets } = readSpreadsheet(bytes);
  expect(sheets[0]?.lines.map(({ cells }) => cells)).toEqual([['이름'], ['똠방각하갂힣'], ['김민준']]);
});

test.each([',', ';', '\t', '|'])('%j separates cells', (mark) => {
  expect(csv(`이름${mark}연락처\n김민준${mark}010-1234-5678`)).toEqual(people);
});

test('quotes, line breaks within cells, uneven lines, and what Excel told about its separator', () => {
  expect(csv('sep=;\n이름;메모\n"김;민준";"두 줄\n""메모"""\n박서연;a;b\n')).toEqual([
    { row: 2, cells: ['이름', '메모'] },
    { row: 3, cells: ['김;민준', '두 줄\n"메모"'] },
    { row: 4, cells: ['박서연', 'a', 'b'] },
  ]);
});

test('lines keep the number that the spreadsheet shows, empty ones left out', () => {
  expect(csv('명단\n,,\n\n이름\n김민준\n')?.map(({ row }) => row)).toEqual([1, 4, 5]);
});

test('formulas in a CSV stay text; the tricks that keep a zero or defuse a formula are undone', () => {
  const cells = csv(`=1+1,@SUM(A1),-2,"=""01012345678""",'=HYPERLINK()`)?.[0]?.cells;
  expect(cells).toEqual(['=1+1', '@SUM(A1)', '-2', '01012345678', '=HYPERLINK()']);
});

test('resident registration numbers are never kept, only the birthday in them', () => {
  expect(csv('100305-3123456,1003053123456,01012345678')?.[0]?.cells).toEqual([
    '100305-3******',
    '100305-3******',
    '01012345678',
  ]);
});

test('XLSX: texts, numbers without exponent, dates as days', async () => {
  const bytes = await xlsxOf([
    ['이름', '연락처', '생년월일'],
    ['김민준', 1012345678, new Date(Date.UTC(2010, 2, 5))],
  ]);
  expect(readSpreadsheet(bytes).sheets[0]?.lines).toEqual([
    { row: 1, cells: ['이름', '연락처', '생년월일'] },
    { row: 2, cells: ['김민준', '1012345678', '2010-03-05'] },
  ]);
});

test('XLSX: merged cells say the same everywhere they cover, and a whole merged column costs nothing', () => {
  const xml = `<sheetData>${rawRow(2, { A: '고1 명단' })}${rawRow(4, { A: '김민준', B: '01011112222' })}${rawRow(5, { A: '김서연' })}</sheetData>
    <mergeCells><mergeCell ref="A2:C2"/><mergeCell ref="B4:B5"/><mergeCell ref="D1:D1048576"/></mergeCells>`;
  expect(readSpreadsheet(rawXlsx([{ name: '반', xml }])).sheets[0]?.lines).toEqual([
    { row: 2, cells: ['고1 명단', '고1 명단', '고1 명단'] },
    { row: 4, cells: ['김민준', '01011112222'] },
    { row: 5, cells: ['김서연', '01011112222'] },
  ]);
});

test('XLSX: formulas give the value they had, errors what the sheet shows, and hidden sheets stay hidden', () => {
  const xml = `<sheetData><row r="1"><c r="A1" t="str"><f>B1&amp;"준"</f><v>김민준</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>
    <c r="C1"><f>NOW()</f></c><c r="D1" t="b"><v>1</v></c></row></sheetData>`;
  const bytes = rawXlsx([
    { name: '숨김', state: 'hidden', xml: rawRow(1, { A: 'secret' }) },
    { name: '명단', xml },
  ]);
  expect(readSpreadsheet(bytes).sheets).toEqual([
    { name: '명단', lines: [{ row: 1, cells: ['김민준', '#DIV/0!', '', 'TRUE'] }] },
  ]);
});

test('XLSX: shared strings with runs, furigana, entities and escapes', () => {
  const xml =
    '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row></sheetData>';
  const strings =
    '<sst><si><r><t>김</t></r><r><t>&#48124;&amp;준</t></r><rPh><t>x</t></rPh></si><si><t>a_x000D_b</t></si></sst>';
  const bytes = rawXlsx([{ name: '반', xml }], { 'xl/sharedStrings.xml': strings });
  expect(readSpreadsheet(bytes).sheets[0]?.lines[0]?.cells).toEqual(['김민&준', 'ab']);
});

test('a bomb is refused without being unpacked, whatever its headers claim', () => {
  const bomb = Buffer.alloc(200 * 1024 * 1024, 'x');
  const files = { 'xl/workbook.xml': '<workbook/>', 'xl/sharedStrings.xml': bomb };
  const before = process.memoryUsage().rss;
  expect(refusal(zipOf(files))).toEqual(unreadable('too_large'));
  expect(refusal(zipOf(files, { size: 10 }))).toEqual(unreadable('too_large'));
  expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
});

test('a row far down, a column far out and a huge cell cost what they hold, not what they span', () => {
  const xml = `<sheetData>${rawRow(1, { A: '이름', XFD: '끝' })}${rawRow(1_048_576, { A: 'x'.repeat(1_000_000) })}</sheetData>`;
  const lines = readSpreadsheet(rawXlsx([{ name: '반', xml }])).sheets[0]?.lines;
  expect(lines?.map(({ row, cells }) => [row, cells.length, cells[0]?.length])).toEqual([
    [1, 1, 2],
    [1_048_576, 1, 2001],
  ]);
});

test('too many rows are refused, in CSV and in XLSX', () => {
  const many = Array.from({ length: 6000 }, (_, at) => `학생${at},01012345678`).join('\n');
  expect(refusal(Buffer.from(many))).toEqual(unreadable('too_many_rows'));
  const rows = Array.from({ length: 6000 }, (_, at) => rawRow(at + 1, { A: 'x' })).join('');
  expect(refusal(rawXlsx([{ name: '반', xml: `<sheetData>${rows}</sheetData>` }]))).toEqual(
    unreadable('too_many_rows'),
  );
});

test.each([
  ['empty', Buffer.alloc(0)],
  ['empty', Buffer.from('\n , ,\n')],
  ['old_excel_or_encrypted', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
  ['damaged', Buffer.from('PK\x03\x04 and nothing more')],
  ['damaged', Buffer.from('이름,메모\n"김민준,열린 따옴표\n')],
  ['not_text', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0xff, 0xfe, 0x00, 0x01, 0x80])],
])('what is no class list is refused as %s', (reason, bytes) => {
  expect(refusal(bytes)).toEqual(unreadable(reason));
});

test('random bytes and cut-off files are refused or read, never a bug', async () => {
  const whole = await xlsxOf([['이름'], ['김민준']]);
  const samples = [
    ...Array.from({ length: 50 }, () => randomBytes(500)),
    ...Array.from({ length: 50 }, () => Buffer.concat([Buffer.from('PK\x03\x04'), randomBytes(500)])),
    ...Array.from({ length: 60 }, (_, at) => whole.subarray(0, Math.floor((whole.length * at) / 60))),
    ...Array.from({ length: 100 }, (_, at) => {
      const broken = Buffer.from(whole);
      broken[(at * 37) % broken.length] = 0xff;
      return broken;
    }),
  ];
  for (const bytes of samples) {
    const error = refusal(bytes);
    if (error) expect(error).toMatchObject({ code: 'import_unreadable' });
  }
});
